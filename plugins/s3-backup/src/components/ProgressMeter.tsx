import { useRef } from 'react';
import { formatDuration } from '../format/durations';
import { useTimes } from '../live/useTimes';
import { useT } from '../translation';
import styles from './ProgressMeter.module.css';

/**
 * Per cent of a known total, capped at 99: a backup is not done before its
 * manifest is stored. Undefined where nobody knows the total.
 */
export function percentOf(
  done: number,
  total: number | null,
): number | undefined {
  if (!total) return undefined;
  return Math.min(99, Math.max(0, Math.floor((done / total) * 100)));
}

/** A bar that never moves backwards, and invents no percentage. */
export function ProgressMeter(props: {
  label: string;
  done: number;
  total: number | null;
  /** Milliseconds that are left, where the rate is known. */
  left?: number;
  stalled?: boolean;
  thin?: boolean;
}) {
  const { label, done, total, left, stalled, thin } = props;
  const t = useT();
  const times = useTimes();
  const furthest = useRef(0);
  const now = percentOf(done, total);
  furthest.current = Math.max(furthest.current, now ?? 0);
  const known = now !== undefined && total !== null;
  const percent = furthest.current;
  const words = { percent: String(percent), done: times.bytes(done) };
  let text: string = t('progress.unknown', { done: times.bytes(done) });
  if (known) {
    text =
      left === undefined
        ? t('progress.knownNoRate', { ...words, total: times.bytes(total) })
        : t('progress.known', {
            ...words,
            total: times.bytes(total),
            left: formatDuration(left),
          });
  }
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={known ? 0 : undefined}
      aria-valuemax={known ? 100 : undefined}
      aria-valuenow={known ? percent : undefined}
      aria-valuetext={text}
      data-stalled={stalled}
      data-thin={thin}
    >
      <div
        className={known ? styles.fill : `${styles.fill} ${styles.unknown}`}
        style={known ? { width: `${percent}%` } : undefined}
      />
    </div>
  );
}
