import {
  RetentionReason,
  Run,
} from '@understudy/backstage-plugin-s3-backup-common';
import { retentionText } from '../../components/retentionWords';
import { formatMinute } from '../../format/times';
import { Times } from '../../live/useTimes';
import { T } from '../../translation';
import styles from './Run.module.css';

interface Pruned {
  dryRun?: boolean;
  staying?: number;
  leavingTotal?: number;
  bytesLeaving?: number;
  deleted?: number;
  bytesDeleted?: number;
  spared?: number;
  leaving?: Array<{
    id: string;
    takenAt: string;
    bytesStored: number;
    reason: RetentionReason;
  }>;
}

/** What a prune deleted, or would delete; nothing of another kind of run. */
export function pruneItems(t: T, times: Times, run: Run) {
  const result = run.result as Pruned | null;
  if (run.kind !== 'prune' || result?.staying === undefined) return [];
  const { leaving = [], spared = 0 } = result;
  const dry = Boolean(result.dryRun);
  return [
    {
      label: dry ? t('run.pruneDry') : t('run.pruned'),
      value: t(dry ? 'run.pruneDryCount' : 'run.prunedCount', {
        count: (dry ? result.leavingTotal : result.deleted) ?? 0,
        bytes: times.bytes(
          (dry ? result.bytesLeaving : result.bytesDeleted) ?? 0,
        ),
      }),
    },
    { label: t('run.pruneStays'), value: times.count(result.staying) },
    spared > 0 && {
      label: t('run.pruneSpared'),
      value: times.count(spared),
    },
    leaving.length > 0 && {
      label: t('run.pruneWhich'),
      value: (
        <ul className={styles.also}>
          {leaving.map(({ id, takenAt, bytesStored, reason }) => (
            <li key={id}>
              {formatMinute(takenAt, times.locale, times.zone)} ·{' '}
              {times.bytes(bytesStored)} · {retentionText(t, times, reason)}
            </li>
          ))}
        </ul>
      ),
    },
  ];
}
