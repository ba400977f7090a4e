import { useState } from 'react';
import { Select, Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { s3BackupApiRef } from '../../../api';
import { CopySnippet, LoadedView } from '../../../components';
import { useLoad } from '../../../live/useLoad';
import { useT } from '../../../translation';
import styles from './Help.module.css';

const FORMS = ['json', 'cli', 'terraform'] as const;

/** What the account is set up with, each in three forms to take away. */
export function LeastPolicies(props: { name: string }) {
  const { name } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const [chosen, setChosen] = useState('writer');
  const state = useLoad(() => api.policies(name), `policies ${name}`, {
    topics: ['destinations'],
  });
  return (
    <LoadedView
      state={state}
      lines={8}
      what={t('help.policyTitle').toLowerCase()}
      permission="s3-backup.destination.read"
    >
      {documents => {
        const shown = documents.find(({ id }) => id === chosen) ?? documents[0];
        const title = t(`help.document.${shown.id}`);
        return (
          <div className={styles.panel}>
            <Select
              label={t('help.document')}
              value={shown.id}
              onChange={id => setChosen(String(id))}
              options={documents.map(({ id }) => ({
                id,
                label: t(`help.document.${id}`),
              }))}
            />
            <p className={styles.text}>{t(`help.say.${shown.id}`)}</p>
            <Tabs>
              <TabList aria-label={t('help.form')}>
                {FORMS.map(form => (
                  <Tab key={form} id={form}>
                    {t(`help.form.${form}`)}
                  </Tab>
                ))}
              </TabList>
              {FORMS.map(form => (
                <TabPanel key={form} id={form}>
                  <CopySnippet
                    label={`${title}, ${t(`help.form.${form}`)}`}
                    text={shown[form]}
                  />
                </TabPanel>
              ))}
            </Tabs>
          </div>
        );
      }}
    </LoadedView>
  );
}
