import { lazy, Suspense } from 'react';
import {
  Checkbox,
  NumberField,
  Radio,
  RadioGroup,
  Skeleton,
} from '@backstage/ui';
import { Schedule } from '@understudy/backstage-plugin-s3-backup-common';
import { fieldError, Section } from '../../../components';
import { useT } from '../../../translation';
import { COUNTED, RetentionDraft, retentionInputOf } from './retentionDraft';
import styles from './Retention.module.css';

const RetentionSimulator = lazy(() =>
  import(/* webpackChunkName: "s3b-simulator" */ './RetentionSimulator').then(
    ({ RetentionSimulator: it }) => ({ default: it }),
  ),
);

const orNull = (value: number) => (Number.isNaN(value) ? null : value);

function Rules(props: {
  draft: RetentionDraft;
  onChange: (change: Partial<RetentionDraft>) => void;
  fields: Record<string, string>;
}) {
  const { draft, onChange, fields } = props;
  const t = useT();
  return (
    <div className={styles.rules}>
      <p className={styles.help}>{t('retention.rulesHelp')}</p>
      <div className={styles.counts}>
        {COUNTED.map(name => (
          <NumberField
            key={name}
            label={t(`retention.rule.${name}`)}
            value={draft.counts[name] ?? NaN}
            minValue={1}
            maxValue={10_000}
            onChange={value =>
              onChange({ counts: { ...draft.counts, [name]: orNull(value) } })
            }
            {...fieldError(fields[`retention.${name}`])}
          />
        ))}
        <NumberField
          label={t('retention.maxAge')}
          value={draft.maxAgeDays ?? NaN}
          minValue={1}
          onChange={value => onChange({ maxAgeDays: orNull(value) })}
          {...fieldError(fields['retention.maxAge'])}
        />
        <NumberField
          label={t('retention.maxSize')}
          value={draft.maxSizeGiB ?? NaN}
          minValue={0.001}
          onChange={value => onChange({ maxSizeGiB: orNull(value) })}
          {...fieldError(fields['retention.maxTotalSize'])}
        />
        <NumberField
          label={t('retention.minimumGood')}
          description={t('retention.minimumHelp')}
          value={draft.minimumGood}
          minValue={1}
          maxValue={1000}
          onChange={value => onChange({ minimumGood: orNull(value) ?? 3 })}
        />
      </div>
      <Checkbox
        isSelected={draft.keepUntilProven}
        onChange={keepUntilProven => onChange({ keepUntilProven })}
      >
        {t('retention.untilProven')}
      </Checkbox>
      <p className={styles.help}>{t('retention.untilProvenHelp')}</p>
    </div>
  );
}

/** How long backups stay: rules left, what they keep right. */
export function RetentionPart(props: {
  draft: RetentionDraft;
  onChange: (draft: RetentionDraft) => void;
  /** Absent: the plan is not saved yet. */
  plan: string | undefined;
  schedule: Schedule | undefined;
  fields: Record<string, string>;
}) {
  const { draft, onChange, plan, schedule, fields } = props;
  const t = useT();
  const set = (change: Partial<RetentionDraft>) =>
    onChange({ ...draft, ...change });
  return (
    <Section title={t('retention.title')}>
      <RadioGroup
        aria-label={t('retention.title')}
        value={draft.on ? 'rules' : 'all'}
        onChange={value => set({ on: value === 'rules' })}
      >
        <Radio value="all">{t('retention.keepAll')}</Radio>
        <Radio value="rules">{t('retention.byRules')}</Radio>
      </RadioGroup>
      {draft.on && (
        <div className={styles.part}>
          <Rules draft={draft} onChange={set} fields={fields} />
          {schedule ? (
            <Suspense fallback={<Skeleton width="100%" height={320} />}>
              <RetentionSimulator
                plan={plan}
                schedule={schedule}
                retention={retentionInputOf(draft)}
              />
            </Suspense>
          ) : (
            <p className={styles.help}>{t('simulator.invalid')}</p>
          )}
        </div>
      )}
    </Section>
  );
}
