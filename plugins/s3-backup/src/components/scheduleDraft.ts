import {
  Schedule,
  scheduleSchema,
  WEEKDAYS,
} from '@understudy/backstage-plugin-s3-backup-common';

/** Hours that divide a day: every N of them the same wall hours come. */
export const HOURS = [1, 2, 3, 4, 6, 8, 12] as const;

/** Minutes that divide an hour. */
export const MINUTES = [5, 10, 15, 20, 30] as const;

/** A schedule as it is typed: everything at hand, whatever *every* says. */
export interface ScheduleDraft {
  every: Schedule['every'];
  hours: number;
  minute: number;
  minutes: number;
  at: string;
  /** Several of them, with commas. */
  times: string;
  days: Array<(typeof WEEKDAYS)[number]>;
  day: number;
  cron: string;
  /** Empty: the portal's. */
  timeZone: string;
}

const EMPTY: ScheduleDraft = {
  every: 'day',
  hours: 6,
  minute: 0,
  minutes: 15,
  at: '02:00',
  times: '02:00, 14:00',
  days: ['sun'],
  day: 1,
  cron: '0 2 * * *',
  timeZone: '',
};

/** The draft that a stored schedule begins with. */
export function draftOf(schedule: Schedule | undefined): ScheduleDraft {
  if (!schedule) return EMPTY;
  const { timeZone, ...rest } =
    schedule.every === 'never'
      ? { ...schedule, timeZone: undefined }
      : schedule;
  const zone = { timeZone: timeZone ?? '' };
  if (rest.every === 'times') {
    return { ...EMPTY, every: 'times', times: rest.at.join(', '), ...zone };
  }
  return { ...EMPTY, ...rest, ...zone };
}

/** Reads a time as people type it: `2` is 02:00, `0230` and `2:30` 02:30. */
export function readTime(text: string): string | undefined {
  const match = /^\s*(\d{1,2})(?:[:.h]?(\d{2}))?\s*$/.exec(text);
  if (!match) return undefined;
  const hour = Number(match[1]);
  const minute = Number(match[2] ?? 0);
  if (hour > 23 || minute > 59) return undefined;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/** The schedule that a draft says, or undefined while it says none. */
export function scheduleOf(draft: ScheduleDraft): Schedule | undefined {
  const at = readTime(draft.at);
  const timeZone = draft.timeZone || undefined;
  const shapes: Record<Schedule['every'], unknown> = {
    never: { every: 'never' },
    hours: {
      every: 'hours',
      hours: draft.hours,
      minute: draft.minute,
      timeZone,
    },
    minutes: { every: 'minutes', minutes: draft.minutes, timeZone },
    day: { every: 'day', at, timeZone },
    times: {
      every: 'times',
      at: draft.times
        .split(/[,;\s]+/)
        .filter(Boolean)
        .map(each => readTime(each)),
      timeZone,
    },
    week: { every: 'week', days: draft.days, at, timeZone },
    month: { every: 'month', day: draft.day, at, timeZone },
    cron: { every: 'cron', cron: draft.cron.trim(), timeZone },
  };
  const parsed = scheduleSchema.safeParse(shapes[draft.every]);
  if (!parsed.success) return undefined;
  if (
    parsed.data.every === 'cron' &&
    parsed.data.cron.split(/\s+/).length !== 5
  ) {
    return undefined;
  }
  return parsed.data;
}
