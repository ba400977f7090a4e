import type { CheckUpReason } from '@understudy/model';
import type { DestinationFacts } from '../database/DestinationFactsStore';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Rounds come each hour: a day means the round that is nearest to it. */
const DAILY = DAY - HOUR / 2;
const AGAIN = HOUR - HOUR / 6;

/**
 * Whether a destination is due for a check-up, and why: after a change, after
 * a failure until it works again, each day, and each week for its profile.
 * Pure.
 * @internal
 */
export function dueReason(
  known: {
    facts: Pick<DestinationFacts, 'checkUp' | 'profile' | 'failures'>;
    /** When its settings were last changed; null for configuration. */
    changedAt: string | null;
    /** The client of today. */
    client: string;
  },
  now: number,
): CheckUpReason | undefined {
  const { facts, changedAt, client } = known;
  const { checkUp, profile, failures } = facts;
  if (!checkUp) return 'daily';
  const age = now - Date.parse(checkUp.at);
  if (changedAt && changedAt > checkUp.at) return 'changed';
  if (profile && profile.probedBy !== client && age > AGAIN) return 'changed';
  if (profile && now - Date.parse(profile.probedAt) > 7 * DAY - HOUR / 2) {
    if (age > AGAIN) return 'weekly';
  }
  const failing = failures > 0 || checkUp.verdict === 'not-ready';
  return age > (failing ? AGAIN : DAILY) ? 'daily' : undefined;
}
