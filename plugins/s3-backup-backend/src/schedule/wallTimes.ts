import type { Schedule } from '@understudy/model';
import { WEEKDAYS } from '@understudy/model';
import { Cron } from 'croner';
import type { WallTime } from './wallClock';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `HH:MM` in milliseconds after midnight. @internal */
export function timeOfDay(at: string): number {
  const [hours, minutes] = at.split(':').map(Number);
  return hours * HOUR + minutes * MINUTE;
}

/** @internal */
export function startOfDay(wall: WallTime): WallTime {
  return Math.floor(wall / DAY) * DAY;
}

/** @internal */
export function weekdayOf(wall: WallTime): (typeof WEEKDAYS)[number] {
  return WEEKDAYS[(new Date(wall).getUTCDay() + 6) % 7];
}

/** First day of a month, counted from year 0. */
function monthStart(month: number): WallTime {
  return Date.UTC(Math.floor(month / 12), month % 12, 1);
}

function* everyDay(from: WallTime, at: number): Generator<WallTime> {
  for (let day = startOfDay(from); ; day += DAY) yield day + at;
}

function* everyMonth(from: WallTime, day: number): Generator<WallTime> {
  const start = new Date(from);
  let month = start.getUTCFullYear() * 12 + start.getUTCMonth();
  for (; ; month += 1) {
    const first = monthStart(month);
    const length = (monthStart(month + 1) - first) / DAY;
    // 31 is the last day of every month.
    yield first + (Math.min(day, length) - 1) * DAY;
  }
}

function* everyCron(from: WallTime, cron: string): Generator<WallTime> {
  const pattern = new Cron(cron, { utcOffset: 0, paused: true });
  let after = new Date(from - 1);
  for (;;) {
    const next = pattern.nextRun(after);
    if (!next) return;
    yield next.getTime();
    after = next;
  }
}

function* candidates(from: WallTime, schedule: Schedule): Generator<WallTime> {
  switch (schedule.every) {
    case 'never':
      return;
    case 'minutes':
      throw new RangeError(
        'minutes pass, whatever the clock on the wall shows',
      );
    case 'hours':
      for (let day = startOfDay(from); ; day += DAY) {
        for (let hour = 0; hour < 24; hour += schedule.hours) {
          yield day + hour * HOUR + schedule.minute * MINUTE;
        }
      }
    case 'day':
      yield* everyDay(from, timeOfDay(schedule.at));
      return;
    case 'times': {
      const times = schedule.at.map(timeOfDay).sort((a, b) => a - b);
      for (let day = startOfDay(from); ; day += DAY) {
        for (const time of times) yield day + time;
      }
    }
    case 'week':
      for (const wall of everyDay(from, timeOfDay(schedule.at))) {
        if (schedule.days.includes(weekdayOf(wall))) yield wall;
      }
      return;
    case 'month':
      for (const day of everyMonth(from, schedule.day)) {
        yield day + timeOfDay(schedule.at);
      }
      return;
    case 'cron':
      yield* everyCron(from, schedule.cron);
      return;
    default:
      throw new RangeError('an unknown kind of schedule');
  }
}

/**
 * Wall-clock times of a schedule, ascending, from one on. Endless unless the
 * schedule is never due.
 * @internal
 */
export function* wallTimes(
  from: WallTime,
  schedule: Schedule,
): Generator<WallTime> {
  for (const wall of candidates(from, schedule)) {
    if (wall >= from) yield wall;
  }
}

/**
 * What is wrong with a cron expression, or null. Five fields; names of months
 * and days are fine, seconds and nicknames are not.
 * @internal
 */
export function cronProblem(cron: string): string | null {
  if (cron.trim().split(/\s+/).length !== 5) {
    return 'write five fields: minute, hour, day of month, month, day of week';
  }
  try {
    const pattern = new Cron(cron.trim(), { utcOffset: 0, paused: true });
    if (!pattern.nextRun(new Date(Date.UTC(2024, 0, 1)))) {
      return 'is never due';
    }
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return reason.replace(/^CronPattern: /, '');
  }
}
