import { FormEvent, useState } from 'react';
import {
  Alert,
  Button,
  Checkbox,
  Radio,
  RadioGroup,
  Select,
  Switch,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  CheckUp,
  Settings,
  SimpleSettings,
  SimpleSettingsSaved,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef, Tagged } from '../../api';
import {
  CheckUpView,
  DraftBack,
  fieldError,
  HintAlert,
  SaveProblem,
  SecretField,
  useAnnounce,
  verdictText,
} from '../../components';
import { formatDate } from '../../format/times';
import { useAction } from '../../live/useAction';
import { useDraft } from '../../live/useDraft';
import { useNow } from '../../live/useNow';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { MailTest } from './MailTest';
import {
  keepsSecret,
  SimpleDraft,
  simpleDraftOf,
  SimpleFault,
  simpleInputOf,
  testInputOf,
  withoutSecret,
} from './simpleDraft';
import styles from './Settings.module.css';

type TextName = 'accessKeyId' | 'bucket' | 'region' | 'endpoint';

/** The fields of the small form, in their order. */
export function SimpleFields(props: {
  simple: Tagged<SimpleSettings>;
  settings: Settings;
  onSaved: (saved: SimpleSettingsSaved) => Promise<void>;
  onReload: () => void;
  onCancel?: () => void;
}) {
  const { simple, settings, onSaved, onReload, onCancel } = props;
  const before = simple.value;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const now = useNow();
  const announce = useAnnounce();
  const [initial] = useState(() => simpleDraftOf(before));
  const form = useDraft('simple', initial, withoutSecret);
  const { draft, set } = form;
  const [tried, setTried] = useState<'test' | 'save'>();
  const [saveFirst, setSaveFirst] = useState(false);
  const [trimmed, setTrimmed] = useState<string[]>([]);
  const [tested, setTested] = useState<{ key: string; checkUp: CheckUp }>();
  const saving = simpleInputOf(draft, before);
  const testing = testInputOf(draft, before);
  const key = JSON.stringify(testing.input);
  const test = useAction(async () => {
    if (!testing.input) return;
    const checkUp = await api.testDraft(testing.input);
    setTested({ key, checkUp });
    announce(verdictText(t, checkUp));
  });
  const save = useAction(async () => {
    if (!saving.input) return;
    const saved = await api.saveSimpleSettings(saving.input, simple.etag);
    form.forget();
    await onSaved(saved);
  });
  const fields = { ...test.problem?.fields, ...save.problem?.fields };
  const shown = tried === 'save' ? saving.faults : testing.faults;
  const problem = (name: SimpleFault, words: string, path: string = name) =>
    fieldError(tried && shown.includes(name) ? words : fields[path]);
  const locked = before.fromConfig.destination !== null;
  const planLocked = before.fromConfig.plan !== null;

  const text = (name: TextName) => ({
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
    isReadOnly: locked,
    autoComplete: 'off',
    description: trimmed.includes(name) ? t('settings.trimmed') : undefined,
  });

  const secret = before.secretAccessKey;
  let setText: string | undefined;
  if (keepsSecret(draft, before) && secret) {
    const date =
      secret.updatedAt &&
      formatDate(secret.updatedAt, times.locale, times.zone);
    setText = t('settings.secretSetNoDate');
    if (date) {
      setText = before.secretSetBy
        ? t('settings.secretSet', { date, who: before.secretSetBy })
        : t('settings.secretSetPlain', { date });
    }
  }
  const made =
    before.encryption?.type === 'made' ? before.encryption : undefined;
  const cannotSeal = !settings.sealing.available;

  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        setTried('save');
        if (saving.input) save.run();
      }}
    >
      <DraftBack shown={form.restored} onDiscard={form.discard} />
      {cannotSeal && (
        <HintAlert
          problem={{
            code: 'secret-key-missing',
            title: t('settings.keyMissing'),
            message: t('settings.keyMissingSeen'),
            hint: t('settings.keyMissingHint'),
          }}
        />
      )}
      <SaveProblem problem={save.problem} onReload={onReload} />
      <div className={styles.fields}>
        <Switch
          label={t('settings.automatic')}
          isSelected={draft.automaticBackup}
          onChange={automaticBackup => set({ automaticBackup })}
        />
        <TextField
          label={t('settings.accessKeyId')}
          {...text('accessKeyId')}
          {...problem('accessKeyId', t('settings.required'))}
        />
        <SecretField
          label={t('settings.secretAccessKey')}
          setText={setText}
          value={draft.secret}
          onChange={value => set({ secret: value })}
          onReplace={() => set({ replacing: true })}
          replaceLabel={t('settings.replace')}
          isReadOnly={locked}
          problem={
            tried && shown.includes('secret')
              ? t('settings.required')
              : fields.secretAccessKey
          }
        />
        <TextField
          label={t('settings.bucket')}
          {...text('bucket')}
          {...problem('bucket', t('settings.bucketWrong'))}
        />
        <TextField
          label={t('settings.region')}
          {...text('region')}
          {...fieldError(fields.region)}
        />
        {draft.showEndpoint ? (
          <TextField
            label={t('settings.endpoint')}
            type="url"
            {...text('endpoint')}
            {...problem('endpoint', t('settings.endpointWrong'))}
          />
        ) : (
          <div>
            <Button
              size="small"
              variant="tertiary"
              onPress={() => set({ showEndpoint: true })}
            >
              {t('settings.addEndpoint')}
            </Button>
          </div>
        )}
        <RadioGroup
          label={t('settings.encryption')}
          description={
            draft.encryption === 'make'
              ? t('settings.encryptionMakeHelp')
              : undefined
          }
          value={draft.encryption}
          isReadOnly={planLocked}
          onChange={value =>
            set({ encryption: value as SimpleDraft['encryption'] })
          }
        >
          {made ? (
            <Radio value="keep">
              {t('settings.encryptionKeep', { name: made.key })}
            </Radio>
          ) : (
            <Radio value="make">{t('settings.encryptionMake')}</Radio>
          )}
          <Radio value="recipients">{t('settings.encryptionRecipients')}</Radio>
          <Radio value="clear">{t('settings.encryptionClear')}</Radio>
        </RadioGroup>
        {draft.encryption === 'recipients' && (
          <TextAreaField
            label={t('settings.recipients')}
            description={t('settings.recipientsHelp')}
            value={draft.recipients}
            onChange={recipients => set({ recipients })}
            {...problem('recipients', t('settings.recipientsWrong'))}
          />
        )}
        {draft.encryption === 'clear' && (
          <Alert status="warning" icon title={t('settings.clearWarning')} />
        )}
        <TextField
          label={t('settings.notificationsTo')}
          description={t('settings.notificationsHelp')}
          value={draft.notificationsTo}
          onChange={notificationsTo => set({ notificationsTo })}
          autoComplete="off"
          {...problem('notificationsTo', t('settings.notificationsWrong'))}
        />
        <Checkbox
          isSelected={draft.onSuccess}
          onChange={onSuccess => set({ onSuccess })}
        >
          {t('settings.onSuccess')}
        </Checkbox>
        <MailTest
          isConfigured={settings.mail.configured}
          to={draft.notificationsTo}
        />
        <Select
          label={t('settings.frequency')}
          description={
            draft.frequency === 'none'
              ? t('settings.noneHelp')
              : [
                  before.schedule &&
                    draft.frequency === before.frequency &&
                    before.nextSlot &&
                    t('settings.next', {
                      schedule: times.schedule(
                        before.schedule,
                        before.timeZone,
                      ),
                      when: times.slot(before.nextSlot, now, before.timeZone),
                    }),
                  t('settings.kept'),
                ]
                  .filter(Boolean)
                  .join(' · ')
          }
          value={draft.frequency}
          onChange={value =>
            set({ frequency: String(value) as SimpleDraft['frequency'] })
          }
          options={(
            [
              'daily',
              'weekly',
              'monthly',
              'none',
              ...(before.frequency === 'custom' ? (['custom'] as const) : []),
            ] as const
          ).map(id => ({ id, label: t(`settings.${id}`) }))}
        />
      </div>
      {test.problem && <HintAlert problem={test.problem} urgent />}
      {tested && (
        <CheckUpView
          checkUp={tested.checkUp}
          isStale={tested.key !== key}
          onFix={(field, value) => {
            if (field in draft) set({ [field]: value });
          }}
          onSwap={
            setText
              ? undefined
              : () =>
                  set({ accessKeyId: draft.secret, secret: draft.accessKeyId })
          }
        />
      )}
      <div className={styles.buttons}>
        <Button
          variant="secondary"
          isPending={test.pending}
          onPress={() => {
            setTried('test');
            if (testing.input) test.run();
          }}
        >
          {t('settings.test')}
        </Button>
        <Button
          type="submit"
          variant="primary"
          isDisabled={cannotSeal}
          isPending={save.pending}
        >
          {t('settings.save')}
        </Button>
        {onCancel ? (
          <Button
            variant="tertiary"
            onPress={() => {
              form.discard();
              onCancel();
            }}
          >
            {t('common.cancel')}
          </Button>
        ) : (
          <Button variant="secondary" onPress={() => setSaveFirst(true)}>
            {t('settings.backUpNow')}
          </Button>
        )}
        {saveFirst && <span role="status">{t('settings.saveFirst')}</span>}
      </div>
    </form>
  );
}
