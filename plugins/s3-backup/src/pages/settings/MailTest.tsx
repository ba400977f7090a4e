import { useState } from 'react';
import { Alert, Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { s3BackupApiRef } from '../../api';
import { HintAlert } from '../../components';
import { useAction } from '../../live/useAction';
import { useT } from '../../translation';
import styles from './Settings.module.css';

/** Whether mail is set up, and a test of it with the first address. */
export function MailTest(props: { isConfigured: boolean; to: string }) {
  const { isConfigured, to } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const [result, setResult] = useState<{ sent: boolean; seen: string }>();
  const first = to.split(/[,;\s]+/).find(Boolean);
  const send = useAction(async () => {
    setResult(undefined);
    if (first) setResult(await api.testMail(first));
  });
  if (!isConfigured)
    return <p className={styles.text}>{t('settings.noMail')}</p>;
  return (
    <>
      <div className={styles.buttons}>
        <Button
          size="small"
          variant="secondary"
          isDisabled={!first}
          isPending={send.pending}
          onPress={() => send.run()}
        >
          {t('settings.testMail')}
        </Button>
      </div>
      {result && (
        <Alert
          status={result.sent ? 'success' : 'warning'}
          icon
          role="status"
          title={
            result.sent
              ? t('settings.testMailSent', { to: first ?? '' })
              : t('settings.testMailFailed')
          }
          description={result.sent ? undefined : result.seen}
        />
      )}
      {send.problem && <HintAlert problem={send.problem} urgent />}
    </>
  );
}
