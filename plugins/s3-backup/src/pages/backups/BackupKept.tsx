import { Backup } from '@understudy/backstage-plugin-s3-backup-common';
import { Section } from '../../components';
import { retentionText } from '../../components/retentionWords';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import styles from './Backups.module.css';

/** Why retention keeps a backup, or will let it go: each reason a sentence. */
export function BackupKept(props: { backup: Backup }) {
  const { retention } = props.backup;
  const t = useT();
  const times = useTimes();
  const leaving = retention?.keep === false;
  return (
    <Section title={leaving ? t('kept.leavingTitle') : t('kept.title')}>
      {retention ? (
        <ul className={styles.reasons}>
          {retention.reasons.map(reason => (
            <li key={reason.code}>{retentionText(t, times, reason)}</li>
          ))}
        </ul>
      ) : (
        <span>{t('kept.unknown')}</span>
      )}
    </Section>
  );
}
