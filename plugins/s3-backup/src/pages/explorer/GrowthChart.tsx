import { useId, useState } from 'react';
import { Button } from '@backstage/ui';
import { Growth } from '@understudy/backstage-plugin-s3-backup-common';
import { Bytes, Section } from '../../components';
import { formatDate } from '../../format/times';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { GrowthAreas, growthAreas, ticksOf } from './growthAreas';
import { Pattern, Patterns } from './Patterns';
import styles from './Growth.module.css';

const WIDTH = 600;
const HEIGHT = 160;
/** Room for the words of the ticks, at the right. */
const WORDS = 110;

/** The outline of one area between two rows of sums. */
function outline(below: number[], above: number[], top: number): string {
  const x = (at: number) => (at / (above.length - 1)) * WIDTH;
  const y = (bytes: number) => HEIGHT - (bytes / top) * HEIGHT;
  const there = above.map((bytes, at) => `${x(at)},${y(bytes)}`);
  const back = below.map((bytes, at) => `${x(at)},${y(bytes)}`).reverse();
  return `M${[...there, ...back].join(' L')} Z`;
}

function Chart(props: { grown: GrowthAreas; label: string }) {
  const { grown, label } = props;
  const id = useId();
  const times = useTimes();
  const ticks = ticksOf(grown.total);
  const top = ticks[ticks.length - 1];
  let below = grown.days.map(() => 0);
  return (
    <svg
      className={styles.chart}
      viewBox={`0 -8 ${WIDTH + WORDS} ${HEIGHT + 16}`}
      role="img"
      aria-label={label}
    >
      <Patterns id={id} />
      {grown.areas.map(({ plan, bytes }, at) => {
        const above = bytes.map((each, day) => each + below[day]);
        const path = outline(below, above, top);
        below = above;
        return (
          <path
            key={plan ?? ''}
            d={path}
            fill={`url(#${id}-${at})`}
            className={styles.area}
          />
        );
      })}
      {ticks.map(tick => {
        const y = HEIGHT - (tick / top) * HEIGHT;
        return (
          <g key={tick}>
            <line x1={0} x2={WIDTH} y1={y} y2={y} className={styles.tick} />
            <text x={WIDTH + 6} y={y + 4} className={styles.words}>
              {times.bytes(tick)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function AsTable(props: { growth: Growth }) {
  const { growth } = props;
  const t = useT();
  const times = useTimes();
  return (
    <table className={styles.table} aria-label={t('growth.title')}>
      <thead>
        <tr>
          <th scope="col">{t('growth.plan')}</th>
          <th scope="col">{t('growth.backups')}</th>
          <th scope="col">{t('growth.total')}</th>
        </tr>
      </thead>
      <tbody>
        {growth.plans.map(({ plan, backups, bytes }) => (
          <tr key={plan}>
            <th scope="row">{plan}</th>
            <td>{times.count(backups)}</td>
            <td>
              <Bytes bytes={bytes} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What is stored, by plan, as it came: areas, and the same as a table. */
export function GrowthChart(props: { growth: Growth }) {
  const { growth } = props;
  const t = useT();
  const times = useTimes();
  const [asTable, setAsTable] = useState(false);
  const grown = growthAreas(growth);
  if (!grown) {
    return <Section title={t('growth.title')}>{t('growth.none')}</Section>;
  }
  const { days, areas, total } = grown;
  const day = (date: string) =>
    formatDate(`${date}T12:00:00Z`, times.locale, 'UTC');
  const label = t('growth.name', {
    from: day(days[0]),
    to: day(days[days.length - 1]),
    bytes: times.bytes(total),
  });
  return (
    <Section
      title={t('growth.title')}
      actions={
        <Button
          size="small"
          variant="tertiary"
          onPress={() => setAsTable(!asTable)}
        >
          {asTable ? t('growth.asChart') : t('growth.asTable')}
        </Button>
      }
    >
      <span>{t('growth.about', { when: times.full(growth.asOf) })}</span>
      {asTable ? (
        <AsTable growth={growth} />
      ) : (
        <figure className={styles.figure}>
          <Chart grown={grown} label={label} />
          <figcaption className={styles.legend}>
            <span>
              {day(days[0])} – {day(days[days.length - 1])}
            </span>
            {areas.map(({ plan, bytes }, at) => (
              <span key={plan ?? ''} className={styles.entry}>
                <Pattern at={at} />
                {plan ?? t('growth.others')}, {times.bytes(bytes.at(-1) ?? 0)}
              </span>
            ))}
          </figcaption>
        </figure>
      )}
    </Section>
  );
}
