import { Run } from '@understudy/backstage-plugin-s3-backup-common';
import { formatDuration } from '../format/durations';
import { useNow } from '../live/useNow';
import { useRate } from '../live/useRate';
import { useTimes } from '../live/useTimes';
import { useT } from '../translation';
import { percentOf, ProgressMeter } from './ProgressMeter';
import styles from './RunProgress.module.css';

/** Silence after which a still bar would lie. */
const SILENCE = 70_000;

/** How far a running run is: a bar, and what is known in words. */
export function RunProgress(props: { run: Run; thin?: boolean }) {
  const { run, thin } = props;
  const t = useT();
  const times = useTimes();
  const now = useNow(true);
  const rate = useRate(run.progress);
  const { progress } = run;
  if (!progress) return null;
  const { bytesRead, bytesTotal } = progress;
  const silent = now - Date.parse(progress.at);
  const stalled = silent > SILENCE;
  const percent = percentOf(bytesRead, bytesTotal);
  const left =
    rate && bytesTotal && bytesTotal > bytesRead
      ? ((bytesTotal - bytesRead) / rate) * 1000
      : undefined;
  const stored = progress.destinations.reduce(
    (sum, each) => sum + each.bytesStored,
    0,
  );
  const words = [
    percent !== undefined &&
      t('progress.percent', { percent: String(percent) }),
    bytesTotal
      ? t('progress.readOf', {
          done: times.bytes(bytesRead),
          total: times.bytes(bytesTotal),
        })
      : t('progress.read', { done: times.bytes(bytesRead) }),
    !thin &&
      progress.destinations.length > 0 &&
      t('progress.stored', { bytes: times.bytes(stored) }),
    !thin && rate && t('progress.rate', { bytes: times.bytes(rate) }),
    left && t('progress.left', { time: formatDuration(left) }),
    !thin &&
      run.usualSeconds &&
      t('progress.usual', { time: formatDuration(run.usualSeconds * 1000) }),
  ].filter(Boolean);
  return (
    <div className={styles.progress}>
      <ProgressMeter
        label={t('progress.label', { what: run.planTitle ?? run.plan })}
        done={bytesRead}
        total={bytesTotal}
        left={left}
        stalled={stalled}
        thin={thin}
      />
      <p className={styles.words}>{words.join(' · ')}</p>
      {stalled && (
        <p className={`${styles.words} ${styles.stalled}`}>
          {t('progress.stalled', { time: formatDuration(silent) })}
        </p>
      )}
    </div>
  );
}
