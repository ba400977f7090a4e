import { Button, ButtonLink, Link } from '@backstage/ui';
import { PlanStatus } from '@understudy/backstage-plugin-s3-backup-common';
import {
  firstReason,
  HintAlert,
  ProtectionBadge,
  Section,
} from '../../components';
import { compareProtection } from '../../format/status';
import { useLinks } from '../../live/useLinks';
import { useRunPlan } from '../../live/useRunPlan';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import styles from './Overview.module.css';

function AttentionRow(props: { plan: PlanStatus }) {
  const { plan } = props;
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const start = useRunPlan();
  const failed = ['failed', 'partial'].includes(plan.lastRun?.status ?? '');
  return (
    <li className={styles.row}>
      <span className={styles.rowText}>
        <ProtectionBadge state={plan.protection.state} />
        {plan.mayRead ? (
          <Link href={links.plan(plan.plan)}>{plan.title ?? plan.plan}</Link>
        ) : (
          <strong>{plan.title ?? plan.plan}</strong>
        )}
        <span>{firstReason(t, times, plan.protection)}</span>
      </span>
      <span className={styles.actions}>
        {failed && plan.lastRun && (
          <ButtonLink
            size="small"
            variant="secondary"
            href={links.run(plan.lastRun.id)}
          >
            {t('common.openRun')}
          </ButtonLink>
        )}
        {plan.mayStart && !plan.running && (
          <Button
            size="small"
            variant="secondary"
            isPending={start.pending}
            aria-label={`${t('overview.backUpNow')}: ${
              plan.title ?? plan.plan
            }`}
            onPress={() => start.run(plan.plan, plan.title)}
          >
            {t('overview.backUpNow')}
          </Button>
        )}
      </span>
      {start.problem && <HintAlert problem={start.problem} urgent />}
    </li>
  );
}

/** What is not protected, the worst first; one line when all is well. */
export function Attention(props: { plans: PlanStatus[] }) {
  const { plans } = props;
  const t = useT();
  if (plans.length === 0) {
    return (
      <Section title={t('overview.attention')}>
        <span>{t('overview.nothingNeeds')}</span>
      </Section>
    );
  }
  const worstFirst = [...plans].sort((a, b) =>
    compareProtection(a.protection.state, b.protection.state),
  );
  return (
    <Section title={t('overview.attentionCount', { n: String(plans.length) })}>
      <ul className={styles.rows}>
        {worstFirst.map(plan => (
          <AttentionRow key={plan.plan} plan={plan} />
        ))}
      </ul>
    </Section>
  );
}
