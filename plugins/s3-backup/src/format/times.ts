const WEEK = 7 * 86_400_000;

/**
 * The locale for dates and numbers. Plain English is read as British: the day
 * comes before the month and the day has 24 hours.
 */
export function localeOf(language: string | undefined): string {
  return !language || language === 'en' ? 'en-GB' : language;
}

/** The viewer's own zone. */
export function viewerZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

type Parts = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

function partsOf(
  at: string | number,
  locale: string,
  options: Intl.DateTimeFormatOptions,
): Parts {
  const parts: Parts = {};
  for (const part of new Intl.DateTimeFormat(locale, options).formatToParts(
    new Date(at),
  )) {
    parts[part.type] = part.value;
  }
  return parts;
}

/** `3 Nov 2026`, in a zone. */
export function formatDate(
  at: string | number,
  locale: string,
  timeZone: string,
): string {
  const { day, month, year } = partsOf(at, locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone,
  });
  return `${day} ${month} ${year}`;
}

/** `02:00`, in a zone. */
export function formatClock(
  at: string | number,
  locale: string,
  timeZone: string,
): string {
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).format(new Date(at));
}

/** `Sat 21 Nov 2026, 02:00 CET`, in a zone. */
export function formatMinute(
  at: string | number,
  locale: string,
  timeZone: string,
): string {
  const parts = partsOf(at, locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    timeZone,
  });
  return `${parts.weekday} ${parts.day} ${parts.month} ${parts.year}, ${parts.hour}:${parts.minute} ${parts.timeZoneName}`;
}

/** `Sat 21 Nov 2026, 02:00:07 CET (01:00:07 UTC)`. */
export function formatFull(
  at: string | number,
  locale: string,
  timeZone: string,
): string {
  const time: Intl.DateTimeFormatOptions = {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  };
  const parts = partsOf(at, locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    ...time,
    timeZoneName: 'short',
    timeZone,
  });
  const local = `${parts.weekday} ${parts.day} ${parts.month} ${parts.year}, ${parts.hour}:${parts.minute}:${parts.second} ${parts.timeZoneName}`;
  if (parts.timeZoneName === 'UTC') return local;
  const utc = new Intl.DateTimeFormat(locale, {
    ...time,
    timeZone: 'UTC',
  }).format(new Date(at));
  return `${local} (${utc} UTC)`;
}

/** A log line's time: `02:00:07.123`, in a zone. */
export function formatLogTime(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
    timeZone,
  }).format(new Date(at));
}

/** The calendar day of an instant in a zone, `2026-11-21`; for comparing. */
export function dayOf(at: string | number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    timeZone,
  }).format(new Date(at));
}

/** Whether an instant is near enough to be told relative to now. */
export function isNear(at: string | number, now: number): boolean {
  return Math.abs(now - new Date(at).getTime()) < WEEK;
}

/**
 * Which day a slot falls on, seen from now, both in the slot's zone.
 */
export function nearDay(
  at: string | number,
  now: number,
  timeZone: string,
): 'today' | 'tomorrow' | 'later' {
  const day = dayOf(at, timeZone);
  if (day === dayOf(now, timeZone)) return 'today';
  // Noon of the next day: adding a day to a midnight fails on a day of 25 hours.
  const noon = Date.parse(`${dayOf(now, timeZone)}T12:00:00Z`) + 86_400_000;
  return day === new Date(noon).toISOString().slice(0, 10)
    ? 'tomorrow'
    : 'later';
}
