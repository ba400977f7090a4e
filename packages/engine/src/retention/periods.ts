import type { Period } from '@understudy/model';

const DAY = 86_400_000;

/** Names of the periods that an instant falls into. */
export type PeriodNames = Record<Period, string>;

const two = (value: number) => String(value).padStart(2, '0');

/** ISO 8601: the week of a day is that of its Thursday. */
function weekOf(midnight: number): string {
  const weekday = (new Date(midnight).getUTCDay() + 6) % 7;
  const thursday = midnight + (3 - weekday) * DAY;
  const year = new Date(thursday).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY)) + 1;
  return `${year}-W${two(week)}`;
}

/**
 * Names periods by the wall clock of a zone: `2026-11-21T02+01:00`,
 * `2026-11-21`, `2026-W47`, `2026-11`, `2026`. The hour that a clock shows
 * twice is two hours.
 */
export function periodsIn(timeZone: string): (at: number) => PeriodNames {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  return at => {
    const minute = Math.floor(at / 60_000) * 60_000;
    // "11/21/2026, 02:00", in parts; taken apart by hand, which is ten times faster.
    const [month, day, year, hour, minutes] = format
      .format(minute)
      .split(/\D+/)
      .map(Number);
    const midnight = Date.UTC(year, month - 1, day);
    const wall = midnight + hour * 3_600_000 + minutes * 60_000;
    const offset = Math.round((wall - minute) / 60_000);
    const ahead = Math.abs(offset);
    const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(ahead / 60))}:${two(
      ahead % 60,
    )}`;
    const monthly = `${year}-${two(month)}`;
    const daily = `${monthly}-${two(day)}`;
    return {
      hourly: `${daily}T${two(hour)}${zone}`,
      daily,
      weekly: weekOf(midnight),
      monthly,
      yearly: String(year),
    };
  };
}
