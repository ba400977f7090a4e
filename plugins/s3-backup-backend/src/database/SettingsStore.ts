import type { Knex } from 'knex';
import { randomUUID } from 'node:crypto';

const TABLE = 'settings';

interface Row {
  name: string;
  value: string;
  version: string;
  updated_at: string;
  updated_by: string | null;
}

/** @internal */
export interface StoredSetting<T> {
  value: T;
  version: string;
  updatedAt: string;
  updatedBy: string | null;
}

/** Version of what was never written. @internal */
export const NEW_VERSION = 'new';

/**
 * Named values of the portal. Its reader knows their shapes.
 * @internal
 */
export class SettingsStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): SettingsStore {
    return new SettingsStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async get<T>(
    name: string,
    trx: Knex = this.#knex,
  ): Promise<StoredSetting<T> | undefined> {
    const row = await trx<Row>(TABLE).where({ name }).first();
    return (
      row && {
        value: JSON.parse(row.value) as T,
        version: row.version,
        updatedAt: row.updated_at,
        updatedBy: row.updated_by,
      }
    );
  }

  /**
   * Writes a value where its version is still the expected one
   * ({@link NEW_VERSION}: where there is none).
   * @returns whether it was
   */
  async put(
    name: string,
    value: unknown,
    options: { expect: string; by: string | null },
    trx: Knex = this.#knex,
  ): Promise<boolean> {
    const row: Row = {
      name,
      value: JSON.stringify(value),
      version: randomUUID(),
      updated_at: new Date().toISOString(),
      updated_by: options.by,
    };
    if (options.expect === NEW_VERSION) {
      const inserted = await trx<Row>(TABLE)
        .insert(row)
        .onConflict('name')
        .ignore()
        .returning('name');
      return inserted.length === 1;
    }
    const updated = await trx<Row>(TABLE)
      .where({ name, version: options.expect })
      .update(row);
    return updated === 1;
  }

  /** Writes a value that has no history, whoever wrote it before. */
  async set(
    name: string,
    value: unknown,
    by: string | null,
    trx: Knex = this.#knex,
  ): Promise<void> {
    await trx<Row>(TABLE)
      .insert({
        name,
        value: JSON.stringify(value),
        version: randomUUID(),
        updated_at: new Date().toISOString(),
        updated_by: by,
      })
      .onConflict('name')
      .merge();
  }

  /** The value that is there, or else this one: the first writer wins. */
  async once<T>(name: string, make: () => T): Promise<T> {
    const known = await this.get<T>(name);
    if (known) return known.value;
    await this.put(name, make(), { expect: NEW_VERSION, by: null });
    return (await this.get<T>(name))!.value;
  }

  async delete(name: string, trx: Knex = this.#knex): Promise<void> {
    await trx<Row>(TABLE).where({ name }).delete();
  }
}
