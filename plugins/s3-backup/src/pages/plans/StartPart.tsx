import { NumberField, Select, TextAreaField } from '@backstage/ui';
import { fieldError } from '../../components';
import { useT } from '../../translation';
import { PlanFormPart } from './PlanFormParts';
import { readQuiet, StartDraft } from './startDraft';
import styles from './Plans.module.css';

/** What moves the begin of its runs, folded: most plans begin at their slot. */
export function StartPart(
  props: PlanFormPart & { fields: Record<string, string> },
) {
  const { draft, fields } = props;
  const t = useT();
  const { start } = draft;
  const set = (change: Partial<StartDraft>) =>
    props.set({ start: { ...start, ...change } });
  return (
    <details>
      <summary>{t('planStart.title')}</summary>
      <div className={styles.fields}>
        <NumberField
          label={t('planStart.spread')}
          secondaryLabel={t('planForm.optional')}
          description={t('planStart.spreadHelp')}
          value={start.spreadMinutes ?? NaN}
          minValue={0}
          maxValue={720}
          onChange={value =>
            set({ spreadMinutes: Number.isNaN(value) ? null : value })
          }
        />
        <TextAreaField
          label={t('planStart.quiet')}
          secondaryLabel={t('planForm.optional')}
          description={t('planStart.quietHelp')}
          value={start.quiet}
          onChange={quiet => set({ quiet })}
          {...fieldError(
            readQuiet(start.quiet)
              ? fields.blackouts
              : t('planStart.quietWrong'),
          )}
        />
        <Select
          label={t('planStart.catchUpLabel')}
          value={start.catchUp}
          onChange={key => set({ catchUp: key as StartDraft['catchUp'] })}
          options={(['latest', 'skip'] as const).map(id => ({
            id,
            label: t(`planStart.catchUp.${id}`),
          }))}
        />
        <Select
          label={t('planStart.overlapLabel')}
          value={start.overlap}
          onChange={key => set({ overlap: key as StartDraft['overlap'] })}
          options={(['queue', 'skip'] as const).map(id => ({
            id,
            label: t(`planStart.overlap.${id}`),
          }))}
        />
        <Select
          label={t('planStart.priorityLabel')}
          value={start.priority}
          onChange={key => set({ priority: key as StartDraft['priority'] })}
          options={(['high', 'normal', 'low'] as const).map(id => ({
            id,
            label: t(`planStart.priority.${id}`),
          }))}
        />
      </div>
    </details>
  );
}
