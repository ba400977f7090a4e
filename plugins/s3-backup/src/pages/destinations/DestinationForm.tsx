import { FormEvent, useState } from 'react';
import {
  Alert,
  Button,
  Radio,
  RadioGroup,
  Switch,
  TextField,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  CheckUp,
  Destination,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef, Tagged } from '../../api';
import {
  CheckUpView,
  ConfigLock,
  ConfirmDialog,
  DraftBack,
  fieldError,
  HintAlert,
  SaveProblem,
  SecretField,
  Section,
  useAnnounce,
  verdictText,
} from '../../components';
import { useNavigate } from '../../live/router';
import { useAction } from '../../live/useAction';
import { useDraft } from '../../live/useDraft';
import { useLinks } from '../../live/useLinks';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import {
  destinationDraftOf,
  DestinationDraftFields,
  DestinationFault,
  destinationInputOf,
  isMoved,
  keepsSecret,
  withoutSecret,
} from './destinationDraft';
import styles from './Destinations.module.css';

/** Where and who, with a test of the draft as it stands. */
export function DestinationForm(props: {
  destination: Tagged<Destination> | undefined;
  ambient: boolean;
  onReload: () => void;
}) {
  const { destination, ambient, onReload } = props;
  const before = destination?.value;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const navigate = useNavigate();
  const announce = useAnnounce();
  const [initial] = useState(() => destinationDraftOf(before));
  const form = useDraft(
    `destination.${before?.name ?? 'new'}`,
    initial,
    withoutSecret,
  );
  const { draft, set } = form;
  const [tried, setTried] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [trimmed, setTrimmed] = useState<string[]>([]);
  const [tested, setTested] = useState<{ key: string; checkUp: CheckUp }>();
  const { input, faults } = destinationInputOf(draft, before);
  const key = JSON.stringify(input);
  const test = useAction(async () => {
    if (!input) return;
    const checkUp = await api.testDraft(input);
    setTested({ key, checkUp });
    announce(verdictText(t, checkUp));
  });
  const save = useAction(async () => {
    if (!input) return;
    if (before) {
      await api.updateDestination(
        before.name,
        input,
        destination?.etag ?? null,
      );
    } else {
      await api.createDestination(input);
    }
    form.forget();
    navigate(links.destination(input.name));
  });
  const fields = { ...test.problem?.fields, ...save.problem?.fields };
  const problem = (
    name: DestinationFault,
    words: string,
    path: string = name,
  ) => fieldError(tried && faults.includes(name) ? words : fields[path]);
  const back = before ? links.destination(before.name) : links.destinations;
  if (before?.fromConfig) return <ConfigLock path={before.fromConfig} />;

  const text = (
    name: 'bucket' | 'prefix' | 'region' | 'endpoint' | 'accessKeyId',
  ) => ({
    value: draft[name],
    onChange: (value: string) => {
      set({ [name]: value });
      setTrimmed(names => names.filter(each => each !== name));
    },
    // A pasted space at an end is removed, and said; never silently.
    onBlur: () => {
      if (draft[name] === draft[name].trim()) return;
      set({ [name]: draft[name].trim() });
      setTrimmed(names => [...names, name]);
    },
    autoComplete: 'off',
  });
  const said = (name: string, description?: string) =>
    trimmed.includes(name) ? t('destinationForm.trimmed') : description;
  const secretState =
    before?.credentials.type === 'keys'
      ? before.credentials.secretAccessKey
      : undefined;
  const keeps = keepsSecret(draft, before);
  const setText =
    keeps && secretState
      ? (secretState.updatedAt &&
          t('destination.secretSet', {
            when: times.full(secretState.updatedAt),
          })) ||
        t('destination.secretSetPlain')
      : undefined;
  const notReady =
    tested !== undefined &&
    tested.key === key &&
    tested.checkUp.verdict === 'not-ready';

  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        setTried(true);
        if (input) save.run();
      }}
    >
      <DraftBack shown={form.restored} onDiscard={form.discard} />
      <SaveProblem problem={save.problem} onReload={onReload} />
      <Section title={t('destination.where')}>
        <div className={styles.fields}>
          <TextField
            label={t('destinationForm.name')}
            value={draft.name}
            onChange={name => set({ name })}
            isReadOnly={before !== undefined}
            autoComplete="off"
            {...problem('name', t('destinationForm.nameWrong'))}
          />
          <TextField
            label={t('destinationForm.titleField')}
            secondaryLabel={t('planForm.optional')}
            value={draft.title}
            onChange={title => set({ title })}
            autoComplete="off"
          />
          <TextField
            label={t('destinationForm.bucket')}
            description={said('bucket')}
            {...text('bucket')}
            {...problem('bucket', t('destinationForm.bucketWrong'))}
          />
          <TextField
            label={t('destinationForm.prefix')}
            description={said('prefix', t('destinationForm.prefixHelp'))}
            {...text('prefix')}
            {...problem('prefix', t('destinationForm.prefixWrong'))}
          />
          <TextField
            label={t('destinationForm.region')}
            description={said('region', t('destinationForm.regionHelp'))}
            {...text('region')}
            {...fieldError(fields.region)}
          />
          <TextField
            label={t('destinationForm.endpoint')}
            description={said('endpoint')}
            type="url"
            {...text('endpoint')}
            {...problem('endpoint', t('destinationForm.endpointWrong'))}
          />
          {draft.endpoint.trim() !== '' && (
            <Switch
              label={t('destinationForm.pathStyle')}
              isSelected={draft.forcePathStyle}
              onChange={forcePathStyle => set({ forcePathStyle })}
            />
          )}
        </div>
      </Section>
      <Section title={t('destination.who')}>
        <div className={styles.fields}>
          {(ambient || draft.credentials === 'ambient') && (
            <RadioGroup
              label={t('destinationForm.credentials')}
              value={draft.credentials}
              onChange={value =>
                set({
                  credentials: value as DestinationDraftFields['credentials'],
                })
              }
            >
              <Radio value="keys">{t('destinationForm.keys')}</Radio>
              <Radio value="ambient">{t('destinationForm.ambient')}</Radio>
            </RadioGroup>
          )}
          {draft.credentials === 'keys' && (
            <>
              <TextField
                label={t('destination.accessKey')}
                description={said('accessKeyId')}
                {...text('accessKeyId')}
                {...problem(
                  'accessKeyId',
                  t('destinationForm.required'),
                  'credentials.accessKeyId',
                )}
              />
              <SecretField
                label={t('destination.secret')}
                setText={setText}
                value={draft.secret}
                onChange={secret => set({ secret })}
                onReplace={() => set({ replacing: true })}
                replaceLabel={t('destinationForm.replace')}
                description={
                  isMoved(draft, before)
                    ? t('destinationForm.newSecret')
                    : undefined
                }
                problem={
                  tried && faults.includes('secret')
                    ? t('destinationForm.required')
                    : fields['credentials.secretAccessKey']
                }
              />
            </>
          )}
        </div>
      </Section>
      {test.problem && <HintAlert problem={test.problem} urgent />}
      {tested && (
        <Section title={t('checkup.title')}>
          <CheckUpView
            checkUp={tested.checkUp}
            isStale={tested.key !== key}
            onFix={(field, value) => {
              if (field in draft) set({ [field]: value });
            }}
            onSwap={
              keeps
                ? undefined
                : () =>
                    set({
                      accessKeyId: draft.secret,
                      secret: draft.accessKeyId,
                    })
            }
          />
        </Section>
      )}
      {notReady && (
        <Alert
          status="warning"
          icon
          title={t('destinationForm.saveAnywayHelp')}
        />
      )}
      <div className={styles.buttons}>
        <Button
          variant="secondary"
          isPending={test.pending}
          onPress={() => {
            setTried(true);
            if (input) test.run();
          }}
        >
          {t('destinations.test')}
        </Button>
        <Button
          type="submit"
          variant={notReady ? 'secondary' : 'primary'}
          isPending={save.pending}
        >
          {notReady
            ? t('destinationForm.saveAnyway')
            : t('destinationForm.create')}
        </Button>
        <Button
          variant="tertiary"
          onPress={() => (form.dirty ? setLeaving(true) : navigate(back))}
        >
          {t('common.cancel')}
        </Button>
      </div>
      <ConfirmDialog
        isOpen={leaving}
        onClose={() => setLeaving(false)}
        title={t('common.unsavedTitle')}
        confirm={t('common.discard')}
        keep={t('common.keepEditing')}
        destructive
        onConfirm={async () => {
          form.forget();
          navigate(back);
        }}
      >
        <p>{t('common.unsavedBody')}</p>
      </ConfirmDialog>
    </form>
  );
}
