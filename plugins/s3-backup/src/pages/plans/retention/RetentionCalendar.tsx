import { KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '@backstage/ui';
import {
  SimulatedDay,
  Simulation,
} from '@understudy/backstage-plugin-s3-backup-common';
import { retentionText } from '../../../components/retentionWords';
import { formatDate } from '../../../format/times';
import { Times, useTimes } from '../../../live/useTimes';
import { T, useT } from '../../../translation';
import { CalendarCell, cellsOf, moveBy } from './calendarDays';
import styles from './Retention.module.css';

const STEP = 14;
const SIZE = 12;

const dayName = (times: Times, date: string) =>
  formatDate(`${date}T12:00:00Z`, times.locale, 'UTC');

function cellName(t: T, times: Times, { date, day }: CalendarCell): string {
  const name = dayName(times, date);
  if (!day) return t('simulator.none', { day: name });
  let cell: string = t('simulator.cell', {
    day: name,
    kept: String(day.kept),
    goes: String(day.backups - day.kept),
  });
  if (day.locked) cell = t('simulator.cellLocked', { cell });
  return day.future ? t('simulator.cellFuture', { cell }) : cell;
}

/** Why, of the newest backups of a day. */
function whyText(t: T, times: Times, day: SimulatedDay): string {
  const [newest] = day.newest;
  if (!newest) return '';
  return newest.reasons
    .map(reason => retentionText(t, times, reason))
    .join(' · ');
}

function shapeOf(day: SimulatedDay): string {
  if (day.kept === 0) return styles.goes;
  return day.future ? styles.future : styles.kept;
}

/** Status also by shape: filled, hollow, outlined, a letter, a dot. */
function Mark(props: { day: SimulatedDay; x: number; y: number }) {
  const { day, x, y } = props;
  const t = useT();
  const long =
    day.period === 'weekly' ||
    day.period === 'monthly' ||
    day.period === 'yearly'
      ? day.period
      : undefined;
  return (
    <>
      <rect
        x={x + 1}
        y={y + 1}
        width={SIZE - 2}
        height={SIZE - 2}
        className={shapeOf(day)}
      />
      {day.kept > 0 && long && (
        <text
          x={x + SIZE / 2}
          y={y + 9}
          className={day.future ? styles.letterFuture : styles.letter}
        >
          {t(`simulator.letter.${long}`)}
        </text>
      )}
      {day.locked && (
        <circle cx={x + SIZE - 1} cy={y + 1} r={2.5} className={styles.lock} />
      )}
    </>
  );
}

function AsTable(props: { value: Simulation }) {
  const t = useT();
  const times = useTimes();
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{t('simulator.day')}</th>
            <th scope="col">{t('simulator.kept')}</th>
            <th scope="col">{t('simulator.goes')}</th>
            <th scope="col">{t('simulator.why')}</th>
          </tr>
        </thead>
        <tbody>
          {props.value.days.map(day => (
            <tr key={day.date}>
              <th scope="row">{dayName(times, day.date)}</th>
              <td>{day.kept}</td>
              <td>{day.backups - day.kept}</td>
              <td>{whyText(t, times, day)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/**
 * 53 weeks, a column each, Monday on top; the newest week is right. One cell
 * has the focus, arrows move it, and below stands why.
 */
function Grid(props: { value: Simulation }) {
  const { value } = props;
  const t = useT();
  const times = useTimes();
  const cells = useMemo(() => cellsOf(value), [value]);
  const last = cells.length - 1;
  const [focused, setFocused] = useState(last);
  const [told, setTold] = useState<number>();
  const box = useRef<HTMLDivElement>(null);
  const grid = useRef<SVGSVGElement>(null);
  useEffect(() => {
    // The newest weeks are in sight where not all are.
    if (box.current) box.current.scrollLeft = box.current.scrollWidth;
  }, []);
  const at = Math.min(focused, last);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = moveBy(event.key, at, cells.length);
    if (to === undefined) return;
    event.preventDefault();
    setFocused(to);
    setTold(to);
    grid.current?.querySelector<SVGGElement>(`[data-cell="${to}"]`)?.focus();
  };
  const shown = cells[Math.min(told ?? at, last)];
  return (
    <>
      <div className={styles.scroll} ref={box}>
        <svg
          ref={grid}
          className={styles.calendar}
          width={(cells.length / 7) * STEP + 6}
          height={7 * STEP + 6}
          role="grid"
          aria-label={t('simulator.calendar', {
            from: dayName(times, value.from),
            to: dayName(times, value.to),
          })}
          onKeyDown={onKeyDown}
        >
          {Array.from({ length: 7 }, (_, weekday) => (
            <g role="row" key={weekday}>
              {cells.map((cell, index) => {
                if (index % 7 !== weekday) return null;
                const x = Math.floor(index / 7) * STEP + 3;
                const y = weekday * STEP + 3;
                const now = cell.date === value.today;
                return (
                  <g
                    key={cell.date}
                    role="gridcell"
                    data-cell={index}
                    tabIndex={index === at ? 0 : -1}
                    aria-label={cellName(t, times, cell)}
                    aria-current={now ? 'date' : undefined}
                    className={styles.cell}
                    onFocus={() => {
                      setFocused(index);
                      setTold(index);
                    }}
                    onMouseEnter={() => setTold(index)}
                  >
                    <rect
                      x={x}
                      y={y}
                      width={SIZE}
                      height={SIZE}
                      className={now ? styles.now : styles.empty}
                    />
                    {cell.day && <Mark day={cell.day} x={x} y={y} />}
                  </g>
                );
              })}
            </g>
          ))}
        </svg>
      </div>
      <p className={styles.told} aria-live="polite">
        {cellName(t, times, shown)}
        {shown.day && `. ${whyText(t, times, shown.day)}`}
      </p>
      <p className={styles.help}>
        {t('simulator.legend')} {t('simulator.focusHint')}
      </p>
    </>
  );
}

/** The calendar of a simulation, or the same as a table. */
export function RetentionCalendar(props: { value: Simulation }) {
  const { value } = props;
  const t = useT();
  const [asTable, setAsTable] = useState(false);
  return (
    <figure className={styles.figure}>
      {asTable ? <AsTable value={value} /> : <Grid value={value} />}
      <Button
        size="small"
        variant="tertiary"
        onPress={() => setAsTable(!asTable)}
      >
        {asTable ? t('simulator.asCalendar') : t('simulator.asTable')}
      </Button>
    </figure>
  );
}
