import type { Schedule } from '@understudy/model';
import { previewSlots } from '../schedule/nextDue';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Slots are this late at most before a backup counts as too old. */
const GRACE = HOUR;

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** The longest way from one of the days to the next, in days. */
function longestWait(days: readonly string[]): number {
  const indexes = [
    ...new Set(days.map(day => WEEK.indexOf(day as never))),
  ].sort((a, b) => a - b);
  return Math.max(
    ...indexes.map((day, i) => {
      const next = indexes[(i + 1) % indexes.length];
      return (next - day + 7) % 7 || 7;
    }),
  );
}

/** Cron lines are irregular: as many slots as tell the longest way. */
const LOOKED_AT = 20;

function longestGap(schedule: Schedule, timeZone: string): number {
  const slots = previewSlots(schedule, timeZone, Date.now(), LOOKED_AT);
  return slots.slice(1).reduce((longest, slot, i) => {
    return Math.max(longest, Date.parse(slot.at) - Date.parse(slots[i].at));
  }, 0);
}

/**
 * Age at which a good backup is too old, where the plan does not say: twice
 * the longest way between two slots, its start window and an hour. Undefined
 * where nothing is scheduled.
 * @internal
 */
export function defaultFreshness(
  schedule: Schedule,
  timeZone: string,
  spread = 0,
): number | undefined {
  const way = longestWay(schedule, timeZone);
  return way === undefined ? undefined : 2 * way + spread + GRACE;
}

function longestWay(schedule: Schedule, timeZone: string): number | undefined {
  switch (schedule.every) {
    case 'never':
      return undefined;
    case 'hours':
      return schedule.hours * HOUR;
    case 'day':
      return DAY;
    case 'week':
      return longestWait(schedule.days) * DAY;
    case 'month':
      return 31 * DAY;
    default:
      return longestGap(schedule, timeZone);
  }
}
