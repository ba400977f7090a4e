import { Link } from '@backstage/ui';
import { Run, Status } from '@understudy/backstage-plugin-s3-backup-common';
import { RunProgress, Section, SlotText, StatusBadge } from '../../components';
import { useLinks } from '../../live/useLinks';
import { useT } from '../../translation';
import styles from './Overview.module.css';

/** What runs at the moment, with its progress. */
export function RunningNow(props: { runs: Run[] }) {
  const t = useT();
  const links = useLinks();
  return (
    <Section title={t('overview.runningNow')}>
      {props.runs.length === 0 ? (
        <span>{t('overview.nothingRuns')}</span>
      ) : (
        <ul className={styles.rows}>
          {props.runs.map(run => (
            <li key={run.id}>
              <span className={styles.rowText}>
                <StatusBadge run={run} />
                <Link href={links.run(run.id)}>
                  {run.planTitle ?? run.plan}
                </Link>
                <span>{t(`kind.${run.kind}`)}</span>
              </span>
              <RunProgress run={run} thin />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

const SHOWN = 10;

/** The next slots, each in the zone of its plan. */
export function NextSlots(props: { next: Status['next'] }) {
  const { next } = props;
  const t = useT();
  const links = useLinks();
  return (
    <Section title={t('overview.next24')}>
      {next.length === 0 ? (
        <span>{t('overview.nothingNext')}</span>
      ) : (
        <ul className={styles.rows}>
          {next.slice(0, SHOWN).map(slot => (
            <li key={`${slot.plan} ${slot.at}`} className={styles.rowText}>
              <SlotText at={slot.at} timeZone={slot.timeZone} />
              <Link href={links.plan(slot.plan)}>{slot.plan}</Link>
            </li>
          ))}
          {next.length > SHOWN && (
            <li>{t('common.more', { n: String(next.length - SHOWN) })}</li>
          )}
        </ul>
      )}
    </Section>
  );
}
