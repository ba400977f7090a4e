import { isError } from '@backstage/errors';
import type { Knex } from 'knex';

/** Runs several writes as one. @internal */
export type Atomically = <T>(work: (trx: Knex) => Promise<T>) => Promise<T>;

/**
 * Inside, every query must be given `trx`: SQLite has one connection only, and
 * any other query would wait for ever.
 * @internal
 */
export function atomicallyWith(knex: Knex): Atomically {
  return async work => {
    try {
      return await knex.transaction(trx => work(trx));
    } catch (error) {
      throw isError(error) ? error : new Error(String(error));
    }
  };
}
