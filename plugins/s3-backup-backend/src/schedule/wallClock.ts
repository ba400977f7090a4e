import { IANAZone } from 'luxon';

/**
 * A wall-clock time as if it were UTC, in milliseconds: `Date.UTC` of what the
 * clock on the wall shows. Arithmetic on it knows no offsets.
 * @internal
 */
export type WallTime = number;

const MINUTE = 60_000;
const HOUR = 3_600_000;
/** No zone is further from UTC than 14 hours; a day covers a skipped one, too. */
const AROUND = [-24, -12, 0, 12, 24].map(hours => hours * HOUR);

/** Only zone maths: the offset at an instant never depends on today's date. */
function offsetAt(zone: string, instant: number): number {
  return IANAZone.create(zone).offset(instant) * MINUTE;
}

/** What the clock on the wall shows at an instant. @internal */
export function toWall(instant: number, zone: string): WallTime {
  return instant + offsetAt(zone, instant);
}

/**
 * The instant of a wall-clock time. In a gap (the clock jumps over it) the
 * first instant after the gap; in an overlap (the clock shows it twice) the
 * earlier one. Pure: the same answer in summer and in winter.
 * @internal
 */
export function toInstant(
  wall: WallTime,
  zone: string,
): { instant: number; note: 'gap' | 'overlap' | null } {
  const offsets = [
    ...new Set(AROUND.map(hours => offsetAt(zone, wall + hours))),
  ];
  const found = offsets
    .map(offset => wall - offset)
    .filter(instant => toWall(instant, zone) === wall)
    .sort((a, b) => a - b);
  if (found.length > 0) {
    return { instant: found[0], note: found.length > 1 ? 'overlap' : null };
  }
  return {
    instant: endOfGap(
      wall - Math.max(...offsets),
      wall - Math.min(...offsets),
      zone,
    ),
    note: 'gap',
  };
}

/** The first instant with the later offset, between one before and one after. */
function endOfGap(before: number, after: number, zone: string): number {
  const offsetBefore = offsetAt(zone, before);
  let [low, high] = [before, after];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(zone, middle) === offsetBefore) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * The first instant after this one at which the clock on the wall shows a
 * multiple of so many minutes. They divide an hour. Minutes pass in an hour
 * that is shown twice as in any other, and none in one that is jumped over.
 * @internal
 */
export function nextStep(after: number, minutes: number, zone: string): number {
  const step = minutes * MINUTE;
  const upTo = (instant: number) => {
    const wall = toWall(instant, zone);
    return instant + (Math.ceil(wall / step) * step - wall);
  };
  const next = upTo(after + 1);
  if (offsetAt(zone, next) === offsetAt(zone, after)) return next;
  const change = endOfGap(after, next, zone);
  return next < change ? next : upTo(change);
}

/** `2026-11-21 02:00`. @internal */
export function writeWall(wall: WallTime): string {
  return new Date(wall).toISOString().slice(0, 16).replace('T', ' ');
}
