import type { PlanStatus } from '@understudy/backstage-plugin-s3-backup-common';
import type { DayCount } from '../../database/runs/RunStore';

/** A day is as bad as its worst run. @internal */
export function dayState(day: DayCount): PlanStatus['days'][number] {
  const { date, succeeded, partial, failed, missed, cancelled } = day;
  const state =
    (failed > 0 && 'failed') ||
    (partial > 0 && 'partial') ||
    (missed > 0 && 'missed') ||
    (succeeded > 0 && 'good') ||
    'none';
  return {
    date,
    state,
    runs: succeeded + partial + failed + missed + cancelled,
  };
}
