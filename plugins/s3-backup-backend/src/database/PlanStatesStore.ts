import type { Knex } from 'knex';

const TABLE = 'plan_states';

interface Row {
  name: string;
  entity_ref: string | null;
  owner_ref: string | null;
  annotated: boolean | number;
  owner_seen_at: string | null;
  entity_gone_at: string | null;
  paused_until: string | null;
  paused_at: string | null;
  paused_by: string | null;
  skip_slot: string | null;
  skip_at: string | null;
  skip_by: string | null;
}

/**
 * What is known of a plan beside its settings: its owner, a copy from the
 * catalog, and its pause.
 * @internal
 */
export interface PlanState {
  name: string;
  entityRef: string | null;
  ownerRef: string | null;
  /** False where the entity lacks the annotation. */
  annotated: boolean;
  /** Since when the catalog knows no such entity. */
  entityGoneAt: string | null;
  pausedUntil: string | null;
  pausedAt: string | null;
  pausedBy: string | null;
  /** The slot that is left out. */
  skip: { slot: string; by: string; at: string } | null;
}

function fromRow(row: Row): PlanState {
  return {
    name: row.name,
    entityRef: row.entity_ref,
    ownerRef: row.owner_ref,
    annotated: Boolean(row.annotated),
    entityGoneAt: row.entity_gone_at,
    pausedUntil: row.paused_until,
    pausedAt: row.paused_at,
    pausedBy: row.paused_by,
    skip: row.skip_slot
      ? {
          slot: row.skip_slot,
          by: row.skip_by ?? '',
          at: row.skip_at ?? row.skip_slot,
        }
      : null,
  };
}

/**
 * States of plans, also of those in configuration, and of deleted ones whose
 * backups stay.
 * @internal
 */
export class PlanStatesStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): PlanStatesStore {
    return new PlanStatesStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async all(): Promise<Map<string, PlanState>> {
    const rows = await this.#knex<Row>(TABLE);
    return new Map(rows.map(row => [row.name, fromRow(row)]));
  }

  async get(name: string): Promise<PlanState | undefined> {
    const row = await this.#knex<Row>(TABLE).where({ name }).first();
    return row && fromRow(row);
  }

  async setOwner(
    name: string,
    owner: {
      entityRef: string | null;
      ownerRef: string | null;
      annotated: boolean;
    },
    trx: Knex = this.#knex,
  ): Promise<void> {
    const values = {
      entity_ref: owner.entityRef,
      owner_ref: owner.ownerRef,
      annotated: owner.annotated,
      owner_seen_at: new Date().toISOString(),
    };
    await trx<Row>(TABLE)
      .insert({ name, ...values })
      .onConflict('name')
      .merge(values);
  }

  async setPause(
    name: string,
    pause: { until: string; by: string } | null,
  ): Promise<void> {
    const values = {
      paused_until: pause?.until ?? null,
      paused_by: pause?.by ?? null,
      paused_at: pause ? new Date().toISOString() : null,
    };
    await this.#knex<Row>(TABLE)
      .insert({ name, annotated: true, ...values })
      .onConflict('name')
      .merge(values);
  }

  /** Leaves one slot out, or, with null, none. */
  async setSkip(
    name: string,
    skip: { slot: string; by: string } | null,
  ): Promise<void> {
    const values = {
      skip_slot: skip?.slot ?? null,
      skip_by: skip?.by ?? null,
      skip_at: skip ? new Date().toISOString() : null,
    };
    await this.#knex<Row>(TABLE)
      .insert({ name, annotated: true, ...values })
      .onConflict('name')
      .merge(values);
  }

  /** Kept while it is gone; taken back when it is there again. */
  async setEntityGone(name: string, at: string | null): Promise<void> {
    await this.#knex<Row>(TABLE)
      .insert({ name, annotated: true, entity_gone_at: at })
      .onConflict('name')
      .merge({ entity_gone_at: at });
  }
}
