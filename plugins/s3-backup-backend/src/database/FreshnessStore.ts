import type { Knex } from 'knex';

const TABLE = 'plan_freshness';

interface Row {
  plan: string;
  known_since: number | string;
  told_at: number | string | null;
}

/** What was told of a plan's freshness. @internal */
export interface Told {
  /** Milliseconds since 1970. */
  knownSince: number;
  /** Last time people were told that it is stale; null: they think it fresh. */
  toldAt: number | null;
}

/**
 * Who was told what of which plan's freshness, so that of several replicas one
 * tells, and once.
 * @internal
 */
export class FreshnessStore {
  static create(options: { knex: Knex }): FreshnessStore {
    return new FreshnessStore(options.knex);
  }

  private constructor(private readonly knex: Knex) {}

  async all(): Promise<Map<string, Told>> {
    const rows: Row[] = await this.knex<Row>(TABLE);
    return new Map(
      rows.map(row => [
        row.plan,
        {
          knownSince: Number(row.known_since),
          toldAt: row.told_at === null ? null : Number(row.told_at),
        },
      ]),
    );
  }

  /** A plan seen for the first time; whoever is first, wins. */
  async begin(plan: string, knownSince: number): Promise<void> {
    await this.knex(TABLE)
      .insert({ plan, known_since: knownSince })
      .onConflict('plan')
      .ignore();
  }

  /** True for the one who is to tell: nobody else told since. */
  async mark(
    plan: string,
    before: number | null,
    toldAt: number | null,
  ): Promise<boolean> {
    const row = this.knex(TABLE).where({ plan });
    const same =
      before === null ? row.whereNull('told_at') : row.where('told_at', before);
    return (await same.update({ told_at: toldAt })) > 0;
  }

  /** Plans that are gone are stale no more. */
  async keep(plans: string[]): Promise<void> {
    const known: string[] = await this.knex(TABLE).pluck('plan');
    const here = new Set(plans);
    for (const plan of known.filter(name => !here.has(name))) {
      await this.knex(TABLE).where({ plan }).delete();
    }
  }
}
