import { ReactNode, useState } from 'react';
import { MenuItem, TablePaginationProps } from '@backstage/ui';
import { Backup } from '@understudy/backstage-plugin-s3-backup-common';
import {
  Bytes,
  DataColumn,
  DataTable,
  ProofPips,
  ProtectionIcon,
  TimeText,
  TwoLines,
} from '../../components';
import { entityName } from '../../format/names';
import { useLinks } from '../../live/useLinks';
import { useMayOnPlan } from '../../live/useMay';
import { useNow } from '../../live/useNow';
import { Times, useTimes } from '../../live/useTimes';
import { T, useT } from '../../translation';
import {
  backupName,
  backupNotes,
  isRestorable,
  keptText,
  takenAt,
  takenText,
} from './backupWords';
import { DeleteBackupDialog } from './DeleteBackupDialog';
import { LockDialog, UnlockDialog } from './LockDialogs';
import { VerifyDialog } from './VerifyDialog';

function BackupMenu(props: {
  backup: Backup;
  onVerify: (backup: Backup) => void;
  onDelete: (backup: Backup) => void;
  onLock: (backup: Backup) => void;
  onUnlock: (backup: Backup) => void;
}) {
  const { backup, onVerify, onDelete, onLock, onUnlock } = props;
  const t = useT();
  const links = useLinks();
  const mayRestore = useMayOnPlan('backupRestore', backup.plan);
  const mayVerify = useMayOnPlan('backupVerify', backup.plan);
  const mayDelete = useMayOnPlan('backupDelete', backup.plan);
  const mayLock = useMayOnPlan('backupLock', backup.plan);
  const alive = isRestorable(backup);
  return (
    <>
      <MenuItem id="open" href={links.backup(backup.id)}>
        {t('common.open')}
      </MenuItem>
      {mayRestore && alive && (
        <MenuItem id="restore" href={links.restore(backup.id)}>
          {t('backup.restore')}
        </MenuItem>
      )}
      {mayVerify && alive && (
        <MenuItem id="verify" onAction={() => onVerify(backup)}>
          {t('backup.verify')}
        </MenuItem>
      )}
      {mayLock && alive && (
        <MenuItem id="lock" onAction={() => onLock(backup)}>
          {t('lock.lock')}
        </MenuItem>
      )}
      {mayLock && alive && backup.lock && (
        <MenuItem id="unlock" onAction={() => onUnlock(backup)}>
          {t('lock.unlock')}
        </MenuItem>
      )}
      {mayDelete && alive && !backup.lastGood && !backup.lock && (
        <MenuItem id="delete" color="danger" onAction={() => onDelete(backup)}>
          {t('backup.delete')}
        </MenuItem>
      )}
    </>
  );
}

function columnsOf(
  t: T,
  times: Times,
  withEntity: boolean,
): DataColumn<Backup>[] {
  const plan: DataColumn<Backup> = {
    id: 'plan',
    label: t('backups.planEntity'),
    cell: backup => (
      <TwoLines
        first={<strong>{backupName(backup)}</strong>}
        second={
          backup.entityRef ? entityName(backup.entityRef) : t('common.portal')
        }
      />
    ),
  };
  return [
    {
      id: 'taken',
      label: t('backups.taken'),
      isRowHeader: true,
      cell: backup => (
        <TwoLines
          first={<TimeText at={takenAt(backup)} />}
          second={[takenText(times, backup), ...backupNotes(t, backup)].join(
            ' · ',
          )}
        />
      ),
    },
    ...(withEntity ? [plan] : []),
    {
      id: 'size',
      label: t('backups.size'),
      end: true,
      cell: backup => <Bytes bytes={backup.bytesStored} />,
    },
    {
      id: 'proof',
      label: t('backups.proof'),
      cell: backup => <ProofPips proof={backup.proof} />,
    },
    {
      id: 'destination',
      label: t('backups.destination'),
      low: true,
      cell: backup => backup.destination,
    },
    {
      id: 'kept',
      label: t('backups.kept'),
      low: true,
      cell: backup => keptText(t, times, backup),
    },
  ];
}

const stateOf = (backup: Backup) => {
  if (backup.state === 'good') return 'protected' as const;
  return backup.state === 'deleting'
    ? ('paused' as const)
    : ('at-risk' as const);
};

/** Backups as a table: on their page, on a plan and on an entity. */
export function BackupsTable(props: {
  backups: Backup[];
  empty: ReactNode;
  onChanged: () => Promise<void>;
  withEntity?: boolean;
  pagination?: TablePaginationProps;
}) {
  const { backups, empty, onChanged, withEntity = true, pagination } = props;
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const now = useNow();
  const [verifying, setVerifying] = useState<Backup>();
  const [deleting, setDeleting] = useState<Backup>();
  const [locking, setLocking] = useState<Backup>();
  const [unlocking, setUnlocking] = useState<Backup>();
  return (
    <>
      <DataTable
        label={t('backups.tableName')}
        columns={columnsOf(t, times, withEntity)}
        rows={backups}
        idOf={backup => backup.id}
        nameOf={backup => `${backupName(backup)}, ${takenText(times, backup)}`}
        hrefOf={backup => links.backup(backup.id)}
        menuOf={backup => (
          <BackupMenu
            backup={backup}
            onVerify={setVerifying}
            onDelete={setDeleting}
            onLock={setLocking}
            onUnlock={setUnlocking}
          />
        )}
        compact={backup => ({
          icon: <ProtectionIcon state={stateOf(backup)} />,
          title: `${backupName(backup)}, ${times.relative(
            takenAt(backup),
            now,
          )}`,
          description: [
            times.bytes(backup.bytesStored),
            t(`rung.${backup.proof.rung}`),
            ...backupNotes(t, backup),
          ].join(' · '),
        })}
        empty={empty}
        pagination={pagination}
      />
      <VerifyDialog
        backup={verifying}
        onClose={() => setVerifying(undefined)}
        onStarted={onChanged}
      />
      <LockDialog
        backup={locking}
        onClose={() => setLocking(undefined)}
        onDone={onChanged}
      />
      <UnlockDialog
        backup={unlocking}
        onClose={() => setUnlocking(undefined)}
        onDone={onChanged}
      />
      <DeleteBackupDialog
        backup={deleting}
        onClose={() => setDeleting(undefined)}
        onDeleted={onChanged}
      />
    </>
  );
}
