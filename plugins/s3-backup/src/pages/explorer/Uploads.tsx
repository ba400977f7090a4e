import { useApi } from '@backstage/frontend-plugin-api';
import { s3BackupApiRef } from '../../api';
import { Section, TimeText } from '../../components';
import { useLoad } from '../../live/useLoad';
import { useT } from '../../translation';
import styles from './Explorer.module.css';

/** Uploads that were begun and not ended; nothing where there is none. */
export function Uploads(props: { name: string }) {
  const { name } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  // Where the keys may not list them, there is nothing to show.
  const state = useLoad(() => api.uploads(name), `uploads ${name}`);
  const found = state.value;
  if (!found || found.items.length === 0) return null;
  return (
    <Section title={t('explorer.uploads')}>
      <span>{t('explorer.uploadsAbout')}</span>
      <ul className={styles.keys}>
        {found.items.map(({ key, initiatedAt }) => (
          <li key={`${key} ${initiatedAt}`}>
            <code className={styles.key}>{key}</code>{' '}
            <TimeText at={initiatedAt} />
          </li>
        ))}
        {found.more && <li>{t('explorer.uploadsMore')}</li>}
      </ul>
    </Section>
  );
}
