import { ReactNode } from 'react';
import { Link } from '@backstage/ui';
import { Status } from '@understudy/backstage-plugin-s3-backup-common';
import { TimeText } from '../../components';
import { formatAge } from '../../format/durations';
import { useLinks } from '../../live/useLinks';
import { useNow } from '../../live/useNow';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import styles from './Overview.module.css';

const DAY = 86_400_000;

function Figure(props: { label: string; href: string; children: ReactNode }) {
  return (
    <li className={styles.figure}>
      <Link href={props.href}>{props.label}</Link>
      <span>{props.children}</span>
    </li>
  );
}

/** Five figures, each of them a link that filters. */
export function Figures(props: { status: Status }) {
  const { status } = props;
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const now = useNow();
  const { oldestGood, newestGood, lastDay, next, stored, running } = status;
  const first = next[0];
  const age = oldestGood
    ? formatAge(now - Date.parse(oldestGood.takenAt)) ?? t('time.justNow')
    : undefined;
  return (
    <ul className={styles.figures}>
      <Figure label={t('overview.newest')} href={links.backups()}>
        {newestGood ? (
          <TimeText at={newestGood.takenAt} />
        ) : (
          t('overview.noneYet')
        )}
        {age && status.counts.plans > 1 && (
          <> · {t('overview.oldestOfAll', { age })}</>
        )}
      </Figure>
      <Figure
        label={t('overview.lastDay')}
        href={links.history({ from: new Date(now - DAY).toISOString() })}
      >
        {t('overview.lastDayText', {
          ok: times.count(lastDay.succeeded),
          failed: times.count(lastDay.failed + lastDay.partial),
          missed: times.count(lastDay.missed),
        })}
      </Figure>
      <Figure
        label={t('overview.runningNow')}
        href={links.history({ status: ['queued', 'running'] })}
      >
        {times.count(running.length)}
      </Figure>
      <Figure label={t('overview.nextSlot')} href={links.plans}>
        {first
          ? t('overview.nextSlotText', {
              when: times.relative(first.at, now),
              plan: first.plan,
            })
          : t('overview.noSlot')}
      </Figure>
      {stored && (
        <Figure label={t('overview.stored')} href={links.backups()}>
          {t('overview.storedText', {
            count: stored.backups,
            bytes: times.bytes(stored.bytes),
          })}
        </Figure>
      )}
    </ul>
  );
}
