import { useApi } from '@backstage/frontend-plugin-api';
import { Destination } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { ConfirmDialog } from '../../components';
import { useT } from '../../translation';

/** Only settings go; typed where backups lie there. */
export function DeleteDestinationDialog(props: {
  destination: Destination | undefined;
  onClose: () => void;
  onDeleted: () => Promise<void> | void;
}) {
  const { destination, onClose, onDeleted } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const name = destination?.name ?? '';
  const holds = destination?.stored.backups ?? 0;
  const usedBy = destination?.usedBy ?? [];
  return (
    <ConfirmDialog
      isOpen={destination !== undefined}
      onClose={onClose}
      title={t('destination.deleteTitle', { name })}
      confirm={t('destination.deleteConfirm')}
      destructive
      typed={holds > 0 ? name : undefined}
      onConfirm={async () => {
        await api.deleteDestination(name);
        await onDeleted();
      }}
    >
      <p>
        {holds > 0
          ? t('destination.deleteBodyHolds', { count: holds })
          : t('destination.deleteBody')}
      </p>
      {usedBy.length > 0 && (
        <p>{t('destination.deleteUsed', { plans: usedBy.join(', ') })}</p>
      )}
    </ConfirmDialog>
  );
}
