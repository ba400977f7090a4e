import { FormEvent, useState } from 'react';
import { Button, Checkbox, Switch, TextField } from '@backstage/ui';
import {
  Settings,
  SimpleSettings,
  SimpleSettingsSaved,
} from '@understudy/backstage-plugin-s3-backup-common';
import { Tagged } from '../../api';
import {
  changeOf,
  CheckUpView,
  DraftBack,
  HintAlert,
  OffFields,
  SaveProblem,
} from '../../components';
import { useT } from '../../translation';
import { MailTest } from './MailTest';
import { turnsOff } from './simpleDraft';
import { SimpleEncryption } from './SimpleEncryption';
import { SimpleFrequency } from './SimpleFrequency';
import { SimpleStoreFields, useSecretText } from './SimpleStoreFields';
import { useSimpleForm } from './useSimpleForm';
import styles from './Settings.module.css';

/** The fields of the small form, in their order. */
export function SimpleFields(props: {
  simple: Tagged<SimpleSettings>;
  settings: Settings;
  onSaved: (saved: SimpleSettingsSaved) => Promise<void>;
  onReload: () => void;
  onCancel?: () => void;
}) {
  const { simple, settings, onSaved, onReload, onCancel } = props;
  const t = useT();
  const fields = useSimpleForm(simple, onSaved);
  const { draft, set, form, test, save, tested } = fields;
  const setText = useSecretText(fields);
  const [saveFirst, setSaveFirst] = useState(false);
  const cannotSeal = !settings.sealing.available;

  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        fields.trySave();
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
        {turnsOff(draft, fields.before) && (
          <OffFields
            draft={draft.off}
            onChange={off => set({ off })}
            tried={fields.wordsFor('off', 'off') !== undefined}
          />
        )}
        <SimpleStoreFields fields={fields} />
        <SimpleEncryption fields={fields} />
        <TextField
          label={t('settings.notificationsTo')}
          description={t('settings.notificationsHelp')}
          value={draft.notificationsTo}
          onChange={notificationsTo => set({ notificationsTo })}
          autoComplete="off"
          {...fields.problem(
            'notificationsTo',
            t('settings.notificationsWrong'),
          )}
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
        <SimpleFrequency fields={fields} />
      </div>
      {test.problem && <HintAlert problem={test.problem} urgent />}
      {(tested || test.pending) && (
        <CheckUpView
          checkUp={tested?.checkUp}
          pending={test.pending}
          progress={test.progress}
          onCancel={test.cancel}
          isStale={tested?.isStale ?? true}
          fixWith={fix => {
            const change = changeOf(draft, fix);
            return change && (() => set(change));
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
          onPress={fields.tryTest}
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
