import {
  Plan,
  PlanInput,
  Schedule,
  WEEKDAYS,
} from '@understudy/backstage-plugin-s3-backup-common';
import { retentionAgain } from './retention/retentionDraft';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * The freshness limit that follows from a schedule by itself: the longest way
 * between two slots, and an hour. Cron lines are not read here.
 */
function followingFreshness(schedule: Schedule): number | undefined {
  switch (schedule.every) {
    case 'hours':
      return schedule.hours * HOUR + HOUR;
    case 'day':
      return DAY + HOUR;
    case 'week': {
      const days = schedule.days
        .map(day => WEEKDAYS.indexOf(day))
        .sort((a, b) => a - b);
      const gaps = days.map(
        (day, index) => (days[(index + 1) % days.length] - day + 7) % 7 || 7,
      );
      return Math.max(...gaps) * DAY + HOUR;
    }
    case 'month':
      return 31 * DAY + HOUR;
    default:
      return undefined;
  }
}

/**
 * A plan's own freshness limit. An answer always names one; sending back one
 * that only follows from the schedule would nail it down for other schedules.
 */
export function ownFreshness(
  plan: Pick<Plan, 'schedule' | 'freshness'>,
): number | undefined {
  const { schedule, freshness } = plan;
  // 0 says that no age is too old: nothing is scheduled and nothing was set.
  if (freshness === 0) return undefined;
  return freshness === followingFreshness(schedule) ? undefined : freshness;
}

const milliseconds = (value: number) => ({ milliseconds: value });

/** A plan as the API takes it again: for a change of one of its fields. */
export function inputOf(plan: Plan): PlanInput {
  const freshness = ownFreshness(plan);
  return {
    name: plan.name,
    title: plan.title ?? undefined,
    entityRef: plan.entityRef,
    source: plan.source,
    destinations: plan.destinations.length > 0 ? plan.destinations : undefined,
    encryption: plan.encryption,
    compression: plan.compression,
    schedule: plan.schedule,
    worker: plan.worker,
    enabled: plan.enabled,
    minimumBytes: plan.minimumBytes ?? undefined,
    freshness: freshness === undefined ? undefined : milliseconds(freshness),
    retention: retentionAgain(plan.retention),
    retry: {
      count: plan.retry.count,
      backoff: milliseconds(plan.retry.backoff),
    },
    timeLimit: milliseconds(plan.timeLimit),
    stallLimit: milliseconds(plan.stallLimit),
  };
}
