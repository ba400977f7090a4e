import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';

interface Row {
  name: string;
  value: string;
  version: string;
  created_at: string;
  updated_at: string;
  updated_by: string | null;
}

/** @internal */
export interface Stored<T> {
  value: T;
  version: string;
  createdAt: string;
  updatedAt: string;
  updatedBy: string | null;
}

function fromRow<T>(row: Row): Stored<T> {
  return {
    value: JSON.parse(row.value) as T,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  };
}

/**
 * Things with a name and a version, kept as JSON: plans and destinations. A
 * write names the version it has seen, so that nobody's change is lost.
 * @internal
 */
export class NamedStore<T extends { name: string }> {
  readonly #knex: Knex;
  readonly #table: string;

  static create<T extends { name: string }>(options: {
    knex: Knex;
    table: 'plans' | 'destinations';
  }): NamedStore<T> {
    return new NamedStore<T>(options.knex, options.table);
  }

  private constructor(knex: Knex, table: string) {
    this.#knex = knex;
    this.#table = table;
  }

  async list(trx: Knex = this.#knex): Promise<Stored<T>[]> {
    const rows = await trx<Row>(this.#table).orderBy('name');
    return rows.map(row => fromRow<T>(row));
  }

  async get(
    name: string,
    trx: Knex = this.#knex,
  ): Promise<Stored<T> | undefined> {
    const row = await trx<Row>(this.#table).where({ name }).first();
    return row && fromRow<T>(row);
  }

  /** @returns false where the name is taken */
  async insert(
    value: T,
    by: string | null,
    trx: Knex = this.#knex,
  ): Promise<boolean> {
    const now = new Date().toISOString();
    const inserted = await trx(this.#table)
      .insert({
        name: value.name,
        value: JSON.stringify(value),
        version: randomUUID(),
        created_at: now,
        updated_at: now,
        updated_by: by,
      })
      .onConflict('name')
      .ignore()
      .returning('name');
    return inserted.length === 1;
  }

  /** @returns false where the version is no longer the expected one */
  async update(
    value: T,
    options: { expect: string; by: string | null },
    trx: Knex = this.#knex,
  ): Promise<boolean> {
    const updated = await trx(this.#table)
      .where({ name: value.name, version: options.expect })
      .update({
        value: JSON.stringify(value),
        version: randomUUID(),
        updated_at: new Date().toISOString(),
        updated_by: options.by,
      });
    return updated === 1;
  }

  /** @returns false where there was none */
  async delete(name: string, trx: Knex = this.#knex): Promise<boolean> {
    return (await trx(this.#table).where({ name }).delete()) === 1;
  }
}
