import { useState } from 'react';
import { ButtonLink } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Plan } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  ConfigBadge,
  DataColumn,
  DataTable,
  EmptyState,
  firstReason,
  LoadedView,
  Page,
  ProtectionBadge,
  ProtectionIcon,
  SlotText,
  StatusBadge,
  TimeText,
  TwoLines,
  Unknown,
} from '../../components';
import { keepsText } from '../../components/retentionWords';
import { entityName } from '../../format/names';
import { compareProtection } from '../../format/status';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useMay } from '../../live/useMay';
import { Times, useTimes } from '../../live/useTimes';
import { T, useT } from '../../translation';
import { DeletePlanDialog, PauseDialog } from './PlanDialogs';
import { PlanMenu, PlanSwitch } from './PlanMenu';
import styles from './Plans.module.css';

const nameOf = (plan: Plan) => plan.title ?? plan.name;

function columnsOf(
  t: T,
  times: Times,
  onChanged: () => Promise<void>,
): DataColumn<Plan>[] {
  return [
    {
      id: 'plan',
      label: t('plans.plan'),
      isRowHeader: true,
      cell: plan => (
        <TwoLines
          first={<strong>{nameOf(plan)}</strong>}
          second={[
            plan.source.type,
            plan.entityRef ? entityName(plan.entityRef) : t('common.portal'),
          ].join(' · ')}
        />
      ),
    },
    {
      id: 'protection',
      label: t('plans.protection'),
      cell: plan => (
        <TwoLines
          first={<ProtectionBadge state={plan.protection.state} />}
          second={firstReason(t, times, plan.protection)}
        />
      ),
    },
    {
      id: 'good',
      label: t('plans.lastGood'),
      cell: plan => <TimeText at={plan.lastGoodBackup?.takenAt} />,
    },
    {
      id: 'run',
      label: t('plans.lastRun'),
      cell: plan =>
        plan.lastRun ? <StatusBadge run={plan.lastRun} /> : <Unknown />,
    },
    {
      id: 'next',
      label: t('plans.nextSlot'),
      cell: plan => <SlotText at={plan.nextSlot} timeZone={plan.timeZone} />,
    },
    {
      id: 'schedule',
      label: t('plans.schedule'),
      low: true,
      cell: plan => times.schedule(plan.schedule, plan.timeZone),
    },
    {
      id: 'keeps',
      label: t('plan.kept'),
      low: true,
      cell: plan =>
        plan.retention
          ? keepsText(t, times, plan.retention)
          : t('retention.all'),
    },
    {
      id: 'destination',
      label: t('plans.destination'),
      low: true,
      cell: plan => plan.destinations.join(', '),
    },
    {
      id: 'switch',
      label: t('plans.onSchedule'),
      cell: plan => (
        <>
          <PlanSwitch plan={plan} onChanged={onChanged} />
          {plan.fromConfig && <ConfigBadge />}
        </>
      ),
    },
  ];
}

/** What is copied, when, and how it does. The worst first. */
export function PlansPage() {
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const mayCreate = useMay('planCreate');
  const [pausing, setPausing] = useState<Plan>();
  const [deleting, setDeleting] = useState<Plan>();
  const state = useLoad(() => api.plans(), 'plans', {
    topics: ['plans', 'runs', 'backups'],
    poll: () => 60_000,
  });
  const create = mayCreate && (
    <ButtonLink variant="primary" href={links.newPlan()}>
      {t('plans.new')}
    </ButtonLink>
  );
  return (
    <Page title={t('plans.title')}>
      <LoadedView
        state={state}
        lines={8}
        what={t('plans.title').toLowerCase()}
        permission="s3-backup.plan.read"
      >
        {plans => (
          <>
            {plans.length > 0 && create && (
              <div className={styles.toolbar}>{create}</div>
            )}
            <DataTable
              label={t('plans.tableName')}
              columns={columnsOf(t, times, state.reload)}
              rows={[...plans].sort((a, b) =>
                compareProtection(a.protection.state, b.protection.state),
              )}
              idOf={plan => plan.name}
              nameOf={nameOf}
              hrefOf={plan => links.plan(plan.name)}
              menuOf={plan => (
                <PlanMenu
                  plan={plan}
                  onPause={setPausing}
                  onDelete={setDeleting}
                  onChanged={state.reload}
                />
              )}
              compact={plan => ({
                icon: <ProtectionIcon state={plan.protection.state} />,
                title: nameOf(plan),
                description: [
                  t(`protection.${plan.protection.state}`),
                  firstReason(t, times, plan.protection),
                  !plan.enabled && t('plans.off'),
                ]
                  .filter(Boolean)
                  .join(' · '),
              })}
              empty={<EmptyState text={t('plans.empty')} action={create} />}
            />
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
        onDeleted={state.reload}
      />
    </Page>
  );
}
