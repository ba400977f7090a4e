import { T } from '../../translation';
import { Times } from '../../live/useTimes';

/** `2026-11-21T02-00-00Z_<run>`, as folders of runs are called. */
const RUN = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z_/;
const ATTEMPT = /^a([1-9]\d*)$/;
const LEVELS = ['kind', 'namespace', 'entity', 'plan'] as const;
const OF_PORTAL = {
  _portal: 'portal',
  _owner: 'owner',
  _checkup: 'checkup',
} as const;

/** The segments of a folder's path. */
export const segmentsOf = (path: string): string[] =>
  path.split('/').filter(segment => segment !== '');

/** A segment as people wrote it; one that is not ours may hold any percent. */
export function plainSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The last segment of a key or folder. */
export const lastSegment = (key: string): string =>
  plainSegment(segmentsOf(key).at(-1) ?? '');

/** What a folder is, by where it lies; nothing where it is none of ours. */
export function folderWords(
  t: T,
  times: Times,
  folder: string,
): string | undefined {
  const segments = segmentsOf(folder);
  const [first] = segments;
  const last = segments[segments.length - 1];
  const run = RUN.exec(last);
  if (run) {
    const [, date, hours, minutes, seconds] = run;
    return t('explorer.level.run', {
      at: times.full(`${date}T${hours}:${minutes}:${seconds}Z`),
    });
  }
  const attempt = ATTEMPT.exec(last);
  if (attempt && segments.length > 2) {
    return t('explorer.level.attempt', { n: attempt[1] });
  }
  if (first in OF_PORTAL) {
    const name = OF_PORTAL[first as keyof typeof OF_PORTAL];
    if (segments.length === 1) return t(`explorer.level.${name}`);
    return first === '_portal' && segments.length === 2
      ? t('explorer.level.plan')
      : undefined;
  }
  const level = LEVELS[segments.length - 1];
  return level && t(`explorer.level.${level}`);
}
