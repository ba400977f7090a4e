import {
  CalendarDate,
  parseAbsolute,
  toCalendarDate,
  today,
} from '@internationalized/date';
import { RunFilter } from '../../api';
import { viewerZone } from '../../format/times';

/** Whole days, the last one included. */
export interface Period {
  start: CalendarDate;
  end: CalendarDate;
}

/** The day of a moment; what an address says may be anything. */
function dayOf(at: string, zone: string, add = 0): CalendarDate | undefined {
  const moment = Date.parse(at) + add;
  return Number.isNaN(moment)
    ? undefined
    : toCalendarDate(parseAbsolute(new Date(moment).toISOString(), zone));
}

/** The days that a filter spans, until today where it has no end. */
export function periodOf(
  { from, to }: Pick<RunFilter, 'from' | 'to'>,
  zone = viewerZone(),
): Period | null {
  const start = from ? dayOf(from, zone) : undefined;
  if (!start) return null;
  const end = (to && dayOf(to, zone, -1)) || today(zone);
  return { start, end: end.compare(start) < 0 ? start : end };
}

/** From the first moment of a period to the first after it, for the address. */
export function betweenOf(
  period: {
    start: Pick<CalendarDate, 'year' | 'month' | 'day'>;
    end: Pick<CalendarDate, 'year' | 'month' | 'day'>;
  } | null,
  zone = viewerZone(),
): { from: string | undefined; to: string | undefined } {
  if (!period) return { from: undefined, to: undefined };
  const [start, after] = [
    period.start,
    // A day has not always 24 hours, so its end is the next one's beginning.
    new CalendarDate(period.end.year, period.end.month, period.end.day).add({
      days: 1,
    }),
  ].map(({ year, month, day }) =>
    new CalendarDate(year, month, day).toDate(zone).getTime(),
  );
  return {
    from: new Date(start).toISOString(),
    to: new Date(after).toISOString(),
  };
}
