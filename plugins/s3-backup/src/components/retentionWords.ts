import {
  PERIODS,
  RetentionReason,
  RetentionRules,
} from '@understudy/backstage-plugin-s3-backup-common';
import { formatDuration } from '../format/durations';
import { formatMinute } from '../format/times';
import { Times } from '../live/useTimes';
import { T } from '../translation';

const COUNTS = ['keepLast', ...PERIODS] as const;

/** `7 daily, 4 weekly, ≥ 3 good`; of no rules, that everything is kept. */
export function keepsText(
  t: T,
  times: Times,
  rules: RetentionRules | null | undefined,
): string {
  if (!rules) return t('retention.everything');
  const said: string[] = COUNTS.flatMap(name => {
    const n = rules[name];
    return n === undefined
      ? []
      : [t(`retention.keeps.${name}`, { n: String(n) })];
  });
  if (rules.maxAge !== undefined) {
    said.push(
      t('retention.keeps.maxAge', { age: formatDuration(rules.maxAge) }),
    );
  }
  if (rules.maxTotalSize !== undefined) {
    said.push(
      t('retention.keeps.maxSize', { size: times.bytes(rules.maxTotalSize) }),
    );
  }
  if (said.length === 0) return t('retention.everything');
  said.push(t('retention.keeps.minimum', { n: String(rules.minimumGood) }));
  return said.join(', ');
}

/** `until 3 Nov 2026, 02:00 CET`, or until somebody takes it off. */
export function untilText(t: T, times: Times, until: unknown): string {
  return typeof until === 'string'
    ? t('retention.until', {
        when: formatMinute(until, times.locale, times.zone),
      })
    : t('retention.untilOff');
}

/** One sentence: why it stays, or why it goes. */
export function retentionText(
  t: T,
  times: Times,
  reason: RetentionReason,
): string {
  const { code, details } = reason;
  const text = (name: string) => String(details[name] ?? '–');
  switch (code) {
    case 'last':
    case 'minimum':
      return t(`retention.why.${code}`, { n: text('count') });
    case 'hourly':
    case 'daily':
    case 'weekly':
    case 'monthly':
    case 'yearly':
      return t(`retention.why.${code}`, { period: text('period') });
    case 'unproven':
      return t('retention.why.unproven', {
        takenAt: formatMinute(text('takenAt'), times.locale, times.zone),
      });
    case 'locked':
      return t('retention.why.locked', {
        by: text('by'),
        reason: text('reason'),
        until: untilText(t, times, details.until),
      });
    case 'object-lock':
      return t('retention.why.object-lock', {
        until: untilText(t, times, details.until),
      });
    case 'too-old':
      return t('retention.why.too-old', {
        maxAge: formatDuration(Number(details.maxAge)),
      });
    case 'too-large':
      return t('retention.why.too-large', {
        maxTotalSize: times.bytes(Number(details.maxTotalSize)),
      });
    default:
      return t(`retention.why.${code}`);
  }
}
