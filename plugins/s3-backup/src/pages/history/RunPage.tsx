import { useState } from 'react';
import { Alert, Button, ButtonLink, Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Run } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  CopyAction,
  EmptyState,
  EntityName,
  HintAlert,
  LoadedView,
  Page,
  SlotText,
  StatusBadge,
  TimeText,
} from '../../components';
import { runLook } from '../../format/status';
import { useNavigate, useParams } from '../../live/router';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useMayOnPlan } from '../../live/useMay';
import { useRunPlan } from '../../live/useRunPlan';
import { viewerZone } from '../../format/times';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { CancelDialog } from './CancelDialog';
import { missingOf } from './missing';
import { Repair } from './Repair';
import { RunAttempts, RunNow } from './RunPhases';
import { RunError } from './RunError';
import { RunLog } from './RunLog';
import { RunOutcome } from './RunOutcome';
import { isLive, isOpen, runName, triggerText, waitingText } from './runWords';
import { useRunNews } from './useRunNews';

function Body(props: { run: Run; reload: () => Promise<void> }) {
  const { run, reload } = props;
  const t = useT();
  const times = useTimes();
  useRunNews(run);
  const over = !isLive(run) && run.status !== 'missed';
  return (
    <>
      <RunError run={run} reload={reload} />
      {run.waiting && (
        <Alert
          status="info"
          icon
          title={t('run.waiting', {
            when: times.moment(run.waiting.since, Date.now()),
            reason: waitingText(t, run.waiting.reason),
          })}
        />
      )}
      {run.status === 'missed' && !run.error && <p>{t('run.missedWhy')}</p>}
      {run.status === 'running' && <RunNow run={run} />}
      {over && <RunOutcome run={run} />}
      {over && <RunAttempts run={run} />}
      {run.status !== 'missed' && <RunLog run={run} />}
    </>
  );
}

/** One run: live while it runs, then its outcome for good. */
export function RunPage() {
  const { runId = '' } = useParams();
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const links = useLinks();
  const navigate = useNavigate();
  const state = useLoad(() => api.run(runId), `run ${runId}`, {
    topics: ['runs'],
    poll: run => (run && isLive(run) ? 2000 : undefined),
  });
  const run = state.value;
  const mayCancel = useMayOnPlan('runCancel', run?.plan);
  const mayStart = useMayOnPlan('runStart', run?.plan);
  const again = useRunPlan(next => navigate(links.run(next.id)));
  const [cancelling, setCancelling] = useState<Run>();
  const kind = t(`kind.${run?.kind ?? 'backup'}`);
  const title = run
    ? t('run.title', { kind, name: runName(run) })
    : t('history.title');
  let documentTitle: string = title;
  if (run) {
    const look = runLook(run);
    const name = runName(run);
    if (look === 'succeeded') documentTitle = t('run.done', { name });
    if (look === 'failed') documentTitle = t('run.notDone', { name });
  }
  return (
    <Page
      // The heading of another run is another heading: focus goes to it.
      key={run ? 'run' : 'loading'}
      title={title}
      documentTitle={documentTitle}
      detail
      metadata={
        run && [
          { label: t('run.status'), value: <StatusBadge run={run} /> },
          {
            label: t('run.plan'),
            value: <Link href={links.plan(run.plan)}>{run.plan}</Link>,
          },
          {
            label: t('run.entity'),
            value: <EntityName entityRef={run.entityRef} />,
          },
          { label: t('run.trigger'), value: triggerText(t, run) },
          run.slot
            ? {
                label: t('run.slot'),
                value: <SlotText at={run.slot} timeZone={viewerZone()} />,
              }
            : {
                label: t('history.started'),
                value: <TimeText at={run.startedAt ?? run.createdAt} />,
              },
          ...(run.attempts.at(-1)?.worker
            ? [
                {
                  label: t('run.worker'),
                  value: run.attempts.at(-1)?.worker,
                },
              ]
            : []),
        ]
      }
      actions={
        run && (
          <>
            <CopyAction text={window.location.href}>
              {t('common.copyLink')}
            </CopyAction>
            <Repair
              run={run}
              onStarted={next => navigate(links.run(next.id))}
            />
            {mayStart && run.kind === 'backup' && !isLive(run) && (
              <Button
                variant={missingOf(run).length > 0 ? 'secondary' : 'primary'}
                isPending={again.pending}
                onPress={() => again.run(run.plan, run.planTitle)}
              >
                {t('history.backUpAgain')}
              </Button>
            )}
            {mayCancel && isOpen(run) && (
              <Button
                variant="secondary"
                destructive
                onPress={() => setCancelling(run)}
              >
                {t('run.cancel', { kind: kind.toLowerCase() })}
              </Button>
            )}
          </>
        )
      }
    >
      {again.problem && <HintAlert problem={again.problem} urgent />}
      <LoadedView
        state={state}
        lines={10}
        gone={
          <EmptyState
            text={t('run.gone')}
            action={
              <ButtonLink variant="secondary" href={links.history()}>
                {t('history.title')}
              </ButtonLink>
            }
          />
        }
      >
        {value => <Body run={value} reload={state.reload} />}
      </LoadedView>
      <CancelDialog
        run={cancelling}
        onClose={() => setCancelling(undefined)}
        onCancelled={state.reload}
      />
    </Page>
  );
}
