import type { Blackout } from '@understudy/model';
import { WEEKDAYS } from '@understudy/model';
import { toInstant, toWall } from './wallClock';
import { timeOfDay, startOfDay, weekdayOf } from './wallTimes';

const DAY = 86_400_000;

/** Quiet hours with the zone that they are of. @internal */
export interface QuietHours extends Blackout {
  timeZone: string;
}

/** More than any week of quiet hours has one after the other. */
const MOST = 100;

/** End of the quiet hours that an instant lies in, or null. */
function endOf(quiet: QuietHours, instant: number): number | null {
  const { from, until, days = WEEKDAYS, timeZone } = quiet;
  const today = startOfDay(toWall(instant, timeZone));
  const length = (timeOfDay(until) - timeOfDay(from) + DAY) % DAY;
  for (const day of [today - DAY, today]) {
    if (!days.includes(weekdayOf(day))) continue;
    const begin = day + timeOfDay(from);
    const end = toInstant(begin + length, timeZone).instant;
    if (toInstant(begin, timeZone).instant <= instant && instant < end) {
      return end;
    }
  }
  return null;
}

/**
 * The first instant that is not before this one and in no quiet hours: the
 * instant itself where it is quiet nowhere. Pure. Quiet hours without an end
 * move nothing.
 * @internal
 */
export function afterQuiet(
  all: readonly QuietHours[],
  instant: number,
): number {
  return loudAfter(all, instant) ?? instant;
}

/** Whether quiet hours follow each other without an end. @internal */
export function isNeverLoud(
  all: readonly QuietHours[],
  instant: number,
): boolean {
  return loudAfter(all, instant) === null;
}

function loudAfter(all: readonly QuietHours[], instant: number): number | null {
  let at = instant;
  for (let n = 0; n < MOST; n += 1) {
    let end: number | null = null;
    for (const quiet of all) end ??= endOf(quiet, at);
    if (end === null) return at;
    at = end;
  }
  return null;
}
