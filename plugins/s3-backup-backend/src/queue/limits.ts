import type { PlanSettings, RunKind } from '@understudy/model';
import type { RunLimits } from './RunQueue';

const HOUR = 3_600_000;

/** Where a plan says nothing. A restore is looked at by somebody: no retries. */
const DEFAULTS: RunLimits = {
  attempts: 1,
  backoffMs: 30_000,
  timeLimitMs: 24 * HOUR,
  stallLimitMs: 10 * 60_000,
};

/** @internal */
export function defaultLimits(kind: RunKind): RunLimits {
  // What was begun to be deleted must end, and may be begun again at any step.
  const goesOn = kind === 'delete' || kind === 'prune' || kind === 'copy';
  return goesOn ? { ...DEFAULTS, attempts: 5 } : DEFAULTS;
}

/** @internal */
export function planLimits(
  plan: Pick<PlanSettings, 'retry' | 'timeLimit' | 'stallLimit'>,
): RunLimits {
  return {
    attempts: 1 + plan.retry.count,
    backoffMs: plan.retry.backoff,
    timeLimitMs: plan.timeLimit,
    stallLimitMs: plan.stallLimit,
  };
}
