import type { RetentionRules } from '@understudy/model';
import { createHash } from 'node:crypto';
import type { PlanRetentionStore } from '../database/PlanRetentionStore';
import type { PlanStatesStore } from '../database/PlanStatesStore';
import type { PlanSource } from '../runner/ports';

/** By what rules the backups of a name go now. @internal */
export interface RulesNow {
  /** Null: everything is kept. */
  rules: RetentionRules | null;
  timeZone: string;
  /** The plan is gone, or its entity. */
  orphaned: boolean;
  /** Somebody let orphans follow their last rules. */
  followed: boolean;
  /** Milliseconds; null where nothing is due any more. */
  freshness: number | null;
  /** Nobody was told yet what these rules take away. */
  untold: boolean;
}

/** Same rules, same text, in whatever order they were written. @internal */
export function fingerprintOf(rules: RetentionRules): string {
  const sorted = Object.entries(rules)
    .filter(([, value]) => value !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
}

/**
 * Looks up the rules of plans, and what became of them once a plan or its
 * entity is gone.
 * @internal
 */
export class RulesBook {
  static create(options: {
    plans: PlanSource;
    states: PlanStatesStore;
    retention: PlanRetentionStore;
    timeZone: string;
  }): RulesBook {
    return new RulesBook(options);
  }

  private constructor(
    private readonly options: Parameters<typeof RulesBook.create>[0],
  ) {}

  /** For many plans at once: everything is read once. */
  async read(): Promise<(plan: string) => RulesNow> {
    const { plans, states, retention } = this.options;
    const [list, known, kept] = await Promise.all([
      plans.list(),
      states.all(),
      retention.all(),
    ]);
    const byName = new Map(list.map(plan => [plan.name, plan]));
    return name => {
      const plan = byName.get(name);
      const last = kept.get(name);
      const entityGone = Boolean(plan && known.get(name)?.entityGoneAt);
      const rules = plan ? plan.retention ?? null : last?.rules ?? null;
      const orphaned = !plan || entityGone;
      return {
        rules,
        orphaned,
        followed: Boolean(last?.follow),
        timeZone: plan?.timeZone ?? last?.timeZone ?? this.options.timeZone,
        freshness: orphaned ? null : plan?.freshness ?? null,
        untold: rules !== null && last?.told !== fingerprintOf(rules),
      };
    };
  }

  async of(plan: string): Promise<RulesNow> {
    return (await this.read())(plan);
  }
}
