import type { Knex } from 'knex';

/** Row integers: PostgreSQL's driver gives 64-bit ones as text. @internal */
export type Millis = number | string;

/** @internal */
export function toNumber(value: Millis | null): number | null {
  return value === null ? null : Number(value);
}

/** @internal */
export function toInstant(value: Millis): string;
/** @internal */
export function toInstant(value: Millis | null): string | null;
export function toInstant(value: Millis | null): string | null {
  return value === null ? null : new Date(Number(value)).toISOString();
}

/** @internal */
export function fromInstant(instant: string): number;
/** @internal */
export function fromInstant(instant: string | null | undefined): number | null;
export function fromInstant(instant: string | null | undefined): number | null {
  return instant ? Date.parse(instant) : null;
}

/** @internal */
export function parseJson<T>(text: string | null, otherwise: T): T {
  return text === null ? otherwise : (JSON.parse(text) as T);
}

/**
 * The database's own clock in milliseconds: the only one that leases are
 * compared with, because it is the one clock that all replicas share. On
 * PostgreSQL the time of the statement, not of the transaction.
 * @internal
 */
export function databaseNow(knex: Knex): Knex.Raw {
  return knex.raw(
    isPostgres(knex)
      ? '(floor(extract(epoch from clock_timestamp()) * 1000))::bigint'
      : `cast(round((julianday('now') - 2440587.5) * 86400000) as integer)`,
  );
}

/** @internal */
export function isPostgres(knex: Knex): boolean {
  return knex.client.config.client === 'pg';
}

/** Reads the database's clock. @internal */
export async function readDatabaseNow(knex: Knex): Promise<number> {
  const [row] = await knex.select({ now: databaseNow(knex) });
  return Number(row.now);
}

/** A second row with this key, on SQLite or PostgreSQL. @internal */
export function isUniqueViolation(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return (
    code === '23505' ||
    (typeof code === 'string' && code.startsWith('SQLITE_CONSTRAINT'))
  );
}

/** That clock, and so many milliseconds more. @internal */
export function databaseNowPlus(knex: Knex, milliseconds: number): Knex.Raw {
  return knex.raw('? + ?', [databaseNow(knex), Math.round(milliseconds)]);
}
