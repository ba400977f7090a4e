import { useState } from 'react';
import {
  Alert,
  Button,
  ButtonIcon,
  ButtonLink,
  Link,
  Menu,
  MenuTrigger,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { RiMore2Line } from '@remixicon/react';
import { Plan } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  ConfigLock,
  CopyAction,
  EmptyState,
  EntityName,
  HintAlert,
  LoadedView,
  Page,
  ProtectionBadge,
  reasonText,
  Section,
  SlotText,
  TimeText,
} from '../../components';
import { toYaml } from '../../format/yaml';
import { useNavigate, useParams } from '../../live/router';
import { useAction } from '../../live/useAction';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useMayOnPlan } from '../../live/useMay';
import { useRunPlan } from '../../live/useRunPlan';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { BackupsTable } from '../backups/BackupsTable';
import { RunsTable } from '../history/RunsTable';
import { DeletePlanDialog, PauseDialog } from './PlanDialogs';
import { inputOf } from './planInput';
import { isPaused, PlanMenu } from './PlanMenu';
import { PlanDetails, PlanSlots } from './PlanDetails';
import styles from './Plans.module.css';

function Notices(props: { plan: Plan; reload: () => Promise<void> }) {
  const { plan, reload } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const mayPause = useMayOnPlan('planPause', plan.name);
  const resume = useAction(async () => {
    await api.resumePlan(plan.name);
    await reload();
  });
  const who = plan.pausedBy ?? t('common.unknown');
  return (
    <>
      {isPaused(plan) && (
        <Alert
          status="info"
          icon
          title={
            plan.pausedUntil
              ? t('plan.pausedTitle', {
                  until: times.full(plan.pausedUntil),
                  who,
                })
              : t('plan.pausedForever', { who })
          }
          description={t('plan.pausedBody')}
          customActions={
            mayPause && (
              <Button
                variant="secondary"
                isPending={resume.pending}
                onPress={() => resume.run()}
              >
                {t('plans.resume')}
              </Button>
            )
          }
        />
      )}
      {resume.problem && <HintAlert problem={resume.problem} urgent />}
      {plan.encryption.type === 'clear' && (
        <Alert
          status="warning"
          icon
          title={t('plan.clearTitle')}
          description={t('plan.clearBody')}
        />
      )}
      {plan.notice && (
        <Alert
          status="info"
          icon
          title={t('plan.noticeTitle')}
          description={t('plan.noticeBody', { line: plan.notice })}
          customActions={
            <CopyAction text={plan.notice}>{t('common.copy')}</CopyAction>
          }
        />
      )}
      {plan.fromConfig && (
        <ConfigLock path={plan.fromConfig} yaml={toYaml([inputOf(plan)])} />
      )}
    </>
  );
}

function PlanRuns(props: { name: string }) {
  const { name } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const links = useLinks();
  const state = useLoad(
    () => api.runs({ plan: [name], limit: 10 }),
    `runs ${name}`,
    { topics: ['runs'], poll: () => 10_000 },
  );
  return (
    <Section
      title={t('plan.runs')}
      actions={
        <Link href={links.history({ plan: name })}>{t('plan.allRuns')}</Link>
      }
    >
      <LoadedView state={state} lines={4}>
        {page => (
          <RunsTable
            runs={page.items}
            onChanged={state.reload}
            empty={<EmptyState text={t('plan.noRuns')} />}
          />
        )}
      </LoadedView>
    </Section>
  );
}

function PlanBackups(props: { plan: Plan }) {
  const { name, backups } = props.plan;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const links = useLinks();
  const state = useLoad(
    () => api.backups({ plan: [name], limit: 10 }),
    `backups ${name}`,
    { topics: ['backups'], poll: () => 60_000 },
  );
  return (
    <Section
      title={t('plan.backups')}
      actions={
        backups > 0 && (
          <Link href={links.backups({ plan: name })}>
            {t('plan.allBackups', { count: backups })}
          </Link>
        )
      }
    >
      <LoadedView
        state={state}
        lines={4}
        what={t('backups.title').toLowerCase()}
        permission="s3-backup.backup.read"
      >
        {page => (
          <BackupsTable
            backups={page.items}
            onChanged={state.reload}
            withEntity={false}
            empty={<EmptyState text={t('plan.noBackups')} />}
          />
        )}
      </LoadedView>
    </Section>
  );
}

/** One plan: how it does, when it is due, what it made. */
export function PlanPage() {
  const { planName = '' } = useParams();
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const navigate = useNavigate();
  const state = useLoad(
    async () => (await api.plan(planName)).value,
    `plan ${planName}`,
    { topics: ['plans', 'runs', 'backups'], poll: () => 60_000 },
  );
  const plan = state.value;
  const mayStart = useMayOnPlan('runStart', planName);
  const start = useRunPlan(() => state.reload());
  const [pausing, setPausing] = useState<Plan>();
  const [deleting, setDeleting] = useState<Plan>();
  return (
    <Page
      key={plan ? 'plan' : 'loading'}
      title={plan?.title ?? planName}
      detail
      metadata={
        plan && [
          {
            label: t('plan.protection'),
            value: <ProtectionBadge state={plan.protection.state} />,
          },
          {
            label: t('plans.lastGood'),
            value: plan.lastGoodBackup ? (
              <Link href={links.backup(plan.lastGoodBackup.id)}>
                <TimeText at={plan.lastGoodBackup.takenAt} />
              </Link>
            ) : (
              t('overview.noneYet')
            ),
          },
          {
            label: t('plan.next'),
            value: <SlotText at={plan.nextSlot} timeZone={plan.timeZone} />,
          },
          {
            label: t('plan.entity'),
            value: <EntityName entityRef={plan.entityRef} />,
          },
        ]
      }
      actions={
        plan && (
          <>
            <MenuTrigger>
              <ButtonIcon
                variant="secondary"
                icon={<RiMore2Line />}
                aria-label={t('common.actionsFor', {
                  name: plan.title ?? plan.name,
                })}
              />
              <Menu>
                <PlanMenu
                  plan={plan}
                  onPause={setPausing}
                  onDelete={setDeleting}
                  onChanged={state.reload}
                />
              </Menu>
            </MenuTrigger>
            {mayStart && (
              <Button
                variant="primary"
                isPending={start.pending}
                onPress={() => start.run(plan.name, plan.title)}
              >
                {t('plans.backUpNow')}
              </Button>
            )}
          </>
        )
      }
    >
      {start.problem && <HintAlert problem={start.problem} urgent />}
      <LoadedView
        state={state}
        lines={12}
        what={t('plans.title').toLowerCase()}
        permission="s3-backup.plan.read"
        gone={
          <EmptyState
            text={t('plan.gone')}
            action={
              <ButtonLink variant="secondary" href={links.plans}>
                {t('plans.title')}
              </ButtonLink>
            }
          />
        }
      >
        {value => (
          <>
            <Notices plan={value} reload={state.reload} />
            {value.protection.reasons.length > 0 && (
              <Section title={t('plan.reasons')}>
                <ul className={styles.list}>
                  {value.protection.reasons.map(reason => (
                    <li key={reason.code}>{reasonText(t, times, reason)}</li>
                  ))}
                </ul>
              </Section>
            )}
            <PlanRuns name={value.name} />
            <PlanBackups plan={value} />
            <PlanSlots plan={value} />
            <PlanDetails plan={value} />
          </>
        )}
      </LoadedView>
      <PauseDialog
        plan={pausing}
        onClose={() => setPausing(undefined)}
        onPaused={state.reload}
      />
      <DeletePlanDialog
        plan={deleting}
        onClose={() => setDeleting(undefined)}
        onDeleted={() => navigate(links.plans)}
      />
    </Page>
  );
}
