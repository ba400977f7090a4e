import { useState } from 'react';
import {
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
import { useNavigate, useParams } from '../../live/router';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useMayOnPlan } from '../../live/useMay';
import { useRunPlan } from '../../live/useRunPlan';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { DeletePlanDialog, PauseDialog } from './PlanDialogs';
import { PlanDetails, PlanSlots } from './PlanDetails';
import { PlanBackups, PlanRuns } from './PlanLists';
import { PlanMenu } from './PlanMenu';
import { PlanNotices } from './PlanNotices';
import styles from './Plans.module.css';

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
            <PlanNotices plan={value} reload={state.reload} />
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
