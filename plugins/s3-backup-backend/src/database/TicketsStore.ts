import type { Knex } from 'knex';

const TABLE = 'tickets';

interface Row {
  hash: string;
  user_ref: string;
  backup_id: string;
  artifact: string;
  form: 'stored' | 'original';
  expires_at: string;
}

/** @internal */
export interface Ticket {
  userRef: string;
  backupId: string;
  artifact: string;
  form: 'stored' | 'original';
}

/** Download tickets, by the hash of what their holder was given. @internal */
export class TicketsStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): TicketsStore {
    return new TicketsStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async insert(hash: string, ticket: Ticket, expiresAt: string): Promise<void> {
    await this.#knex<Row>(TABLE).insert({
      hash,
      user_ref: ticket.userRef,
      backup_id: ticket.backupId,
      artifact: ticket.artifact,
      form: ticket.form,
      expires_at: expiresAt,
    });
  }

  /** Takes a ticket out: of several who try, one gets it. */
  async take(hash: string, now: string): Promise<Ticket | undefined> {
    const row = await this.#knex<Row>(TABLE).where({ hash }).first();
    if (!row) return undefined;
    const taken = await this.#knex<Row>(TABLE).where({ hash }).delete();
    if (taken !== 1 || row.expires_at <= now) return undefined;
    return {
      userRef: row.user_ref,
      backupId: row.backup_id,
      artifact: row.artifact,
      form: row.form,
    };
  }

  async deleteExpired(now: string): Promise<void> {
    await this.#knex<Row>(TABLE).where('expires_at', '<=', now).delete();
  }
}
