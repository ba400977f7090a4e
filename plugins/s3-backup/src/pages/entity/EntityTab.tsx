import { Button, ButtonLink, Link } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { EntityStatus } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  Announcer,
  EmptyState,
  HeatStrip,
  HintAlert,
  LoadedView,
  ProtectionBadge,
  Section,
} from '../../components';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useMayOnPlan } from '../../live/useMay';
import { useRunPlan } from '../../live/useRunPlan';
import { useT } from '../../translation';
import { BackupsTable } from '../backups/BackupsTable';
import { RunsTable } from '../history/RunsTable';
import { worstFirst } from './EntityCard';
import { PlanStatusView } from './PlanStatusView';
import { useEntityStatus } from './useEntityStatus';
import styles from './Entity.module.css';

function Strip(props: { status: EntityStatus; reload: () => Promise<void> }) {
  const { status, reload } = props;
  const t = useT();
  const links = useLinks();
  const start = useRunPlan(reload);
  const plans = worstFirst(status);
  const [plan] = plans;
  const lastGood = plan?.lastGoodBackup?.id;
  const mayRestore = useMayOnPlan('backupRestore', plan?.plan);
  if (!plan) {
    return (
      <EmptyState
        text={t('entity.noPlan', { name: status.entityRef })}
        action={
          status.mayCreatePlan && (
            <ButtonLink
              variant="primary"
              href={links.newPlan(status.entityRef)}
            >
              {t('entity.setUp')}
            </ButtonLink>
          )
        }
      />
    );
  }
  return (
    <>
      <Section
        title={plan.title ?? plan.plan}
        actions={
          <div className={styles.foot}>
            {lastGood && mayRestore && (
              <ButtonLink variant="secondary" href={links.restore(lastGood)}>
                {t('entity.restore')}
              </ButtonLink>
            )}
            {plan.mayStart && (
              <Button
                variant="primary"
                isPending={start.pending}
                isDisabled={plan.running !== null}
                onPress={() => start.run(plan.plan, plan.title)}
              >
                {t('entity.backUpNow')}
              </Button>
            )}
          </div>
        }
      >
        <PlanStatusView plan={plan} plans={plans} />
        {start.problem && <HintAlert problem={start.problem} urgent />}
        <HeatStrip days={plan.days} />
      </Section>
      {plans.length > 1 && (
        <Section title={t('entity.plans')}>
          {plans.map(each => (
            <div className={styles.badge} key={each.plan}>
              <ProtectionBadge state={each.protection.state} />
              <Link href={links.plan(each.plan)}>
                {each.title ?? each.plan}
              </Link>
            </div>
          ))}
        </Section>
      )}
    </>
  );
}

function Tables(props: { entityRef: string }) {
  const { entityRef } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const backups = useLoad(
    () => api.backups({ entity: [entityRef], limit: 10 }),
    `backups ${entityRef}`,
    { topics: ['backups'], poll: () => 60_000 },
  );
  const runs = useLoad(
    () => api.runs({ entity: [entityRef], limit: 10 }),
    `runs ${entityRef}`,
    { topics: ['runs'], poll: () => 10_000 },
  );
  return (
    <>
      <Section title={t('entity.backups')}>
        <LoadedView
          state={backups}
          lines={4}
          what={t('backups.title').toLowerCase()}
          permission="s3-backup.backup.read"
        >
          {page => (
            <BackupsTable
              backups={page.items}
              onChanged={backups.reload}
              withEntity={false}
              empty={<EmptyState text={t('backups.empty')} />}
            />
          )}
        </LoadedView>
      </Section>
      <Section title={t('entity.runs')}>
        <LoadedView state={runs} lines={4}>
          {page => (
            <RunsTable
              runs={page.items}
              onChanged={runs.reload}
              empty={<EmptyState text={t('entity.noRuns')} />}
            />
          )}
        </LoadedView>
      </Section>
    </>
  );
}

/** The tab on an entity's page: the same strip, then its backups and runs. */
export function EntityTab() {
  const { ref, state } = useEntityStatus();
  return (
    <Announcer>
      <div className={styles.tab}>
        <LoadedView state={state} lines={6}>
          {status => <Strip status={status} reload={state.reload} />}
        </LoadedView>
        <Tables entityRef={ref} />
      </div>
    </Announcer>
  );
}
