import {
  RebuildResult,
  rebuildResultSchema,
  Run,
} from '@understudy/backstage-plugin-s3-backup-common';
import { useTimes } from '../live/useTimes';
import { useT } from '../translation';
import styles from './RebuildOutcome.module.css';

/** What a run of kind `rebuild` found; nothing of other runs. */
export function rebuildResultOf(run: Run): RebuildResult | undefined {
  if (run.kind !== 'rebuild') return undefined;
  const parsed = rebuildResultSchema.safeParse(run.result);
  return parsed.success ? parsed.data : undefined;
}

function Keys(props: { title: string; lines: string[] }) {
  if (props.lines.length === 0) return null;
  return (
    <details>
      <summary className={styles.summary}>{props.title}</summary>
      <ul className={styles.keys}>
        {props.lines.map(line => (
          <li key={line}>
            <code>{line}</code>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What a count, or a rebuild, found in the bucket. */
export function RebuildOutcome(props: { result: RebuildResult }) {
  const { result } = props;
  const t = useT();
  const times = useTimes();
  const n = (count: number) => ({ n: times.count(count) });
  const sentence = [
    t('rebuild.found', { count: result.found, ...n(result.found) }),
    // A first look at a bucket fills the list, too: then there is none left.
    (result.dryRun || result.added > 0) && t('rebuild.added', n(result.added)),
    result.deleting > 0 && t('rebuild.deleting', n(result.deleting)),
    t('rebuild.unreadable', n(result.unreadable)),
    t('rebuild.vanished', n(result.vanished)),
  ].filter(Boolean);
  return (
    <div className={styles.outcome}>
      <strong>{sentence.join(', ')}.</strong>
      <span>
        {result.dryRun ? t('rebuild.dryNote') : t('rebuild.doneNote')}
      </span>
      <Keys
        title={t('rebuild.unreadableKeys')}
        lines={result.unreadableKeys.map(({ key, code }) => `${key} (${code})`)}
      />
      <Keys title={t('rebuild.vanishedKeys')} lines={result.vanishedKeys} />
    </div>
  );
}
