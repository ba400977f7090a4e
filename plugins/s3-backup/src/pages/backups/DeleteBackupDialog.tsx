import { useApi } from '@backstage/frontend-plugin-api';
import { Backup } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { ConfirmDialog } from '../../components';
import { useStartedToast } from '../../live/useRunPlan';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { backupName, takenText } from './backupWords';

/** Deleting is asked for by the plan's name, and says what stays. */
export function DeleteBackupDialog(props: {
  backup: Backup | undefined;
  onClose: () => void;
  onDeleted: () => Promise<void>;
}) {
  const { backup, onClose, onDeleted } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const started = useStartedToast();
  const name = backup ? backupName(backup) : '';
  return (
    <ConfirmDialog
      isOpen={backup !== undefined}
      onClose={onClose}
      title={t('backup.deleteTitle', { name })}
      confirm={t('backup.deleteConfirm')}
      destructive
      typed={backup?.plan}
      onConfirm={async () => {
        if (!backup) return;
        const run = await api.deleteBackup(backup.id, backup.plan);
        started(t('toast.deleteStarted', { name }), run);
        await onDeleted();
      }}
    >
      <p>
        {backup &&
          t('backup.deleteBody', {
            when: takenText(times, backup),
            bytes: times.bytes(backup.bytesStored),
            destination: backup.destination,
          })}
      </p>
    </ConfirmDialog>
  );
}
