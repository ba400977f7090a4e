import { useState } from 'react';
import {
  ButtonLink,
  Checkbox,
  CheckboxGroup,
  Radio,
  RadioGroup,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { BackupDetail } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  EmptyState,
  fieldError,
  LoadedView,
  Page,
  Section,
} from '../../components';
import { useParams } from '../../live/router';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { backupName, takenText } from './backupWords';
import { Downloads } from './Downloads';
import { RestoreFolder } from './RestoreFolder';
import { RestorePlace } from './RestorePlace';
import styles from './Backups.module.css';

/** A new place is what most want; then a folder, where there is one. */
function firstPlace(backup: BackupDetail): 'place' | 'folder' | 'download' {
  if (backup.restorePlace) return 'place';
  return backup.restoreRoots.length === 0 ? 'download' : 'folder';
}

function RestoreForm(props: { backup: BackupDetail }) {
  const { backup } = props;
  const t = useT();
  const times = useTimes();
  const all = backup.artifacts.map(artifact => artifact.name);
  const [artifacts, setArtifacts] = useState(all);
  const [where, setWhere] = useState<string>(firstPlace(backup));
  return (
    <div className={styles.form}>
      <Section title={t('restore.what')}>
        <p className={styles.sentence}>
          {t('restore.whatBody', {
            when: takenText(times, backup),
            bytes: times.bytes(backup.bytesPlain),
          })}
        </p>
        {all.length > 1 && where !== 'download' && (
          <CheckboxGroup
            label={t('restore.artifacts')}
            value={artifacts}
            onChange={setArtifacts}
            {...fieldError(
              artifacts.length > 0 ? undefined : t('restore.artifactMissing'),
            )}
          >
            {all.map(name => (
              <Checkbox key={name} value={name}>
                {name}
              </Checkbox>
            ))}
          </CheckboxGroup>
        )}
      </Section>
      <Section title={t('restore.where')}>
        <RadioGroup
          aria-label={t('restore.where')}
          value={where}
          onChange={setWhere}
        >
          {backup.restorePlace && (
            <Radio value="place">{t('restore.newPlace')}</Radio>
          )}
          <Radio value="folder">{t('restore.newFolder')}</Radio>
          <Radio value="download">{t('restore.download')}</Radio>
        </RadioGroup>
        {where === 'place' && backup.restorePlace && (
          <RestorePlace
            backup={backup}
            schema={backup.restorePlace}
            artifacts={artifacts}
          />
        )}
        {where === 'folder' && (
          <RestoreFolder backup={backup} artifacts={artifacts} />
        )}
        {where === 'download' && (
          <>
            <p className={styles.sentence}>{t('restore.downloadBody')}</p>
            {backup.artifacts.map(artifact => (
              <Downloads
                key={artifact.name}
                backup={backup}
                artifact={artifact}
              />
            ))}
          </>
        )}
      </Section>
    </div>
  );
}

/** Gets a backup back: what, where, a dry run, then the sentence that will happen. */
export function RestorePage() {
  const { backupId = '' } = useParams();
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const links = useLinks();
  const state = useLoad(() => api.backup(backupId), `restore ${backupId}`);
  const name = state.value ? backupName(state.value) : '';
  return (
    <Page
      key={state.value ? 'restore' : 'loading'}
      title={t('restore.title', { name })}
      detail
    >
      <LoadedView
        state={state}
        what={t('backups.title').toLowerCase()}
        permission="s3-backup.backup.restore"
        gone={
          <EmptyState
            text={t('backup.goneText')}
            action={
              <ButtonLink variant="secondary" href={links.backups()}>
                {t('backups.title')}
              </ButtonLink>
            }
          />
        }
      >
        {backup => <RestoreForm backup={backup} />}
      </LoadedView>
    </Page>
  );
}
