import { useState } from 'react';
import { Button } from '@backstage/ui';
import { PlanStatus } from '@understudy/backstage-plugin-s3-backup-common';
import { formatDate } from '../format/times';
import { useTimes } from '../live/useTimes';
import { useT } from '../translation';
import styles from './HeatStrip.module.css';

type Day = PlanStatus['days'][number];
const CELL = 14;
const STEP = 20;

/** Status also by shape: filled, hatched, crossed, hollow, a dot. */
function Cell(props: { state: Day['state']; x: number }) {
  const { state, x } = props;
  const box = { x, y: 3, width: CELL, height: CELL };
  switch (state) {
    case 'good':
      return <rect {...box} className={styles.good} />;
    case 'partial':
      return (
        <g className={styles.partial}>
          <path d={`M${x},17 L${x},10 L${x + 7},3 L${x + 14},3 Z`} />
          <path d={`M${x + 5},17 L${x + 14},8 L${x + 14},13 L${x + 10},17 Z`} />
        </g>
      );
    case 'failed':
      return (
        <path
          className={styles.failed}
          d={`M${x + 1},4 L${x + 13},16 M${x + 13},4 L${x + 1},16`}
        />
      );
    case 'missed':
      return (
        <rect
          {...box}
          x={x + 1}
          y={4}
          width={CELL - 2}
          height={CELL - 2}
          className={styles.missed}
        />
      );
    default:
      return <circle cx={x + 7} cy={10} r={2} className={styles.none} />;
  }
}

/**
 * The last days of a plan, or of all: one cell a day, oldest first. The same
 * as a table for those who do not see it.
 */
export function HeatStrip(props: { days: Day[]; compact?: boolean }) {
  const { days, compact } = props;
  const t = useT();
  const times = useTimes();
  const [asTable, setAsTable] = useState(false);
  const good = days.filter(day => day.state === 'good').length;
  const bad = days.filter(day => !['good', 'none'].includes(day.state)).length;
  const dayName = (day: Day) =>
    formatDate(`${day.date}T12:00:00Z`, times.locale, 'UTC');
  return (
    <figure className={styles.figure}>
      {asTable ? (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t('heat.day')}</th>
              <th scope="col">{t('heat.state')}</th>
              <th scope="col">{t('heat.runs')}</th>
            </tr>
          </thead>
          <tbody>
            {days.map(day => (
              <tr key={day.date}>
                <th scope="row">{dayName(day)}</th>
                <td>{t(`heat.${day.state}`)}</td>
                <td>{day.runs}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <svg
          className={styles.strip}
          viewBox={`0 0 ${Math.max(1, days.length) * STEP} 20`}
          role="img"
          aria-label={t('heat.name', {
            days: String(days.length),
            good: String(good),
            bad: String(bad),
          })}
        >
          {days.map((day, index) => (
            <g key={day.date}>
              <title>{`${dayName(day)}: ${t(`heat.${day.state}`)}`}</title>
              <Cell state={day.state} x={index * STEP + 3} />
            </g>
          ))}
        </svg>
      )}
      {!compact && (
        <Button
          size="small"
          variant="tertiary"
          onPress={() => setAsTable(!asTable)}
        >
          {asTable ? t('heat.asStrip') : t('heat.asTable')}
        </Button>
      )}
    </figure>
  );
}
