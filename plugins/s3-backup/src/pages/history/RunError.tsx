import { useState } from 'react';
import { Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Run } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  ConfirmDialog,
  HintAlert,
  problemTitle,
  problemWords,
} from '../../components';
import { useMayOnPlan } from '../../live/useMay';
import { useT } from '../../translation';
import styles from './Run.module.css';

function Accept(props: { run: Run; onAccepted: () => Promise<void> }) {
  const { run, onAccepted } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const may = useMayOnPlan('backupAccept', run.plan);
  const [open, setOpen] = useState(false);
  if (!may || run.error?.code !== 'suspicious') return null;
  return (
    <>
      <Button variant="secondary" onPress={() => setOpen(true)}>
        {t('run.accept')}
      </Button>
      <ConfirmDialog
        isOpen={open}
        onClose={() => setOpen(false)}
        title={t('run.acceptTitle')}
        confirm={t('run.accept')}
        onConfirm={async () => {
          await api.acceptRun(run.id);
          await onAccepted();
        }}
      >
        <p>{t('run.acceptBody')}</p>
      </ConfirmDialog>
    </>
  );
}

/** The first error, and what came after it. */
export function RunError(props: { run: Run; reload: () => Promise<void> }) {
  const { run, reload } = props;
  const t = useT();
  if (!run.error) return null;
  return (
    <>
      <HintAlert
        problem={run.error}
        status={run.status === 'failed' ? 'danger' : 'warning'}
        untouched={run.kind === 'backup'}
        actions={<Accept run={run} onAccepted={reload} />}
      />
      {run.also.length > 0 && (
        <details>
          <summary>{t('problem.also', { count: run.also.length })}</summary>
          <ul className={styles.also}>
            {run.also.map((problem, index) => (
              <li key={index}>
                {problemTitle(t, problem)}: {problemWords(t, problem).message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
