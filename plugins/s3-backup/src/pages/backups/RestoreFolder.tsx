import { useState } from 'react';
import { Alert, Button, ButtonLink, Select, TextField } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  BackupDetail,
  RestoreCheck,
  RestoreRequest,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  CheckList,
  fieldError,
  HintAlert,
  Section,
  useAnnounce,
} from '../../components';
import { useNavigate } from '../../live/router';
import { useAction } from '../../live/useAction';
import { useLinks } from '../../live/useLinks';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { takenAt, takenText } from './backupWords';
import styles from './Backups.module.css';

/** `orders-restored-20261121-0200`: new, and says what it is. */
export function placeName(plan: string, at: string): string {
  const digits = at.replace(/\D/g, '');
  return `${plan}-restored-${digits.slice(0, 8)}-${digits.slice(8, 12)}`;
}

/** Into a new folder: a dry run first, then the sentence that will happen. */
export function RestoreFolder(props: {
  backup: BackupDetail;
  artifacts: string[];
}) {
  const { backup, artifacts } = props;
  const roots = backup.restoreRoots;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const [root, setRoot] = useState(roots[0] ?? '');
  const [path, setPath] = useState(placeName(backup.plan, takenAt(backup)));
  const [checked, setChecked] = useState<{
    key: string;
    check: RestoreCheck;
  }>();
  const request: RestoreRequest = {
    target: { type: 'folder', root, path: path.trim() },
    artifacts:
      artifacts.length === backup.artifacts.length ? undefined : artifacts,
  };
  const key = JSON.stringify(request);
  const check = useAction(async () => {
    const result = await api.checkRestore(backup.id, request);
    setChecked({ key, check: result });
    announce(result.ok ? t('restore.ready') : t('restore.notReady'));
  });
  const start = useAction(async () => {
    const run = await api.restore(backup.id, request);
    navigate(links.run(run.id));
  });
  if (roots.length === 0) {
    return <Alert status="info" icon title={t('restore.noRoots')} />;
  }
  // A check speaks for exactly what was checked: any change asks for a new one.
  const current = checked?.key === key ? checked.check : undefined;
  const complete = path.trim() !== '' && artifacts.length > 0;
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
      <Section title={t('restore.check')}>
        {current && (
          <CheckList
            label={t('restore.checkTitle')}
            checks={current.checks.map(each => ({
              ...each,
              label: t(`restore.checkName.${each.id}`),
            }))}
          />
        )}
        {current?.ok && (
          <p className={styles.sentence}>
            {t('restore.sentence', {
              bytes: times.bytes(current.bytes),
              when: takenText(times, backup),
              path: current.path,
            })}
          </p>
        )}
        {current && !current.ok && (
          <Alert status="warning" icon title={t('restore.notReady')} />
        )}
        {check.problem && <HintAlert problem={check.problem} urgent />}
        {start.problem && <HintAlert problem={start.problem} urgent />}
        <div className={styles.buttons}>
          {current?.ok ? (
            <Button
              variant="primary"
              isPending={start.pending}
              onPress={() => start.run()}
            >
              {t('restore.start')}
            </Button>
          ) : (
            <Button
              variant="primary"
              isDisabled={!complete}
              isPending={check.pending}
              onPress={() => check.run()}
            >
              {t('restore.runCheck')}
            </Button>
          )}
          <ButtonLink variant="secondary" href={links.backup(backup.id)}>
            {t('common.cancel')}
          </ButtonLink>
        </div>
      </Section>
    </>
  );
}
