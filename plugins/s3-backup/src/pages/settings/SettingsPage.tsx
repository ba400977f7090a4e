import { Page, Section } from '../../components';
import { useT } from '../../translation';
import { Keys } from './Keys';
import { SimpleForm } from './SimpleForm';
import styles from './Settings.module.css';

/** The small form, and the keys below it. */
export function SettingsPage() {
  const t = useT();
  return (
    <Page title={t('settings.tab')}>
      <div className={styles.wide}>
        <div className={styles.narrow}>
          <Section title={t('settings.title')}>
            <SimpleForm />
          </Section>
        </div>
        <Keys />
      </div>
    </Page>
  );
}
