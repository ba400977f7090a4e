import { useMemo } from 'react';
import {
  appLanguageApiRef,
  useApiHolder,
} from '@backstage/frontend-plugin-api';
import { Schedule } from '@understudy/backstage-plugin-s3-backup-common';
import { formatAge } from '../format/durations';
import { formatBytes, formatCount } from '../format/bytes';
import {
  formatClock,
  formatDate,
  formatFull,
  formatMinute,
  isNear,
  localeOf,
  nearDay,
  viewerZone,
} from '../format/times';
import { T, useT } from '../translation';

/** The locale of Backstage's language, not the browser's. */
export function useLocale(): string {
  const language = useApiHolder().get(appLanguageApiRef);
  return localeOf(language?.getLanguage().language);
}

/** Sentences about times, in the portal's language. */
export function timesOf(t: T, locale: string, zone = viewerZone()) {
  const times = {
    locale,
    zone,
    bytes: (bytes: number) => formatBytes(bytes, locale),
    count: (count: number) => formatCount(count, locale),
    full: (at: string | number) => formatFull(at, locale, zone),
    /** Of `2026-11`. */
    month: (month: string) =>
      new Intl.DateTimeFormat(locale, {
        month: 'long',
        year: 'numeric',
        timeZone: 'UTC',
      }).format(new Date(`${month}-01T00:00:00Z`)),
    /** `3 h ago`, `in 12 min`, `just now`; older than a week: `3 Nov 2026`. */
    relative(at: string | number, now: number): string {
      const distance = now - new Date(at).getTime();
      if (!isNear(at, now)) return formatDate(at, locale, zone);
      const age = formatAge(distance);
      if (!age) return t('time.justNow');
      return distance > 0 ? t('time.ago', { age }) : t('time.in', { age });
    },
    /** A moment in the viewer's zone: `14:02`, with the day where it is not today. */
    moment: (at: string | number, now: number) =>
      nearDay(at, now, zone) === 'today'
        ? formatClock(at, locale, zone)
        : formatMinute(at, locale, zone),
    /** A due time in the plan's zone, the viewer's beside it when they differ. */
    slot(at: string, now: number, planZone: string): string {
      const clock = formatClock(at, locale, planZone);
      const day = nearDay(at, now, planZone);
      const text =
        day === 'later'
          ? formatMinute(at, locale, planZone)
          : t('time.zoned', {
              time:
                day === 'today'
                  ? t('time.today', { time: clock })
                  : t('time.tomorrow', { time: clock }),
              zone: planZone,
            });
      const mine = formatClock(at, locale, zone);
      return mine === clock
        ? text
        : `${text} · ${t('time.yourTime', { time: mine })}`;
    },
    /** `daily at 02:00 Europe/Berlin`. */
    schedule(schedule: Schedule, planZone: string): string {
      if (schedule.every === 'never') return t('schedule.never');
      return t('schedule.withZone', {
        schedule: scheduleWords(t, locale, schedule),
        zone: schedule.timeZone ?? planZone,
      });
    },
  };
  return times;
}

/** What {@link useTimes} gives. */
export type Times = ReturnType<typeof timesOf>;

/** The names of the weekdays, Monday first, in a locale. */
export function weekdayNames(
  locale: string,
): Record<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun', string> {
  const name = (day: number) =>
    new Intl.DateTimeFormat(locale, {
      weekday: 'short',
      timeZone: 'UTC',
    }).format(Date.UTC(2024, 0, day));
  return {
    mon: name(1),
    tue: name(2),
    wed: name(3),
    thu: name(4),
    fri: name(5),
    sat: name(6),
    sun: name(7),
  };
}

function scheduleWords(
  t: T,
  locale: string,
  schedule: Exclude<Schedule, { every: 'never' }>,
): string {
  switch (schedule.every) {
    case 'hours':
      return t('schedule.hours', {
        count: schedule.hours,
        minute: String(schedule.minute).padStart(2, '0'),
      });
    case 'minutes':
      return t('schedule.minutes', { n: String(schedule.minutes) });
    case 'times':
      return t('schedule.day', { time: schedule.at.join(', ') });
    case 'day':
      return t('schedule.day', { time: schedule.at });
    case 'week': {
      const names = weekdayNames(locale);
      return t('schedule.week', {
        days: schedule.days.map(day => names[day]).join(', '),
        time: schedule.at,
      });
    }
    case 'month':
      return schedule.day === 31
        ? t('schedule.monthEnd', { time: schedule.at })
        : t('schedule.month', {
            day: String(schedule.day),
            time: schedule.at,
          });
    default:
      return t('schedule.cron', { cron: schedule.cron });
  }
}

/** {@link timesOf} for the page's language and the viewer's zone. */
export function useTimes(): Times {
  const t = useT();
  const locale = useLocale();
  return useMemo(() => timesOf(t, locale), [t, locale]);
}
