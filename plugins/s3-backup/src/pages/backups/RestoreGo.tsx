import { useState } from 'react';
import { Alert, Button, ButtonLink } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  BackupDetail,
  RestoreCheck,
  RestoreRequest,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { CheckList, HintAlert, Section, useAnnounce } from '../../components';
import { useNavigate } from '../../live/router';
import { useAction } from '../../live/useAction';
import { useLinks } from '../../live/useLinks';
import { useT } from '../../translation';
import styles from './Backups.module.css';

/** A dry run first, then the sentence that will happen, and the button. */
export function RestoreGo(props: {
  backup: BackupDetail;
  request: RestoreRequest;
  /** Whether there is enough said to be checked. */
  complete: boolean;
  sentence: (check: RestoreCheck) => string;
}) {
  const { backup, request, complete, sentence } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const links = useLinks();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const [checked, setChecked] = useState<{
    key: string;
    check: RestoreCheck;
  }>();
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
  // A check speaks for exactly what was checked: any change asks for a new one.
  const current = checked?.key === key ? checked.check : undefined;
  return (
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
      {current?.ok && <p className={styles.sentence}>{sentence(current)}</p>}
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
  );
}
