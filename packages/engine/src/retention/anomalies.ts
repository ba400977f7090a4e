import type { RetentionRules } from '@understudy/model';
import { isGood, newestFirst, RetainedBackup } from './RetainedBackup';

const MINUTE = 60_000;

/** Clocks of two machines that are well may be this far apart. */
export const CLOCK_TOLERANCE = 15 * MINUTE;

/** As for a run that is suspicious: from the third good one before it on. */
const USUAL_FROM = 3;
const USUAL_OF = 5;
const COLLAPSED = 0.5;

/** What makes retention stop by itself. @public */
export interface Anomaly {
  code:
    | 'manifest-unreadable'
    | 'lock-unreadable'
    | 'clock'
    | 'quiet'
    | 'size'
    | 'held'
    | 'artifact-missing';
  /** A sentence with the figures. */
  seen: string;
}

/** @public */
export interface AnomalyQuestion {
  backups: readonly RetainedBackup[];
  rules: RetentionRules;
  now: number;
  /** What other clocks say now, by their name: the database's, the store's. */
  clocks: { name: string; at: number }[];
  /**
   * Milliseconds after which the newest good backup is too old; null where
   * nothing is due any more.
   */
  freshness: number | null;
  /** Suspicious runs that wait for somebody to accept them. */
  held: number;
}

const iso = (at: number) => new Date(at).toISOString();

/**
 * What must be looked at by people before anything is deleted: promise 3. Pure.
 * @public
 */
export function findAnomalies(question: AnomalyQuestion): Anomaly[] {
  return [
    ...unreadable(question),
    ...clocks(question),
    ...quiet(question),
    ...collapsed(question),
    ...(question.held > 0
      ? [
          {
            code: 'held' as const,
            seen: `${question.held} suspicious run(s) of this plan wait to be accepted.`,
          },
        ]
      : []),
  ];
}

function unreadable({ backups }: AnomalyQuestion): Anomaly[] {
  const manifests = backups.filter(backup => backup.unreadable).length;
  const locks = backups.filter(({ lock }) => lock === 'unreadable').length;
  return [
    ...(manifests > 0
      ? [
          {
            code: 'manifest-unreadable' as const,
            seen: `${manifests} manifest(s) of this plan cannot be read.`,
          },
        ]
      : []),
    ...(locks > 0
      ? [
          {
            code: 'lock-unreadable' as const,
            seen: `${locks} lock(s) of this plan cannot be read.`,
          },
        ]
      : []),
  ];
}

function clocks({ backups, now, clocks: others }: AnomalyQuestion): Anomaly[] {
  const off = others.find(({ at }) => Math.abs(at - now) > CLOCK_TOLERANCE);
  if (off) {
    const seen = `This machine's clock says ${iso(now)}, ${off.name} ${iso(
      off.at,
    )}.`;
    return [{ code: 'clock', seen }];
  }
  const ahead = backups
    .filter(backup => !backup.unreadable)
    .find(({ finishedAt, takenAt }) =>
      [finishedAt, takenAt].some(at => at > now + CLOCK_TOLERANCE),
    );
  if (!ahead) return [];
  const seen = `It is ${iso(now)}, and a backup ended at ${iso(
    Math.max(ahead.finishedAt, ahead.takenAt),
  )}.`;
  return [{ code: 'clock', seen }];
}

/** Nothing new came, or the clock jumped: then what is old is all there is. */
function quiet({ backups, now, freshness }: AnomalyQuestion): Anomaly[] {
  if (freshness === null) return [];
  const good = backups.filter(isGood);
  const newest = Math.max(...good.map(({ finishedAt }) => finishedAt));
  if (good.length > 0 && newest >= now - freshness) return [];
  const seen =
    good.length === 0
      ? 'There is no good backup.'
      : `The newest good backup is of ${iso(newest)}; it is ${iso(now)}.`;
  return [{ code: 'quiet', seen }];
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

function collapsed({ backups }: AnomalyQuestion): Anomaly[] {
  const [newest, ...before] = backups.filter(isGood).sort(newestFirst);
  if (!newest || before.length < USUAL_FROM) return [];
  const usual = median(
    before.slice(0, USUAL_OF).map(({ bytesStored }) => bytesStored),
  );
  if (newest.bytesStored >= COLLAPSED * usual) return [];
  const seen = `The newest good backup has ${newest.bytesStored} bytes, usual are ${usual}.`;
  return [{ code: 'size', seen }];
}
