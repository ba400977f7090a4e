import { Alert, Radio, RadioGroup, TextAreaField } from '@backstage/ui';
import { useT } from '../../translation';
import { SimpleDraft } from './simpleDraft';
import { SimpleForm } from './useSimpleForm';

/** To whom backups are encrypted; in clear only with a standing warning. */
export function SimpleEncryption(props: { fields: SimpleForm }) {
  const { before, draft, set, problem } = props.fields;
  const t = useT();
  const planLocked = before.fromConfig.plan !== null;
  const made =
    before.encryption?.type === 'made' ? before.encryption : undefined;
  return (
    <>
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
    </>
  );
}
