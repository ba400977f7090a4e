import { useState } from 'react';
import { Alert, Slider } from '@backstage/ui';
import {
  RetentionInput,
  Schedule,
  Simulation,
} from '@understudy/backstage-plugin-s3-backup-common';
import { LoadedView } from '../../../components';
import { retentionText } from '../../../components/retentionWords';
import { formatDate, formatMinute } from '../../../format/times';
import { Times, useTimes } from '../../../live/useTimes';
import { T, useT } from '../../../translation';
import { RetentionCalendar } from './RetentionCalendar';
import { useSimulation } from './useSimulation';
import styles from './Retention.module.css';

function whenText(t: T, months: number): string {
  if (months === 0) return t('simulator.today');
  if (months === 12) return t('simulator.inAYear');
  return t('simulator.inMonths', { count: months });
}

/** `In a year: 31 backups, 1.2 GiB, ≈ € 0.03 a month at STANDARD (…)`. */
function totalText(
  t: T,
  times: Times,
  value: Simulation,
  months: number,
): string {
  const { backups, bytes } = value.kept;
  const count = t('simulator.total', {
    count: backups,
    when: whenText(t, months),
  });
  if (bytes === null) return t('simulator.bytesUnknown', { total: count });
  const total = t('simulator.bytes', {
    total: count,
    bytes: times.bytes(bytes),
  });
  if (!value.cost) return total;
  const { amount, currency, storageClass, pricesAsOf } = value.cost;
  return t('simulator.cost', {
    total,
    amount: new Intl.NumberFormat(times.locale, {
      style: 'currency',
      currency,
    }).format(amount),
    class: storageClass,
    asOf: formatDate(`${pricesAsOf}T12:00:00Z`, times.locale, 'UTC'),
  });
}

function FirstPrune(props: { value: Simulation['firstPrune'] }) {
  const { deletes, bytes, items } = props.value;
  const t = useT();
  const times = useTimes();
  if (deletes === 0) return <p>{t('simulator.firstPruneNone')}</p>;
  return (
    <>
      <p>
        <strong>
          {t('simulator.firstPrune', {
            count: deletes,
            bytes: times.bytes(bytes),
          })}
        </strong>{' '}
        {t('simulator.dryFirst')}
      </p>
      <details>
        <summary>{t('simulator.list')}</summary>
        <ul className={styles.list}>
          {items.map(item => (
            <li key={item.id}>
              {formatMinute(item.takenAt, times.locale, times.zone)} ·{' '}
              {times.bytes(item.bytesStored)} ·{' '}
              {retentionText(t, times, item.reason)}
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

/** What rules would keep over the year to come, and delete at once. */
export function RetentionSimulator(props: {
  plan: string | undefined;
  schedule: Schedule;
  retention: RetentionInput | undefined;
}) {
  const { plan, schedule, retention } = props;
  const t = useT();
  const times = useTimes();
  const [months, setMonths] = useState(12);
  const state = useSimulation({ plan, schedule, retention, months });
  return (
    <div className={styles.simulator}>
      <h4 className={styles.title}>{t('simulator.title')}</h4>
      <Slider
        label={`${t('simulator.asOf')}: ${whenText(t, months)}`}
        value={months}
        minValue={0}
        maxValue={12}
        step={1}
        onChange={value => setMonths(Number(value))}
      />
      <LoadedView state={state} lines={8}>
        {value => (
          <>
            <p>{totalText(t, times, value, months)}</p>
            {value.minimumWins && (
              <Alert status="info" icon title={t('simulator.minimumWins')} />
            )}
            <RetentionCalendar value={value} />
            <FirstPrune value={value.firstPrune} />
          </>
        )}
      </LoadedView>
    </div>
  );
}
