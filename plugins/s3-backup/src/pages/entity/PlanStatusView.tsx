import { Link } from '@backstage/ui';
import { PlanStatus } from '@understudy/backstage-plugin-s3-backup-common';
import {
  firstReason,
  problemTitle,
  ProofPips,
  ProtectionBadge,
  RunProgress,
  SlotText,
  StatusBadge,
  TimeText,
} from '../../components';
import { useLinks } from '../../live/useLinks';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import styles from './Entity.module.css';

/** Badge, last good backup, last run, proof, next: on the card and on the tab. */
export function PlanStatusView(props: {
  plan: PlanStatus;
  plans: PlanStatus[];
}) {
  const { plan, plans } = props;
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const good = plan.lastGoodBackup;
  const { lastRun } = plan;
  const failing = lastRun && ['failed', 'partial'].includes(lastRun.status);
  const well = plans.filter(each => each.protection.state === 'protected');
  return (
    <>
      <div className={styles.badge}>
        <ProtectionBadge state={plan.protection.state} />
        {plans.length > 1 && (
          <span>
            {t('entity.several', {
              n: String(well.length),
              plans: String(plans.length),
            })}
          </span>
        )}
        <span>{firstReason(t, times, plan.protection)}</span>
      </div>
      {failing && (
        <p className={styles.text}>
          {lastRun.error && problemTitle(t, lastRun.error)}{' '}
          <Link href={links.run(lastRun.id)}>{t('entity.whatToDo')}</Link>
        </p>
      )}
      <dl className={styles.rows}>
        <dt>{t('entity.lastGood')}</dt>
        <dd>
          {good ? (
            <>
              {good.id ? (
                <Link href={links.backup(good.id)}>
                  <TimeText at={good.takenAt} />
                </Link>
              ) : (
                <TimeText at={good.takenAt} />
              )}
              {` · ${times.bytes(good.bytesStored)}`}
            </>
          ) : (
            t('entity.none')
          )}
        </dd>
        <dt>{t('entity.lastRun')}</dt>
        <dd>
          {lastRun ? (
            <span className={styles.badge}>
              <StatusBadge run={lastRun} />
              <TimeText at={lastRun.finishedAt ?? lastRun.startedAt} />
            </span>
          ) : (
            t('entity.noneRun')
          )}
        </dd>
        {!plan.running && good && (
          <>
            <dt>{t('entity.proof')}</dt>
            <dd>
              <ProofPips proof={good.proof} />
            </dd>
          </>
        )}
        <dt>{t('entity.next')}</dt>
        <dd>
          {plan.nextSlot ? (
            <SlotText at={plan.nextSlot} timeZone={plan.timeZone} />
          ) : (
            t('entity.noNext')
          )}
        </dd>
      </dl>
      {plan.running && <RunProgress run={plan.running} thin />}
    </>
  );
}
