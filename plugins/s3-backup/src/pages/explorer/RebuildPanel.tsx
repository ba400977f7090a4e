import { Alert, Button, ButtonLink } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { s3BackupApiRef } from '../../api';
import {
  HintAlert,
  LoadedView,
  RebuildOutcome,
  rebuildResultOf,
  Section,
} from '../../components';
import { useAction } from '../../live/useAction';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useT } from '../../translation';
import styles from './Explorer.module.css';

const OVER = ['succeeded', 'partial', 'failed', 'cancelled'];

/**
 * *Rebuild from bucket*: counts first, and changes nothing before somebody
 * says so. Its run stands in the address, so a reload loses nothing.
 */
export function RebuildPanel(props: {
  name: string;
  runId: string;
  onStarted: (runId: string) => void;
  onClose: () => void;
}) {
  const { name, runId, onStarted, onClose } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const links = useLinks();
  const state = useLoad(() => api.run(runId), `rebuild ${runId}`, {
    topics: ['runs'],
    poll: run => (run && OVER.includes(run.status) ? undefined : 1000),
  });
  const start = useAction(async () => {
    onStarted((await api.rebuild(name, false)).id);
  });
  return (
    <Section
      title={t('rebuild.title')}
      actions={
        <ButtonLink size="small" variant="tertiary" href={links.run(runId)}>
          {t('common.openRun')}
        </ButtonLink>
      }
    >
      <LoadedView state={state} lines={3}>
        {run => {
          const result = rebuildResultOf(run);
          if (!OVER.includes(run.status)) {
            return <span role="status">{t('rebuild.counting')}</span>;
          }
          return (
            <>
              {run.error && <HintAlert problem={run.error} urgent />}
              {!result && !run.error && (
                <Alert status="danger" icon title={t('rebuild.failed')} />
              )}
              {result && <RebuildOutcome result={result} />}
              <div className={styles.buttons}>
                {result?.dryRun && (
                  <Button
                    variant="primary"
                    isPending={start.pending}
                    onPress={() => start.run()}
                  >
                    {t('rebuild.start')}
                  </Button>
                )}
                <Button variant="secondary" onPress={onClose}>
                  {t('rebuild.close')}
                </Button>
              </div>
            </>
          );
        }}
      </LoadedView>
      {start.problem && <HintAlert problem={start.problem} urgent />}
    </Section>
  );
}
