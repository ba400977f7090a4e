import { useApi } from '@backstage/frontend-plugin-api';
import { Run } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { ConfirmDialog } from '../../components';
import { useT } from '../../translation';

/** Asks before a run is cancelled, and says what is kept. */
export function CancelDialog(props: {
  run: Run | undefined;
  onClose: () => void;
  onCancelled: () => Promise<void>;
}) {
  const { run, onClose, onCancelled } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const kind = t(`kind.${run?.kind ?? 'backup'}`).toLowerCase();
  let body: string = t('run.cancelOther');
  if (run?.kind === 'backup') body = t('run.cancelBackup');
  if (run?.kind === 'restore') body = t('run.cancelRestore');
  return (
    <ConfirmDialog
      isOpen={run !== undefined}
      onClose={onClose}
      title={t('run.cancelTitle', { kind })}
      confirm={t('run.cancel', { kind })}
      keep={t('run.keepRunning')}
      destructive
      onConfirm={async () => {
        if (run) await api.cancelRun(run.id);
        await onCancelled();
      }}
    >
      <p>{body}</p>
    </ConfirmDialog>
  );
}
