import { Backup } from '@understudy/backstage-plugin-s3-backup-common';
import { Times } from '../../live/useTimes';
import { formatMinute } from '../../format/times';
import { retentionText } from '../../components/retentionWords';
import { T } from '../../translation';

/** The instant a backup stands for: its slot, or when it was begun. */
export const takenAt = (backup: Backup) => backup.slot ?? backup.startedAt;

/** How a backup's plan is named. */
export const backupName = (backup: Backup) => backup.planTitle ?? backup.plan;

/** `Sat 21 Nov 2026, 02:00 CET`. */
export const takenText = (times: Times, backup: Backup) =>
  formatMinute(takenAt(backup), times.locale, times.zone);

/** What is not usual about a backup, for the line below its name. */
export function backupNotes(t: T, backup: Backup): string[] {
  const notes: Array<string | false> = [
    backup.state === 'incomplete' && t('backups.stateIncomplete'),
    backup.state === 'damaged' && t('backups.stateDamaged'),
    backup.state === 'deleting' && t('backups.stateDeleting'),
    backup.lock !== null && t('lock.locked'),
    backup.orphaned && t('backups.orphaned'),
    !backup.encrypted && t('backups.inClear'),
  ];
  return notes.filter((note): note is string => Boolean(note));
}

/** Whether it can be restored at all. */
export const isRestorable = (backup: Backup) => backup.state !== 'deleting';

/** The first reason for which it stays, in a word or two: `weekly 2026-W47`. */
export function keptText(t: T, times: Times, backup: Backup): string {
  const { retention } = backup;
  if (!retention) return '–';
  if (!retention.keep) return t('retention.leaving');
  const [reason] = retention.reasons;
  return retentionText(t, times, reason).replace(/^[^:]*: /, '');
}
