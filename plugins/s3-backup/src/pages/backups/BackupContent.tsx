import { BackupDetail } from '@understudy/backstage-plugin-s3-backup-common';
import { CopyButton, KeyText, KeyValue, Section } from '../../components';
import { formatRatio } from '../../format/bytes';
import { shortId } from '../../format/names';
import { Times, useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { Downloads } from './Downloads';
import styles from './Backups.module.css';

function delta(times: Times, now: number, before: number | undefined) {
  if (before === undefined) return undefined;
  const difference = now - before;
  if (difference === 0) return '±0';
  return `${difference > 0 ? '+' : '−'}${times.count(Math.abs(difference))}`;
}

function Counts(props: { backup: BackupDetail }) {
  const { counts, previousCounts } = props.backup;
  const t = useT();
  const times = useTimes();
  const items: Array<{ label: string; value: string }> = Object.entries(
    counts.rows ?? {},
  ).map(([table, rows]) => {
    const change = delta(times, rows, previousCounts?.rows?.[table]);
    return {
      label: t('backup.rows', { table }),
      value: change
        ? t('backup.rowsDelta', { rows: times.count(rows), delta: change })
        : times.count(rows),
    };
  });
  if (counts.files !== null) {
    const change = delta(
      times,
      counts.files,
      previousCounts?.files ?? undefined,
    );
    items.push({
      label: t('backup.files'),
      value: change
        ? t('backup.rowsDelta', {
            rows: times.count(counts.files),
            delta: change,
          })
        : times.count(counts.files),
    });
  }
  return items.length > 0 ? <KeyValue items={items} /> : null;
}

/** The artifacts of a backup, what was counted, and what it lacks. */
export function BackupContent(props: { backup: BackupDetail }) {
  const { backup } = props;
  const t = useT();
  const times = useTimes();
  return (
    <Section title={t('backup.what')}>
      <ul className={styles.artifacts}>
        {backup.artifacts.map(artifact => {
          const sizes = t('common.sizePair', {
            before: times.bytes(artifact.plain.bytes),
            after: times.bytes(artifact.stored.bytes),
          });
          const ratio = formatRatio(
            artifact.plain.bytes,
            artifact.stored.bytes,
            times.locale,
          );
          return (
            <li key={artifact.name} className={styles.artifact}>
              <KeyValue
                items={[
                  {
                    label: t('backup.artifact'),
                    value: <strong>{artifact.name}</strong>,
                  },
                  {
                    label: t('backup.sizes'),
                    value: ratio ? `${sizes} (${ratio})` : sizes,
                  },
                  {
                    label: t('backup.pack'),
                    value: artifact.pack.join(' → ') || t('backup.packNone'),
                  },
                  {
                    label: t('backup.sha'),
                    value: (
                      <span className={styles.line}>
                        <KeyText value={shortId(artifact.plain.sha256)} />
                        <CopyButton
                          text={artifact.plain.sha256}
                          what={t('backup.shaOf', { name: artifact.name })}
                        />
                      </span>
                    ),
                  },
                ]}
              />
              <Downloads backup={backup} artifact={artifact} />
            </li>
          );
        })}
      </ul>
      <Counts backup={backup} />
      {backup.gapsTotal > 0 && (
        <details>
          <summary>
            {t('backup.gaps', { n: times.count(backup.gapsTotal) })}
          </summary>
          <ul className={styles.gaps}>
            {backup.gaps.map(gap => (
              <li key={gap.path}>
                <KeyText value={gap.path} length={80} />: {gap.reason}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Section>
  );
}
