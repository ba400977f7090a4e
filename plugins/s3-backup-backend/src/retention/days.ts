import { DateTime } from 'luxon';

/** `2026-11-21`, by the wall clock of a zone. @internal */
export function writeDate(at: number, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd');
}

/** The 53 weeks, Monday to Sunday, that end with the week of an instant. @internal */
export function calendarAt(
  at: number,
  zone: string,
): { from: string; to: string } {
  const monday = DateTime.fromMillis(at, { zone }).startOf('week');
  return {
    from: monday.minus({ weeks: 52 }).toFormat('yyyy-MM-dd'),
    to: monday.plus({ days: 6 }).toFormat('yyyy-MM-dd'),
  };
}
