import type { RetentionRules } from '@understudy/model';
import type { Knex } from 'knex';

const TABLE = 'plan_retention';

interface Row {
  plan: string;
  rules: string | null;
  time_zone: string | null;
  told: string | null;
  follow_at: string | null;
  follow_by: string | null;
}

/** What retention remembers of a plan, also after the plan is gone. @internal */
export interface PlanRetention {
  plan: string;
  /** As they were last; null where everything is kept. */
  rules: RetentionRules | null;
  timeZone: string | null;
  /** Fingerprint of the rules that a dry run has told of. */
  told: string | null;
  /** Orphans go by the last rules because somebody said so. */
  follow: { at: string; by: string } | null;
}

function fromRow(row: Row): PlanRetention {
  return {
    plan: row.plan,
    rules: row.rules ? (JSON.parse(row.rules) as RetentionRules) : null,
    timeZone: row.time_zone,
    told: row.told,
    follow:
      row.follow_at && row.follow_by
        ? { at: row.follow_at, by: row.follow_by }
        : null,
  };
}

/** @internal */
export class PlanRetentionStore {
  readonly #knex: Knex;

  static create(options: { knex: Knex }): PlanRetentionStore {
    return new PlanRetentionStore(options.knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  async all(): Promise<Map<string, PlanRetention>> {
    const rows = await this.#knex<Row>(TABLE);
    return new Map(rows.map(row => [row.plan, fromRow(row)]));
  }

  async get(plan: string): Promise<PlanRetention | undefined> {
    const row = await this.#knex<Row>(TABLE).where({ plan }).first();
    return row && fromRow(row);
  }

  /** The rules of a plan that is there, so that they outlive it. */
  async remember(
    plan: string,
    rules: RetentionRules | null,
    timeZone: string,
  ): Promise<void> {
    await this.#set(plan, {
      rules: rules && JSON.stringify(rules),
      time_zone: timeZone,
      // It is no orphan now, or not any more.
      follow_at: null,
      follow_by: null,
    });
  }

  async setTold(plan: string, told: string): Promise<void> {
    await this.#set(plan, { told });
  }

  async setFollow(
    plan: string,
    follow: { at: string; by: string } | null,
  ): Promise<void> {
    await this.#set(plan, {
      follow_at: follow?.at ?? null,
      follow_by: follow?.by ?? null,
    });
  }

  async #set(plan: string, values: Partial<Row>): Promise<void> {
    await this.#knex<Row>(TABLE)
      .insert({ plan, ...values })
      .onConflict('plan')
      .merge(values);
  }
}
