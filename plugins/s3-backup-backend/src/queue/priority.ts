import type { PlanSettings } from '@understudy/model';
import type { NewRun } from './RunQueue';

/** Higher is claimed first. Somebody who waits goes before every schedule. */
const PERSON = 20;
const BY_PLAN = { high: 5, normal: 0, low: -5 } as const;

/** After everything that somebody or a schedule waits for. @internal */
export const AFTERWARDS = -10;

/** @internal */
export function planPriority(plan: Pick<PlanSettings, 'priority'>): number {
  return BY_PLAN[plan.priority ?? 'normal'];
}

/** Of a run whose maker said nothing. @internal */
export function usualPriority(trigger: NewRun['trigger']): number {
  return trigger.type === 'user' ? PERSON : 0;
}
