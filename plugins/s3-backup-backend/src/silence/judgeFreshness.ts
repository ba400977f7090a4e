import type { Told } from '../database/FreshnessStore';
import type { KnownPlan } from '../runner/ports';

const DAY = 86_400_000;

/** What is to be told of a plan, if anything. @internal */
export type Telling = 'stale' | 'reminder' | 'fresh-again' | null;

/** What decides over it. @internal */
export interface FreshnessFacts {
  plan: Pick<KnownPlan, 'enabled' | 'freshness' | 'pausedUntil'>;
  told: Told;
  /** End of the newest good backup, or null. */
  lastGood: number | null;
  /** The global switch. */
  automatic: boolean;
  now: number;
}

/** Age of what counts, and the limit; null where no age is too old. */
function isStale({ plan, told, lastGood, now }: FreshnessFacts): boolean {
  const limit = plan.freshness ?? 0;
  return limit > 0 && now - (lastGood ?? told.knownSince) > limit;
}

/**
 * Whether people are told of a plan's freshness now: when it goes stale, each
 * day while it stays so (each week where somebody halted it and knows), and
 * once when there is a fresh backup again. Pure.
 * @internal
 */
export function judgeFreshness(facts: FreshnessFacts): Telling {
  const { plan, told, automatic, now } = facts;
  if (!isStale(facts)) return told.toldAt === null ? null : 'fresh-again';
  if (told.toldAt === null) return 'stale';
  const paused =
    plan.pausedUntil !== null && Date.parse(plan.pausedUntil) > now;
  const halted = !automatic || !plan.enabled || paused;
  return now - told.toldAt >= (halted ? 7 * DAY : DAY) ? 'reminder' : null;
}
