import type { Knex } from 'knex';

const TABLE = 'keys';

interface Row {
  name: string;
  recipient: string;
  made: boolean | number;
  last_six_hash: string | null;
  wrong_tries: number;
  confirmed_at: string | null;
  created_at: string;
  created_by: string | null;
}

/** @internal */
export interface StoredKey {
  name: string;
  recipient: string;
  /** Its identity was made here, and must be confirmed before use. */
  made: boolean;
  /** Of the identity's last six characters. */
  lastSixHash: string | null;
  wrongTries: number;
  confirmedAt: string | null;
  createdAt: string;
}

function fromRow(row: Row): StoredKey {
  return {
    name: row.name,
    recipient: row.recipient,
    made: Boolean(row.made),
    lastSixHash: row.last_six_hash,
    wrongTries: row.wrong_tries,
    confirmedAt: row.confirmed_at,
    createdAt: row.created_at,
  };
}

/** Keys; identities are the vault's. @internal */
export class KeysStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): KeysStore {
    return new KeysStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async list(trx: Knex = this.#knex): Promise<StoredKey[]> {
    return (await trx<Row>(TABLE).orderBy('name')).map(fromRow);
  }

  async get(
    name: string,
    trx: Knex = this.#knex,
  ): Promise<StoredKey | undefined> {
    const row = await trx<Row>(TABLE).where({ name }).first();
    return row && fromRow(row);
  }

  /** @returns false where the name is taken */
  async insert(
    key: {
      name: string;
      recipient: string;
      lastSixHash: string | null;
      confirmedAt: string | null;
    },
    by: string,
    trx: Knex = this.#knex,
  ): Promise<boolean> {
    const inserted = await trx<Row>(TABLE)
      .insert({
        name: key.name,
        recipient: key.recipient,
        made: key.lastSixHash !== null,
        last_six_hash: key.lastSixHash,
        wrong_tries: 0,
        confirmed_at: key.confirmedAt,
        created_at: new Date().toISOString(),
        created_by: by,
      })
      .onConflict('name')
      .ignore()
      .returning('name');
    return inserted.length === 1;
  }

  async confirm(name: string): Promise<void> {
    await this.#knex<Row>(TABLE).where({ name }).update({
      confirmed_at: new Date().toISOString(),
      last_six_hash: null,
    });
  }

  async countWrongTry(name: string): Promise<void> {
    await this.#knex<Row>(TABLE).where({ name }).increment('wrong_tries');
  }

  async delete(name: string, trx: Knex = this.#knex): Promise<boolean> {
    return (await trx<Row>(TABLE).where({ name }).delete()) === 1;
  }
}
