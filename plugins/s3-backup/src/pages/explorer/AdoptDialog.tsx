import { useApi } from '@backstage/frontend-plugin-api';
import { s3BackupApiRef } from '../../api';
import { ConfirmDialog } from '../../components';
import { useT } from '../../translation';

/** *Adopt*: takes a prefix over from a portal that is gone. Typed. */
export function AdoptDialog(props: {
  name: string;
  isOpen: boolean;
  onClose: () => void;
  onStarted: (runId: string) => void;
}) {
  const { name, isOpen, onClose, onStarted } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('adopt.title', { name })}
      confirm={t('adopt.confirm')}
      destructive
      typed={name}
      onConfirm={async () => onStarted((await api.adopt(name, name)).id)}
    >
      <p>{t('adopt.body')}</p>
      <p>{t('adopt.body2')}</p>
    </ConfirmDialog>
  );
}
