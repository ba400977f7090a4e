import type { SimpleSettings } from '@understudy/backstage-plugin-s3-backup-common';
import type { Schedule } from '@understudy/model';

const AT = '02:00';

/**
 * The form's word for a schedule. Pure.
 * @internal
 */
export function frequencyOf(schedule: Schedule): SimpleSettings['frequency'] {
  switch (schedule.every) {
    case 'day':
      return 'daily';
    case 'week':
      return schedule.days.length === 1 ? 'weekly' : 'custom';
    case 'month':
      return 'monthly';
    case 'never':
      return 'none';
    default:
      return 'custom';
  }
}

/**
 * The schedule for a word of the form. Where it is the word for the schedule
 * before, that one stays, so that its time of day is kept. Pure.
 * @internal
 */
export function scheduleOf(
  frequency: 'daily' | 'weekly' | 'monthly' | 'none',
  before?: Schedule,
): Schedule {
  if (before && frequencyOf(before) === frequency) return before;
  const known = before && 'at' in before ? before.at : AT;
  const at = typeof known === 'string' ? known : known[0];
  const zone =
    before && 'timeZone' in before && before.timeZone
      ? { timeZone: before.timeZone }
      : {};
  switch (frequency) {
    case 'daily':
      return { every: 'day', at, ...zone };
    case 'weekly':
      return { every: 'week', days: ['sun'], at, ...zone };
    case 'monthly':
      return { every: 'month', day: 1, at, ...zone };
    default:
      return { every: 'never' };
  }
}
