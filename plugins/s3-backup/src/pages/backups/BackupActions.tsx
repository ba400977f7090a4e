import {
  Alert,
  Button,
  ButtonIcon,
  ButtonLink,
  Menu,
  MenuItem,
  MenuTrigger,
} from '@backstage/ui';
import { RiMore2Line } from '@remixicon/react';
import {
  Backup,
  BackupDetail,
} from '@understudy/backstage-plugin-s3-backup-common';
import { useLinks } from '../../live/useLinks';
import { useMay, useMayOnPlan } from '../../live/useMay';
import { useT } from '../../translation';
import { backupName, isRestorable } from './backupWords';

/** What is not well with a backup, before all else. */
export function BackupStateAlert(props: { backup: BackupDetail }) {
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

/** What may be done with it, by those who may. */
export function BackupActions(props: {
  backup: BackupDetail;
  onVerify: (backup: Backup) => void;
  onDelete: (backup: Backup) => void;
  onCopy: (backup: Backup) => void;
  onLock: (backup: Backup) => void;
  onUnlock: (backup: Backup) => void;
}) {
  const { backup, onVerify, onDelete, onCopy, onLock, onUnlock } = props;
  const t = useT();
  const links = useLinks();
  const mayRestore = useMayOnPlan('backupRestore', backup.plan);
  const mayVerify = useMayOnPlan('backupVerify', backup.plan);
  const mayDelete = useMayOnPlan('backupDelete', backup.plan);
  const mayCopy = useMay('destinationUse') && mayRestore;
  const mayLock = useMayOnPlan('backupLock', backup.plan);
  if (!isRestorable(backup)) return null;
  const deleteText = () => {
    if (backup.lock) return t('lock.locked');
    return backup.lastGood ? t('backup.lastGood') : t('backup.delete');
  };
  return (
    <>
      {(mayDelete || mayCopy) && (
        <MenuTrigger>
          <ButtonIcon
            variant="secondary"
            icon={<RiMore2Line />}
            aria-label={t('common.actionsFor', { name: backupName(backup) })}
          />
          <Menu disabledKeys={backup.lastGood || backup.lock ? ['delete'] : []}>
            {mayCopy && (
              <MenuItem id="copy" onAction={() => onCopy(backup)}>
                {t('copy.menu')}
              </MenuItem>
            )}
            {mayDelete && (
              <MenuItem
                id="delete"
                color="danger"
                onAction={() => onDelete(backup)}
              >
                {deleteText()}
              </MenuItem>
            )}
          </Menu>
        </MenuTrigger>
      )}
      {mayLock && backup.lock && (
        <Button variant="secondary" onPress={() => onUnlock(backup)}>
          {t('lock.unlock')}
        </Button>
      )}
      {mayLock && !backup.lock && (
        <Button variant="secondary" onPress={() => onLock(backup)}>
          {t('lock.lock')}
        </Button>
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
