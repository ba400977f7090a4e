import { Protection } from '@understudy/backstage-plugin-s3-backup-common';
import { formatAge, formatDuration } from '../format/durations';
import { Times } from '../live/useTimes';
import { T } from '../translation';

type Reason = Protection['reasons'][number];

const text = (value: unknown) =>
  typeof value === 'string' && value ? value : undefined;
const number = (value: unknown) =>
  typeof value === 'number' ? value : undefined;

/** One reason in words. Details may be missing: then the plainer sentence. */
export function reasonText(t: T, times: Times, reason: Reason): string {
  const { code, details } = reason;
  switch (code) {
    case 'too-old': {
      const age = number(details.ageSeconds);
      const limit = number(details.limitSeconds);
      return age !== undefined && limit !== undefined
        ? t('reason.too-old', {
            age: formatAge(age * 1000) ?? t('time.justNow'),
            limit: formatDuration(limit * 1000),
          })
        : t('reason.too-old-plain');
    }
    case 'last-failed': {
      const title = text(details.title);
      return title
        ? t('reason.last-failed', { title })
        : t('reason.last-failed-plain');
    }
    case 'destination-lacks': {
      const names = details.destinations;
      return Array.isArray(names)
        ? t('reason.destination-lacks', { names: names.join(', ') })
        : t('reason.destination-lacks-plain');
    }
    case 'paused': {
      const until = text(details.until);
      return until
        ? t('reason.paused', { until: times.full(until) })
        : t('reason.paused-plain');
    }
    default:
      return t(`reason.${code}`);
  }
}

/** The first reason, and how many more there are. */
export function firstReason(
  t: T,
  times: Times,
  protection: Protection,
): string | undefined {
  const [first, ...more] = protection.reasons;
  if (!first) return undefined;
  const words = reasonText(t, times, first);
  return more.length > 0
    ? `${words} · ${t('common.more', { n: String(more.length) })}`
    : words;
}
