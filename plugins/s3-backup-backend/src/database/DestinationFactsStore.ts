import type { CapabilityProfile, CheckUp, OwnerFile } from '@understudy/model';
import type { Knex } from 'knex';

const TABLE = 'destination_facts';

interface Row {
  name: string;
  place: string;
  profile: string | null;
  owner: string | null;
  check_up: string | null;
  checked_at: string | null;
  succeeded_at: string | null;
  failures: number;
}

/**
 * What was learned of the place that a destination names.
 * @internal
 */
export interface DestinationFacts {
  profile: CapabilityProfile | null;
  owner: OwnerFile | null;
  checkUp: CheckUp | null;
  succeededAt: string | null;
  /** Failures of the place in a row. */
  failures: number;
}

const NOTHING: DestinationFacts = {
  profile: null,
  owner: null,
  checkUp: null,
  succeededAt: null,
  failures: 0,
};

const parse = <T>(text: string | null): T | null =>
  text === null ? null : (JSON.parse(text) as T);

function fromRow(row: Row): DestinationFacts {
  return {
    profile: parse<CapabilityProfile>(row.profile),
    owner: parse<OwnerFile>(row.owner),
    checkUp: parse<CheckUp>(row.check_up),
    succeededAt: row.succeeded_at,
    failures: row.failures,
  };
}

/**
 * Facts by destination. They are those of a place: where a destination points
 * elsewhere, nothing is known of it.
 * @internal
 */
export class DestinationFactsStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): DestinationFactsStore {
    return new DestinationFactsStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async get(name: string, place: string): Promise<DestinationFacts> {
    const row = await this.#knex<Row>(TABLE).where({ name, place }).first();
    return row ? fromRow(row) : NOTHING;
  }

  async put(
    name: string,
    place: string,
    facts: Partial<DestinationFacts>,
  ): Promise<void> {
    const json = (value: unknown) =>
      value === undefined || value === null ? null : JSON.stringify(value);
    const values: Partial<Row> = {
      ...('profile' in facts && { profile: json(facts.profile) }),
      ...('owner' in facts && { owner: json(facts.owner) }),
      ...('checkUp' in facts && {
        check_up: json(facts.checkUp),
        checked_at: facts.checkUp?.at ?? null,
      }),
      ...('succeededAt' in facts && { succeeded_at: facts.succeededAt }),
      ...('failures' in facts && { failures: facts.failures }),
    };
    await this.#knex.transaction(async trx => {
      await trx<Row>(TABLE).where({ name }).andWhereNot({ place }).delete();
      await trx<Row>(TABLE)
        .insert({ name, place, failures: 0, ...values })
        .onConflict('name')
        .merge(values);
    });
  }

  async countFailure(name: string, place: string): Promise<void> {
    await this.put(name, place, {});
    await this.#knex<Row>(TABLE).where({ name, place }).increment('failures');
  }

  async delete(name: string, trx: Knex = this.#knex): Promise<void> {
    await trx<Row>(TABLE).where({ name }).delete();
  }
}
