import { useState } from 'react';
import {
  Alert,
  Button,
  ButtonLink,
  Checkbox,
  CheckboxGroup,
  Radio,
  RadioGroup,
  Select,
  TextField,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  BackupDetail,
  RestoreCheck,
  RestoreRequest,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  CheckList,
  EmptyState,
  fieldError,
  HintAlert,
  LoadedView,
  Page,
  Section,
  useAnnounce,
} from '../../components';
import { useNavigate, useParams } from '../../live/router';
import { useAction } from '../../live/useAction';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { backupName, takenAt, takenText } from './backupWords';
import { Downloads } from './Downloads';
import styles from './Backups.module.css';

/** `orders-restored-20261121-0200`: new, and says what it is. */
export function placeName(plan: string, at: string): string {
  const digits = at.replace(/\D/g, '');
  return `${plan}-restored-${digits.slice(0, 8)}-${digits.slice(8, 12)}`;
}

function Folder(props: {
  backup: BackupDetail;
  roots: string[] | undefined;
  artifacts: string[];
}) {
  const { backup, roots, artifacts } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const [root, setRoot] = useState(roots?.[0] ?? '');
  const [path, setPath] = useState(placeName(backup.plan, takenAt(backup)));
  const [checked, setChecked] = useState<{
    key: string;
    check: RestoreCheck;
  }>();
  const request: RestoreRequest = {
    target: { type: 'folder', root: root.trim(), path: path.trim() },
    artifacts:
      artifacts.length === backup.artifacts.length ? undefined : artifacts,
  };
  const key = JSON.stringify(request);
  const check = useAction(async () => {
    const result = await api.checkRestore(backup.id, request);
    setChecked({ key, check: result });
    announce(result.ok ? t('restore.ready') : t('restore.notReady'));
  });
  const start = useAction(async () => {
    const run = await api.restore(backup.id, request);
    navigate(links.run(run.id));
  });
  if (roots?.length === 0) {
    return <Alert status="info" icon title={t('restore.noRoots')} />;
  }
  // A check speaks for exactly what was checked: any change asks for a new one.
  const current = checked?.key === key ? checked.check : undefined;
  const complete =
    root.trim() !== '' && path.trim() !== '' && artifacts.length > 0;
  return (
    <>
      <div className={styles.fields}>
        {roots ? (
          <Select
            label={t('restore.root')}
            value={root}
            onChange={next => setRoot(String(next))}
            options={roots.map(each => ({ id: each, label: each }))}
          />
        ) : (
          <TextField
            label={t('restore.root')}
            description={t('restore.rootHelp')}
            value={root}
            onChange={setRoot}
            autoComplete="off"
          />
        )}
        <TextField
          label={t('restore.path')}
          description={t('restore.pathHelp')}
          value={path}
          onChange={setPath}
          autoComplete="off"
          {...fieldError(path.trim() ? undefined : t('restore.pathMissing'))}
        />
      </div>
      <Section title={t('restore.check')}>
        {current && (
          <CheckList
            label={t('restore.checkTitle')}
            checks={current.checks.map(each => ({
              ...each,
              label: t(`restore.checkName.${each.id}`),
            }))}
          />
        )}
        {current?.ok && (
          <p className={styles.sentence}>
            {t('restore.sentence', {
              bytes: times.bytes(current.bytes),
              when: takenText(times, backup),
              path: current.path,
            })}
          </p>
        )}
        {current && !current.ok && (
          <Alert status="warning" icon title={t('restore.notReady')} />
        )}
        {check.problem && <HintAlert problem={check.problem} urgent />}
        {start.problem && <HintAlert problem={start.problem} urgent />}
        <div className={styles.buttons}>
          {current?.ok ? (
            <Button
              variant="primary"
              isPending={start.pending}
              onPress={() => start.run()}
            >
              {t('restore.start')}
            </Button>
          ) : (
            <Button
              variant="primary"
              isDisabled={!complete}
              isPending={check.pending}
              onPress={() => check.run()}
            >
              {t('restore.runCheck')}
            </Button>
          )}
          <ButtonLink variant="secondary" href={links.backup(backup.id)}>
            {t('common.cancel')}
          </ButtonLink>
        </div>
      </Section>
    </>
  );
}

function RestoreForm(props: {
  backup: BackupDetail;
  roots: string[] | undefined;
}) {
  const { backup, roots } = props;
  const t = useT();
  const times = useTimes();
  const all = backup.artifacts.map(artifact => artifact.name);
  const [artifacts, setArtifacts] = useState(all);
  const [where, setWhere] = useState(
    roots?.length === 0 ? 'download' : 'folder',
  );
  return (
    <div className={styles.form}>
      <Section title={t('restore.what')}>
        <p className={styles.sentence}>
          {t('restore.whatBody', {
            when: takenText(times, backup),
            bytes: times.bytes(backup.bytesPlain),
          })}
        </p>
        {all.length > 1 && where === 'folder' && (
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
          <Radio value="folder">{t('restore.newFolder')}</Radio>
          <Radio value="download">{t('restore.download')}</Radio>
        </RadioGroup>
        {where === 'folder' ? (
          <Folder backup={backup} roots={roots} artifacts={artifacts} />
        ) : (
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
  const state = useLoad(async () => {
    const [backup, settings] = await Promise.all([
      api.backup(backupId),
      // Who may restore need not see the settings: then the root is typed.
      api.settings().then(
        ({ value }) => value.roots.write,
        () => undefined,
      ),
    ]);
    return { backup, roots: settings };
  }, `restore ${backupId}`);
  const name = state.value ? backupName(state.value.backup) : '';
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
        {({ backup, roots }) => <RestoreForm backup={backup} roots={roots} />}
      </LoadedView>
    </Page>
  );
}
