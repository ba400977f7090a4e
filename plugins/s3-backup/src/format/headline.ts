import { Status } from '@understudy/backstage-plugin-s3-backup-common';
import { ProtectionState } from './status';

/** What the headline of the overview says: always the worst truth. */
export type Headline =
  | { kind: 'no-plans'; state: ProtectionState }
  | {
      kind: 'all';
      state: ProtectionState;
      plans: number;
      oldest: string | null;
    }
  | {
      kind: 'some';
      state: ProtectionState;
      protected: number;
      plans: number;
      atRisk: number;
      notProtected: number;
      paused: number;
    };

/**
 * Reads the counts of a status. Paused plans keep *all protected* away: a
 * sentence that can be forwarded must not hide them.
 */
export function headlineOf(
  status: Pick<Status, 'counts' | 'oldestGood'>,
): Headline {
  const { counts } = status;
  if (counts.plans === 0) return { kind: 'no-plans', state: 'no-plan' };
  if (counts.protected === counts.plans) {
    return {
      kind: 'all',
      state: 'protected',
      plans: counts.plans,
      oldest: status.oldestGood?.takenAt ?? null,
    };
  }
  let state: ProtectionState = 'paused';
  if (counts.atRisk > 0) state = 'at-risk';
  if (counts.notProtected > 0) state = 'not-protected';
  return { kind: 'some', state, ...counts };
}
