import { useState } from 'react';
import { Button, TextField } from '@backstage/ui';
import { SecretField } from '../../components';
import { formatDate } from '../../format/times';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { keepsSecret } from './simpleDraft';
import { SimpleForm } from './useSimpleForm';

type TextName = 'accessKeyId' | 'bucket' | 'region' | 'endpoint';

/** When and by whom the secret was set, while it stays; else nothing. */
export function useSecretText({ before, draft }: SimpleForm) {
  const t = useT();
  const times = useTimes();
  const secret = before.secretAccessKey;
  if (!keepsSecret(draft, before) || !secret) return undefined;
  const date =
    secret.updatedAt && formatDate(secret.updatedAt, times.locale, times.zone);
  if (!date) return t('settings.secretSetNoDate');
  return before.secretSetBy
    ? t('settings.secretSet', { date, who: before.secretSetBy })
    : t('settings.secretSetPlain', { date });
}

/** Where the backups go, and by whose keys. */
export function SimpleStoreFields(props: { fields: SimpleForm }) {
  const { fields } = props;
  const { before, draft, set, problem } = fields;
  const t = useT();
  const [trimmed, setTrimmed] = useState<string[]>([]);
  const setText = useSecretText(fields);
  const locked = before.fromConfig.destination !== null;

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

  return (
    <>
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
        problem={fields.wordsFor(
          'secret',
          t('settings.required'),
          'secretAccessKey',
        )}
      />
      <TextField
        label={t('settings.bucket')}
        {...text('bucket')}
        {...problem('bucket', t('settings.bucketWrong'))}
      />
      <TextField
        label={t('settings.region')}
        {...text('region')}
        {...fields.told('region')}
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
    </>
  );
}
