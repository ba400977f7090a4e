import { useState } from 'react';
import { Alert, Select, TextField } from '@backstage/ui';
import {
  BackupDetail,
  RestoreRequest,
} from '@understudy/backstage-plugin-s3-backup-common';
import { fieldError } from '../../components';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { takenAt, takenText } from './backupWords';
import { RestoreGo } from './RestoreGo';
import styles from './Backups.module.css';

/** `orders-restored-20261121-0200`: new, and says what it is. */
export function placeName(plan: string, at: string): string {
  const digits = at.replace(/\D/g, '');
  return `${plan}-restored-${digits.slice(0, 8)}-${digits.slice(8, 12)}`;
}

/** Artifacts of a request: none named where all are meant. */
export const artifactsOf = (backup: BackupDetail, chosen: string[]) =>
  chosen.length === backup.artifacts.length ? undefined : chosen;

/** Into a new folder. */
export function RestoreFolder(props: {
  backup: BackupDetail;
  artifacts: string[];
}) {
  const { backup, artifacts } = props;
  const roots = backup.restoreRoots;
  const t = useT();
  const times = useTimes();
  const [root, setRoot] = useState(roots[0] ?? '');
  const [path, setPath] = useState(placeName(backup.plan, takenAt(backup)));
  const request: RestoreRequest = {
    target: { type: 'folder', root, path: path.trim() },
    artifacts: artifactsOf(backup, artifacts),
  };
  if (roots.length === 0) {
    return <Alert status="info" icon title={t('restore.noRoots')} />;
  }
  return (
    <>
      <div className={styles.fields}>
        <Select
          label={t('restore.root')}
          value={root}
          onChange={next => setRoot(String(next))}
          options={roots.map(each => ({ id: each, label: each }))}
        />
        <TextField
          label={t('restore.path')}
          description={t('restore.pathHelp')}
          value={path}
          onChange={setPath}
          autoComplete="off"
          {...fieldError(path.trim() ? undefined : t('restore.pathMissing'))}
        />
      </div>
      <RestoreGo
        backup={backup}
        request={request}
        complete={path.trim() !== '' && artifacts.length > 0}
        sentence={check =>
          t('restore.sentence', {
            bytes: times.bytes(check.bytes),
            when: takenText(times, backup),
            path: check.path,
          })
        }
      />
    </>
  );
}
