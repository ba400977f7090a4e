import { useEffect, useState } from 'react';
import { Select, TextField } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Backup } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { ConfirmDialog, fieldError } from '../../components';
import { untilText } from '../../components/retentionWords';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { backupName, takenText } from './backupWords';

const DAY = 86_400_000;
const ENDS = { '30d': 30, '90d': 90, '1y': 365, Off: null } as const;
type End = keyof typeof ENDS;

interface Props {
  backup: Backup | undefined;
  onClose: () => void;
  onDone: () => Promise<void>;
}

/** Locks a backup: why, and until when. */
export function LockDialog({ backup, onClose, onDone }: Props) {
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const [reason, setReason] = useState('');
  const [end, setEnd] = useState<End>('90d');
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    setReason(backup?.lock?.reason ?? '');
    setMissing(false);
  }, [backup]);
  const lock = async () => {
    if (!backup) return;
    const days = ENDS[end];
    await api.lockBackup(backup.id, {
      reason: reason.trim(),
      until:
        days === null ? null : new Date(Date.now() + days * DAY).toISOString(),
    });
    await onDone();
  };
  return (
    <ConfirmDialog
      isOpen={backup !== undefined}
      onClose={onClose}
      title={t('lock.title', { name: backup ? backupName(backup) : '' })}
      confirm={t('lock.confirm')}
      check={() => {
        setMissing(!reason.trim());
        return Boolean(reason.trim());
      }}
      onConfirm={lock}
    >
      <p>{backup && t('lock.body', { when: takenText(times, backup) })}</p>
      <TextField
        label={t('lock.reason')}
        value={reason}
        onChange={value => {
          setReason(value);
          setMissing(false);
        }}
        maxLength={500}
        autoComplete="off"
        {...fieldError(missing ? t('lock.reasonMissing') : undefined)}
      />
      <Select
        label={t('lock.until')}
        value={end}
        onChange={key => setEnd(String(key) as End)}
        options={(Object.keys(ENDS) as End[]).map(id => ({
          id,
          label: t(`lock.until${id}`),
        }))}
      />
    </ConfirmDialog>
  );
}

/** Takes a lock off; one without an end is typed for. */
export function UnlockDialog({ backup, onClose, onDone }: Props) {
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const lock = backup?.lock;
  const endless = lock?.until === null;
  return (
    <ConfirmDialog
      isOpen={backup !== undefined}
      onClose={onClose}
      title={t('lock.unlockTitle', { name: backup ? backupName(backup) : '' })}
      confirm={t('lock.unlock')}
      destructive
      typed={endless ? backup?.plan : undefined}
      onConfirm={async () => {
        if (!backup) return;
        await api.unlockBackup(backup.id, endless ? backup.plan : undefined);
        await onDone();
      }}
    >
      <p>
        {lock &&
          t('lock.unlockBody', {
            by: lock.by,
            until: untilText(t, times, lock.until),
            reason: lock.reason,
          })}
      </p>
    </ConfirmDialog>
  );
}
