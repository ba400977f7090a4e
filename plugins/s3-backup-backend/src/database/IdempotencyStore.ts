import type { Knex } from 'knex';

const TABLE = 'idempotency';

interface Row {
  hash: string;
  body_hash: string;
  status: number | null;
  answer: string | null;
  created_at: string;
}

/** @internal */
export type Begun =
  | { state: 'new' }
  | { state: 'running' }
  | { state: 'other-body' }
  | { state: 'done'; status: number; answer: unknown };

/**
 * Remembers answers by caller, route and key. A row without an answer is a
 * request that runs now.
 * @internal
 */
export class IdempotencyStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): IdempotencyStore {
    return new IdempotencyStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Of several who begin the same, one gets `new`. */
  async begin(hash: string, bodyHash: string): Promise<Begun> {
    const inserted = await this.#knex<Row>(TABLE)
      .insert({
        hash,
        body_hash: bodyHash,
        status: null,
        answer: null,
        created_at: new Date().toISOString(),
      })
      .onConflict('hash')
      .ignore()
      .returning('hash');
    if (inserted.length === 1) return { state: 'new' };
    const row = await this.#knex<Row>(TABLE).where({ hash }).first();
    if (row && row.body_hash !== bodyHash) return { state: 'other-body' };
    if (!row || row.status === null) return { state: 'running' };
    return {
      state: 'done',
      status: row.status,
      answer: row.answer === null ? undefined : JSON.parse(row.answer),
    };
  }

  async finish(hash: string, status: number, answer: unknown): Promise<void> {
    await this.#knex<Row>(TABLE)
      .where({ hash })
      .update({
        status,
        answer: answer === undefined ? null : JSON.stringify(answer),
      });
  }

  /** A request that failed may be sent again. */
  async forget(hash: string): Promise<void> {
    await this.#knex<Row>(TABLE).where({ hash }).delete();
  }

  async deleteBefore(instant: string): Promise<void> {
    await this.#knex<Row>(TABLE).where('created_at', '<', instant).delete();
  }
}
