import type { Knex } from 'knex';
import type { Sealed, SecretPlace } from '../secrets/SecretBox';

const TABLE = 'secrets';

interface Row {
  table_name: string;
  row_id: string;
  field: string;
  key_id: string | null;
  sealed: string | null;
  reference: string | null;
  updated_at: string;
  updated_by: string | null;
}

/** @internal */
export interface StoredSecret {
  keyId: string | null;
  sealed: string | null;
  /** Path in configuration, where the value stands there. */
  reference: string | null;
}

const whereOf = (place: {
  table: string;
  row: string;
  field?: string;
}): Partial<Row> => ({
  table_name: place.table,
  row_id: place.row,
  ...(place.field === undefined ? {} : { field: place.field }),
});

const rowOf = (
  place: SecretPlace,
  secret: StoredSecret,
  by: string | null,
): Row => ({
  table_name: place.table,
  row_id: place.row,
  field: place.field,
  key_id: secret.keyId,
  sealed: secret.sealed,
  reference: secret.reference,
  updated_at: new Date().toISOString(),
  updated_by: by,
});

/**
 * The one table of secrets; what they say is known to the vault alone.
 * @internal
 */
export class SecretsStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): SecretsStore {
    return new SecretsStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async get(
    place: SecretPlace,
    trx: Knex = this.#knex,
  ): Promise<
    (StoredSecret & { updatedAt: string; updatedBy: string | null }) | undefined
  > {
    const row = await trx<Row>(TABLE).where(whereOf(place)).first();
    return (
      row && {
        keyId: row.key_id,
        sealed: row.sealed,
        reference: row.reference,
        updatedAt: row.updated_at,
        updatedBy: row.updated_by,
      }
    );
  }

  async put(
    place: SecretPlace,
    secret: StoredSecret,
    by: string,
    trx: Knex = this.#knex,
  ): Promise<void> {
    await trx<Row>(TABLE)
      .insert(rowOf(place, secret, by))
      .onConflict(['table_name', 'row_id', 'field'])
      .merge();
  }

  /** Only where nothing stands there: of several replicas the first one's. */
  async putOnce(
    place: SecretPlace,
    secret: StoredSecret,
    by: string | null,
  ): Promise<void> {
    await this.#knex<Row>(TABLE)
      .insert(rowOf(place, secret, by))
      .onConflict(['table_name', 'row_id', 'field'])
      .ignore();
  }

  async delete(
    place: { table: string; row: string; field?: string },
    trx: Knex = this.#knex,
  ): Promise<void> {
    await trx<Row>(TABLE).where(whereOf(place)).delete();
  }

  /** Those that another key than the newest sealed. */
  async sealedByOthers(
    keyId: string,
  ): Promise<Array<Sealed & { place: SecretPlace }>> {
    const rows = await this.#knex<Row>(TABLE)
      .whereNotNull('sealed')
      .andWhereNot('key_id', keyId);
    return rows.map(row => ({
      place: { table: row.table_name, row: row.row_id, field: row.field },
      keyId: row.key_id!,
      sealed: row.sealed!,
    }));
  }

  /** Replaces a seal unless somebody wrote the secret anew meanwhile. */
  async replaceSeal(
    place: SecretPlace,
    before: string,
    after: Sealed,
  ): Promise<boolean> {
    const changed = await this.#knex<Row>(TABLE)
      .where({ ...whereOf(place), sealed: before })
      .update({ key_id: after.keyId, sealed: after.sealed });
    return changed === 1;
  }
}
