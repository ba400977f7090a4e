import { CheckUpRecord, checkUpRecordSchema } from '@understudy/model';
import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';

const TABLE = 'check_ups';

/** So many of each destination are kept. */
const KEPT = 30;

interface Row {
  id: string;
  destination: string;
  place: string;
  at: string;
  value: string;
}

/**
 * What check-ups found, of the place that a destination names now.
 * @internal
 */
export class CheckUpsStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): CheckUpsStore {
    return new CheckUpsStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async add(
    destination: string,
    place: string,
    record: CheckUpRecord,
  ): Promise<void> {
    await this.#knex.transaction(async trx => {
      await trx<Row>(TABLE).insert({
        id: randomUUID(),
        destination,
        place,
        at: record.at,
        value: JSON.stringify(record),
      });
      const old = await trx<Row>(TABLE)
        .where({ destination })
        .orderBy('at', 'desc')
        .orderBy('id')
        .offset(KEPT)
        // SQLite takes an offset only with a limit.
        .limit(1000)
        .pluck('id');
      await trx<Row>(TABLE).whereIn('id', old).delete();
    });
  }

  /** Newest first. */
  async list(destination: string, place: string): Promise<CheckUpRecord[]> {
    const rows = await this.#knex<Row>(TABLE)
      .where({ destination, place })
      .orderBy('at', 'desc')
      .orderBy('id')
      .limit(KEPT);
    return rows.map(({ value }) =>
      checkUpRecordSchema.parse(JSON.parse(value)),
    );
  }

  async delete(destination: string, trx: Knex = this.#knex): Promise<void> {
    await trx<Row>(TABLE).where({ destination }).delete();
  }
}
