import {
  Alert,
  Button,
  Checkbox,
  CheckboxGroup,
  NumberField,
  Radio,
  RadioGroup,
  Select,
  TextAreaField,
} from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { useEffect, useState } from 'react';
import {
  Destination,
  Key,
  SourceCheck,
  SourceType,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { fieldError, HintAlert, Section, useAnnounce } from '../../components';
import { useAction } from '../../live/useAction';
import { useT } from '../../translation';
import { OptionsForm } from './OptionsForm';
import { PlanDraft } from './planDraft';
import styles from './Plans.module.css';

interface Part {
  draft: PlanDraft;
  set: (change: Partial<PlanDraft>) => void;
}

/** What to copy: a type, its options, and a check that reads it. */
export function SourcePart(
  props: Part & { sources: SourceType[]; fields: Record<string, string> },
) {
  const { draft, set, sources, fields } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const announce = useAnnounce();
  const source = sources.find(each => each.type === draft.sourceType);
  const [checked, setChecked] = useState<SourceCheck>();
  const key = JSON.stringify([draft.sourceType, draft.options]);
  useEffect(() => setChecked(undefined), [key]);
  const check = useAction(async () => {
    const result = await api.checkSource(draft.sourceType, draft.options);
    setChecked(result);
    announce(result.ok ? t('planForm.sourceOk') : t('planForm.sourceBad'));
  });
  const problems = Object.fromEntries(
    Object.entries({ ...fields, ...check.problem?.fields }).map(
      ([path, words]) => [
        path.replace(/^(?:source\.)?(?:options\.)?/, ''),
        words,
      ],
    ),
  );
  return (
    <Section title={t('planForm.source')}>
      {sources.length === 0 && <span>{t('planForm.noSources')}</span>}
      <RadioGroup
        label={t('planForm.sourceType')}
        value={draft.sourceType}
        onChange={type =>
          set({
            sourceType: type,
            options: type === draft.sourceType ? draft.options : {},
          })
        }
        {...fieldError(fields['source.type'])}
      >
        {sources.map(each => (
          <Radio key={each.type} value={each.type}>
            {`${each.title}: ${each.description}`}
          </Radio>
        ))}
      </RadioGroup>
      {source?.sensitive && (
        <Alert status="info" icon title={t('planForm.sensitive')} />
      )}
      <OptionsForm
        source={source}
        options={draft.options}
        onChange={options => set({ options })}
        problems={problems}
      />
      <div className={styles.buttons}>
        <Button
          variant="secondary"
          isDisabled={!draft.sourceType}
          isPending={check.pending}
          onPress={() => check.run()}
        >
          {t('planForm.checkSource')}
        </Button>
      </div>
      {checked && (
        <Alert
          status={checked.ok ? 'success' : 'warning'}
          icon
          title={checked.ok ? t('planForm.sourceOk') : t('planForm.sourceBad')}
          description={[
            checked.seen,
            checked.remedy && t('problem.whatToDo', { hint: checked.remedy }),
          ]
            .filter(Boolean)
            .join(' ')}
        />
      )}
      {check.problem && <HintAlert problem={check.problem} urgent />}
    </Section>
  );
}

const DEFAULT = '(default)';

/** Where to. */
export function DestinationPart(
  props: Part & {
    destinations: Destination[];
    fields: Record<string, string>;
  },
) {
  const { draft, set, destinations, fields } = props;
  const t = useT();
  const names = new Set(destinations.map(each => each.name));
  if (draft.destination) names.add(draft.destination);
  return (
    <Section title={t('planForm.destination')}>
      {names.size === 0 && <span>{t('planForm.noDestinations')}</span>}
      <Select
        label={t('planForm.destination')}
        value={draft.destination || DEFAULT}
        onChange={key =>
          set({ destination: key === DEFAULT ? '' : String(key) })
        }
        options={[
          { id: DEFAULT, label: t('planForm.defaultDestination') },
          ...[...names].map(name => ({ id: name, label: name })),
        ]}
        {...fieldError(fields.destinations)}
      />
    </Section>
  );
}

/** To whom it is encrypted; in clear is a choice that keeps its warning. */
export function EncryptionPart(
  props: Part & { keys: Key[]; problem: string | undefined },
) {
  const { draft, set, keys, problem } = props;
  const t = useT();
  const names = new Set([...keys.map(key => key.name), ...draft.keys]);
  const label = (name: string) => {
    const key = keys.find(each => each.name === name);
    return key && !key.confirmedAt && !key.fromConfig
      ? t('planForm.unconfirmed', { name })
      : name;
  };
  return (
    <Section title={t('planForm.encryption')}>
      <RadioGroup
        aria-label={t('planForm.encryption')}
        value={draft.encryption}
        onChange={value => set({ encryption: value as 'age' | 'clear' })}
      >
        <Radio value="age">{t('planForm.encryptTo')}</Radio>
        <Radio value="clear">{t('planForm.encryptClear')}</Radio>
      </RadioGroup>
      {draft.encryption === 'clear' ? (
        <Alert status="warning" icon title={t('planForm.clearWarning')} />
      ) : (
        <div className={styles.fields}>
          {names.size === 0 ? (
            <span>{t('planForm.noKeys')}</span>
          ) : (
            <CheckboxGroup
              label={t('planForm.keys')}
              value={draft.keys}
              onChange={value => set({ keys: value })}
            >
              {[...names].map(name => (
                <Checkbox key={name} value={name}>
                  {label(name)}
                </Checkbox>
              ))}
            </CheckboxGroup>
          )}
          <TextAreaField
            label={t('planForm.recipients')}
            secondaryLabel={t('planForm.optional')}
            description={t('planForm.recipientsHelp')}
            value={draft.recipients}
            onChange={recipients => set({ recipients })}
            {...fieldError(problem)}
          />
        </div>
      )}
      <Select
        label={t('planForm.compression')}
        value={draft.compression}
        onChange={key =>
          set({ compression: String(key) as PlanDraft['compression'] })
        }
        options={[
          { id: 'zstd', label: 'zstd' },
          { id: 'gzip', label: 'gzip' },
          { id: 'none', label: t('planForm.compressionNone') },
        ]}
      />
    </Section>
  );
}

/** Limits, folded: their defaults are right for most. */
export function LimitsPart(props: Part) {
  const { draft, set } = props;
  const t = useT();
  const orNull = (value: number) => (Number.isNaN(value) ? null : value);
  return (
    <details>
      <summary>{t('planForm.limits')}</summary>
      <div className={styles.fields}>
        <NumberField
          label={t('planForm.minimum')}
          secondaryLabel={t('planForm.optional')}
          description={t('planForm.minimumHelp')}
          value={draft.minimumBytes ?? NaN}
          minValue={0}
          onChange={value => set({ minimumBytes: orNull(value) })}
        />
        <NumberField
          label={t('planForm.freshness')}
          secondaryLabel={t('planForm.optional')}
          description={t('planForm.freshnessHelp')}
          value={draft.freshnessHours ?? NaN}
          minValue={0}
          onChange={value => set({ freshnessHours: orNull(value) })}
        />
        <NumberField
          label={t('planForm.retries')}
          value={draft.retries}
          minValue={0}
          maxValue={10}
          onChange={value => set({ retries: orNull(value) ?? 0 })}
        />
        <NumberField
          label={t('planForm.timeLimit')}
          value={draft.timeLimitHours}
          minValue={0.1}
          onChange={value => set({ timeLimitHours: orNull(value) ?? 24 })}
        />
        <NumberField
          label={t('planForm.stallLimit')}
          value={draft.stallMinutes}
          minValue={1}
          onChange={value => set({ stallMinutes: orNull(value) ?? 10 })}
        />
      </div>
    </details>
  );
}
