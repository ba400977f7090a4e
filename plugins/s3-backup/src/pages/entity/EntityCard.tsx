import { Button, ButtonLink } from '@backstage/ui';
import { EntityInfoCard } from '@backstage/plugin-catalog-react';
import { EntityStatus } from '@understudy/backstage-plugin-s3-backup-common';
import {
  Announcer,
  HeatStrip,
  HintAlert,
  ProtectionBadge,
  Skeletons,
} from '../../components';
import { compareProtection } from '../../format/status';
import { useLinks } from '../../live/useLinks';
import { useRunPlan } from '../../live/useRunPlan';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { PlanStatusView } from './PlanStatusView';
import { useEntityStatus } from './useEntityStatus';
import styles from './Entity.module.css';

/** The worst plan leads. */
export const worstFirst = (status: EntityStatus) =>
  [...status.plans].sort((a, b) =>
    compareProtection(a.protection.state, b.protection.state),
  );

function NoPlan(props: {
  name: string;
  entityRef: string;
  mayCreate: boolean;
}) {
  const { name, entityRef, mayCreate } = props;
  const t = useT();
  const links = useLinks();
  return (
    <>
      <ProtectionBadge state="no-plan" />
      <p className={styles.text}>{t('entity.noPlan', { name })}</p>
      {mayCreate && (
        <div className={styles.foot}>
          <ButtonLink variant="primary" href={links.newPlan(entityRef)}>
            {t('entity.setUp')}
          </ButtonLink>
        </div>
      )}
    </>
  );
}

function CardBody(props: {
  status: EntityStatus;
  name: string;
  reload: () => Promise<void>;
}) {
  const { status, name, reload } = props;
  const t = useT();
  const links = useLinks();
  const start = useRunPlan(reload);
  const plans = worstFirst(status);
  const [plan] = plans;
  if (!plan) {
    return (
      <NoPlan
        name={name}
        entityRef={status.entityRef}
        mayCreate={status.mayCreatePlan}
      />
    );
  }
  return (
    <>
      <PlanStatusView plan={plan} plans={plans} />
      <HeatStrip days={plan.days} compact />
      {start.problem && <HintAlert problem={start.problem} urgent />}
      <div className={styles.foot}>
        {plan.mayStart && (
          <Button
            variant="secondary"
            isPending={start.pending}
            isDisabled={plan.running !== null}
            onPress={() => start.run(plan.plan, plan.title)}
          >
            {t('entity.backUpNow')}
          </Button>
        )}
        <ButtonLink
          variant="tertiary"
          href={links.history({ entity: status.entityRef })}
        >
          {t('entity.history')}
        </ButtonLink>
      </div>
    </>
  );
}

/** The card on an entity's page: protected, how old, who tried it, what next. */
export function EntityCard() {
  const { entity, state } = useEntityStatus();
  const t = useT();
  const times = useTimes();
  let body = <Skeletons lines={5} />;
  if (state.problem) {
    // Whatever was known is no longer: grey, never green.
    body = (
      <p className={styles.text}>
        {state.failedAt
          ? t('entity.unknownSince', {
              when: times.moment(state.failedAt, state.failedAt),
            })
          : t('entity.unknown')}
      </p>
    );
  } else if (state.value) {
    body = (
      <CardBody
        status={state.value}
        name={entity.metadata.title ?? entity.metadata.name}
        reload={state.reload}
      />
    );
  }
  return (
    <EntityInfoCard title={t('entity.title')}>
      <Announcer>
        <div className={styles.card} aria-busy={!state.value && !state.problem}>
          {body}
        </div>
      </Announcer>
    </EntityInfoCard>
  );
}
