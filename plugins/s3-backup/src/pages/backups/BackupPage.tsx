import { useState } from 'react';
import { ButtonLink, Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Backup } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  Bytes,
  EmptyState,
  EntityName,
  LoadedView,
  Page,
  ProofPips,
} from '../../components';
import { useParams } from '../../live/router';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { untilText } from '../../components/retentionWords';
import { BackupActions, BackupStateAlert } from './BackupActions';
import { BackupContent } from './BackupContent';
import { BackupKept } from './BackupKept';
import {
  BackupByHand,
  BackupManifest,
  BackupPlace,
  BackupProofs,
} from './BackupPlace';
import { backupName, takenText } from './backupWords';
import { CopyBackupDialog } from './CopyBackupDialog';
import { DeleteBackupDialog } from './DeleteBackupDialog';
import { LockDialog, UnlockDialog } from './LockDialogs';
import { VerifyDialog } from './VerifyDialog';

/** One backup: what it holds, where it is, who has tried it, how to get it back. */
export function BackupPage() {
  const { backupId = '' } = useParams();
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const state = useLoad(() => api.backup(backupId), `backup ${backupId}`, {
    topics: ['backups'],
    poll: () => 60_000,
  });
  const [verifying, setVerifying] = useState<Backup>();
  const [deleting, setDeleting] = useState<Backup>();
  const [copying, setCopying] = useState<Backup>();
  const [locking, setLocking] = useState<Backup>();
  const [unlocking, setUnlocking] = useState<Backup>();
  const backup = state.value;
  const title = backup
    ? t('backup.titleOf', {
        name: backupName(backup),
        when: takenText(times, backup),
      })
    : t('backups.title');
  return (
    <Page
      key={backup ? 'backup' : 'loading'}
      title={title}
      detail
      metadata={
        backup && [
          {
            label: t('backups.proof'),
            value: <ProofPips proof={backup.proof} />,
          },
          {
            label: t('run.plan'),
            value: <Link href={links.plan(backup.plan)}>{backup.plan}</Link>,
          },
          {
            label: t('run.entity'),
            value: <EntityName entityRef={backup.entityRef} />,
          },
          {
            label: t('backups.size'),
            value: <Bytes bytes={backup.bytesStored} />,
          },
          ...(backup.lock
            ? [
                {
                  label: t('lock.label'),
                  value: t('lock.meta', {
                    until: untilText(t, times, backup.lock.until),
                    reason: backup.lock.reason,
                  }),
                },
              ]
            : []),
        ]
      }
      actions={
        backup && (
          <BackupActions
            backup={backup}
            onVerify={setVerifying}
            onDelete={setDeleting}
            onCopy={setCopying}
            onLock={setLocking}
            onUnlock={setUnlocking}
          />
        )
      }
    >
      <LoadedView
        state={state}
        lines={12}
        what={t('backups.title').toLowerCase()}
        permission="s3-backup.backup.read"
        gone={
          <EmptyState
            text={t('backup.goneText')}
            action={
              <ButtonLink variant="secondary" href={links.backups()}>
                {t('backups.title')}
              </ButtonLink>
            }
          />
        }
      >
        {value => (
          <>
            <BackupStateAlert backup={value} />
            <BackupContent backup={value} />
            <BackupPlace backup={value} />
            <BackupProofs backup={value} />
            <BackupKept backup={value} />
            <BackupByHand backup={value} />
            <BackupManifest id={value.id} />
          </>
        )}
      </LoadedView>
      <VerifyDialog
        backup={verifying}
        canOpen={backup?.canOpen}
        onClose={() => setVerifying(undefined)}
        onStarted={state.reload}
      />
      <LockDialog
        backup={locking}
        onClose={() => setLocking(undefined)}
        onDone={state.reload}
      />
      <UnlockDialog
        backup={unlocking}
        onClose={() => setUnlocking(undefined)}
        onDone={state.reload}
      />
      <CopyBackupDialog
        backup={copying}
        onClose={() => setCopying(undefined)}
      />
      <DeleteBackupDialog
        backup={deleting}
        onClose={() => setDeleting(undefined)}
        onDeleted={state.reload}
      />
    </Page>
  );
}
