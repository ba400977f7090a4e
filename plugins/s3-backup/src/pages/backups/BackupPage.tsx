import { useState } from 'react';
import {
  Alert,
  Button,
  ButtonIcon,
  ButtonLink,
  Link,
  Menu,
  MenuItem,
  MenuTrigger,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { RiMore2Line } from '@remixicon/react';
import {
  Backup,
  BackupDetail,
} from '@understudy/backstage-plugin-s3-backup-common';
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
import { useMayOnPlan } from '../../live/useMay';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { BackupContent } from './BackupContent';
import {
  BackupByHand,
  BackupManifest,
  BackupPlace,
  BackupProofs,
} from './BackupPlace';
import { backupName, isRestorable, takenText } from './backupWords';
import { DeleteBackupDialog } from './DeleteBackupDialog';
import { VerifyDialog } from './VerifyDialog';

function StateAlert(props: { backup: BackupDetail }) {
  const { state, gapsTotal } = props.backup;
  const t = useT();
  if (state === 'incomplete') {
    return (
      <Alert
        status="warning"
        icon
        title={t('backup.incompleteTitle')}
        description={t('backup.incompleteBody', { n: String(gapsTotal) })}
      />
    );
  }
  if (state === 'damaged') {
    return (
      <Alert
        status="danger"
        icon
        title={t('backup.damagedTitle')}
        description={t('backup.damagedBody')}
      />
    );
  }
  return state === 'deleting' ? (
    <Alert status="info" icon title={t('backup.deletingTitle')} />
  ) : null;
}

function Actions(props: {
  backup: BackupDetail;
  onVerify: (backup: Backup) => void;
  onDelete: (backup: Backup) => void;
}) {
  const { backup, onVerify, onDelete } = props;
  const t = useT();
  const links = useLinks();
  const mayRestore = useMayOnPlan('backupRestore', backup.plan);
  const mayVerify = useMayOnPlan('backupVerify', backup.plan);
  const mayDelete = useMayOnPlan('backupDelete', backup.plan);
  if (!isRestorable(backup)) return null;
  return (
    <>
      {mayDelete && (
        <MenuTrigger>
          <ButtonIcon
            variant="secondary"
            icon={<RiMore2Line />}
            aria-label={t('common.actionsFor', { name: backupName(backup) })}
          />
          <Menu disabledKeys={backup.lastGood ? ['delete'] : []}>
            <MenuItem
              id="delete"
              color="danger"
              onAction={() => onDelete(backup)}
            >
              {backup.lastGood ? t('backup.lastGood') : t('backup.delete')}
            </MenuItem>
          </Menu>
        </MenuTrigger>
      )}
      {mayVerify && (
        <Button variant="secondary" onPress={() => onVerify(backup)}>
          {t('backup.verify')}
        </Button>
      )}
      {mayRestore && (
        <ButtonLink variant="primary" href={links.restore(backup.id)}>
          {t('backup.restore')}
        </ButtonLink>
      )}
    </>
  );
}

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
        ]
      }
      actions={
        backup && (
          <Actions
            backup={backup}
            onVerify={setVerifying}
            onDelete={setDeleting}
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
            <StateAlert backup={value} />
            <BackupContent backup={value} />
            <BackupPlace backup={value} />
            <BackupProofs backup={value} />
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
      <DeleteBackupDialog
        backup={deleting}
        onClose={() => setDeleting(undefined)}
        onDeleted={state.reload}
      />
    </Page>
  );
}
