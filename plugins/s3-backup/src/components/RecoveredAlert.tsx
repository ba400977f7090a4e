import { useState } from 'react';
import { Alert, Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { s3BackupApiRef } from '../api';
import { useMay } from '../live/useMay';
import { useT } from '../translation';
import { ConfirmDialog } from './ConfirmDialog';

/**
 * Across a page while the bucket knows more than the database: nothing runs or
 * is deleted by itself until somebody confirms.
 */
export function RecoveredAlert(props: { onConfirmed: () => Promise<void> }) {
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const may = useMay('settingsUpdate');
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Alert
        status="warning"
        icon
        title={t('recovered.title')}
        description={t('recovered.body')}
        customActions={
          may && (
            <Button variant="secondary" onPress={() => setAsking(true)}>
              {t('recovered.confirm')}
            </Button>
          )
        }
      />
      <ConfirmDialog
        isOpen={asking}
        onClose={() => setAsking(false)}
        title={t('recovered.confirmTitle')}
        confirm={t('recovered.confirmButton')}
        onConfirm={async () => {
          await api.confirmRecovered();
          await props.onConfirmed();
        }}
      >
        <p>{t('recovered.confirmBody')}</p>
      </ConfirmDialog>
    </>
  );
}
