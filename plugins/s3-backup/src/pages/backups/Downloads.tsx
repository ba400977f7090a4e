import { Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  BackupDetail,
  ManifestArtifact,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { HintAlert } from '../../components';
import { useAction } from '../../live/useAction';
import { useMayOnPlan } from '../../live/useMay';
import { useT } from '../../translation';
import styles from './Backups.module.css';

/** Hands an address to the browser's own download. */
export function openDownload(url: string) {
  const link = document.createElement('a');
  link.href = url;
  link.rel = 'noreferrer';
  link.download = '';
  link.click();
}

/** Both forms of one artifact; the original needs an identity here. */
export function Downloads(props: {
  backup: BackupDetail;
  artifact: ManifestArtifact;
}) {
  const { backup, artifact } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const may = useMayOnPlan('backupDownload', backup.plan);
  const download = useAction(async (form: 'stored' | 'original') => {
    openDownload(await api.download(backup.id, artifact.name, form));
  });
  if (!may || backup.state === 'deleting') return null;
  const { name } = artifact;
  return (
    <div className={styles.buttons}>
      <Button
        size="small"
        variant="secondary"
        isDisabled={!backup.canOpen}
        isPending={download.pending}
        onPress={() => download.run('original')}
      >
        {t('backup.downloadOriginal', { name })}
      </Button>
      <Button
        size="small"
        variant="secondary"
        isPending={download.pending}
        onPress={() => download.run('stored')}
      >
        {t('backup.downloadStored', { name })}
      </Button>
      {!backup.canOpen && <span>{t('backup.needsIdentity')}</span>}
      {download.problem && <HintAlert problem={download.problem} urgent />}
    </div>
  );
}
