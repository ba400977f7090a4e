import {
  Alert,
  Checkbox,
  CheckboxGroup,
  NumberField,
  Radio,
  RadioGroup,
  Select,
  TextAreaField,
} from '@backstage/ui';
import {
  Destination,
  Key,
} from '@understudy/backstage-plugin-s3-backup-common';
import { fieldError, Section } from '../../components';
import { useT } from '../../translation';
import { PlanDraft } from './planDraft';
import styles from './Plans.module.css';

/** What each part of the form is given. */
export interface PlanFormPart {
  draft: PlanDraft;
  set: (change: Partial<PlanDraft>) => void;
}

/** Where to. */
export function DestinationPart(
  props: PlanFormPart & {
    destinations: Destination[];
    fields: Record<string, string>;
  },
) {
  const { draft, set, destinations, fields } = props;
  const t = useT();
  const names = new Set([
    ...destinations.map(each => each.name),
    ...draft.destinations,
  ]);
  return (
    <Section title={t('planForm.destination')}>
      {names.size === 0 ? (
        <span>{t('planForm.noDestinations')}</span>
      ) : (
        <CheckboxGroup
          label={t('planForm.destinations')}
          description={t('planForm.destinationsHelp')}
          value={draft.destinations}
          onChange={value => set({ destinations: value })}
          {...fieldError(fields.destinations)}
        >
          {[...names].map(name => (
            <Checkbox key={name} value={name}>
              {name}
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
    </Section>
  );
}

/** To whom it is encrypted; in clear is a choice that keeps its warning. */
export function EncryptionPart(
  props: PlanFormPart & { keys: Key[]; problem: string | undefined },
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
export function LimitsPart(props: PlanFormPart) {
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
