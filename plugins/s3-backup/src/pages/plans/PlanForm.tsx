import { FormEvent, useCallback, useState } from 'react';
import { Button, Switch, TextField } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  Destination,
  Key,
  Plan,
  Schedule,
  Simulation,
  SourceType,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef, Tagged } from '../../api';
import {
  ConfigLock,
  ConfirmDialog,
  DraftBack,
  fieldError,
  SaveProblem,
  ScheduleField,
  scheduleOf,
  Section,
  withoutSecrets,
} from '../../components';
import { useNavigate } from '../../live/router';
import { useAction } from '../../live/useAction';
import { useDraft } from '../../live/useDraft';
import { useLinks } from '../../live/useLinks';
import { useT } from '../../translation';
import { PlanDraft, planDraftOf, PlanFault, planInputOf } from './planDraft';
import { DestinationPart, EncryptionPart, LimitsPart } from './PlanFormParts';
import { deletesMuch, FirstPruneDialog } from './retention/FirstPruneDialog';
import { retentionDraftOf } from './retention/retentionDraft';
import { RetentionPart } from './retention/RetentionPart';
import { SourcePart } from './SourcePart';
import { startInputOf } from './startDraft';
import { StartPart } from './StartPart';
import { useSentence } from './useSentence';
import styles from './Plans.module.css';

/** The whole plan in one page, read back as a sentence at its foot. */
export function PlanForm(props: {
  plan: Tagged<Plan> | undefined;
  sources: SourceType[];
  destinations: Destination[];
  keys: Key[];
  timeZone: string;
  entityRef?: string;
  onReload: () => void;
}) {
  const { plan, sources, destinations, keys, timeZone, entityRef } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const links = useLinks();
  const navigate = useNavigate();
  const [initial] = useState(() =>
    planDraftOf(plan?.value, {
      entityRef,
      sourceType: sources[0]?.type,
      keys: keys
        .filter(key => key.confirmedAt || key.fromConfig)
        .map(key => key.name)
        .slice(0, 1),
    }),
  );
  const keep = useCallback(
    (draft: PlanDraft) => ({
      ...draft,
      options: withoutSecrets(
        sources.find(source => source.type === draft.sourceType)?.optionsSchema,
        draft.options,
      ),
    }),
    [sources],
  );
  const form = useDraft(
    `plan.${plan?.value.name ?? `new.${entityRef ?? ''}`}`,
    initial,
    keep,
  );
  const { draft, set } = form;
  const [initialRules] = useState(() =>
    JSON.stringify(retentionDraftOf(plan?.value.retention)),
  );
  const [tried, setTried] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const { input, faults } = planInputOf(draft, plan?.value);
  const fault = (name: PlanFault, words: string) =>
    tried && faults.includes(name) ? words : undefined;
  const sentence = useSentence(draft, timeZone);
  const start = JSON.stringify(startInputOf(draft.start));
  const preview = useCallback(
    (schedule: Schedule) => {
      const { spread, blackouts } = JSON.parse(start);
      const name = draft.name || undefined;
      return api.previewSchedule({ schedule, spread, blackouts, plan: name });
    },
    [api, start, draft.name],
  );
  const save = useAction(async () => {
    if (!input) return;
    const saved = plan
      ? await api.updatePlan(plan.value.name, input, plan.etag)
      : await api.createPlan(input);
    form.forget();
    navigate(links.plan(saved.name));
  });
  const [firstPrune, setFirstPrune] = useState<Simulation['firstPrune']>();
  const submit = useAction(async () => {
    if (!input) return;
    const rules = JSON.stringify(draft.retention);
    if (plan && input.retention && rules !== initialRules) {
      const { retention, schedule } = input;
      const asked = { plan: plan.value.name, retention, schedule };
      const simulation = await api.simulate(asked);
      if (deletesMuch(simulation.firstPrune)) {
        setFirstPrune(simulation.firstPrune);
        return;
      }
    }
    await save.run();
  });
  const problem = save.problem ?? submit.problem;
  const fields = problem?.fields ?? {};
  const back = plan ? links.plan(plan.value.name) : links.plans;
  const locked = plan?.value.fromConfig;
  if (locked) return <ConfigLock path={locked} />;

  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        setTried(true);
        if (input) submit.run();
      }}
    >
      <DraftBack shown={form.restored} onDiscard={form.discard} />
      <SaveProblem problem={problem} onReload={props.onReload} />
      <Section title={t('planForm.identity')}>
        <div className={styles.fields}>
          <TextField
            label={t('planForm.name')}
            description={t('planForm.nameHelp')}
            value={draft.name}
            onChange={name => set({ name })}
            isReadOnly={plan !== undefined}
            autoComplete="off"
            {...fieldError(
              fault('name', t('planForm.nameWrong')) ?? fields.name,
            )}
          />
          <TextField
            label={t('planForm.titleField')}
            secondaryLabel={t('planForm.optional')}
            value={draft.title}
            onChange={title => set({ title })}
            autoComplete="off"
          />
          <TextField
            label={t('planForm.entity')}
            secondaryLabel={t('planForm.optional')}
            description={t('planForm.entityHelp')}
            value={draft.entityRef}
            onChange={ref => set({ entityRef: ref })}
            autoComplete="off"
            {...fieldError(
              fault('entityRef', t('planForm.entityWrong')) ?? fields.entityRef,
            )}
          />
        </div>
      </Section>
      <SourcePart draft={draft} set={set} sources={sources} fields={fields} />
      <DestinationPart
        draft={draft}
        set={set}
        destinations={destinations}
        fields={fields}
      />
      <EncryptionPart
        draft={draft}
        set={set}
        keys={keys}
        problem={
          fault('recipients', t('planForm.recipientsWrong')) ??
          fault('noRecipients', t('planForm.noRecipients')) ??
          fields.encryption
        }
      />
      <Section title={t('planForm.schedule')}>
        <ScheduleField
          value={draft.schedule}
          onChange={schedule => set({ schedule })}
          portalZone={timeZone}
          preview={preview}
          problem={fields.schedule ?? fields['schedule.cron']}
        />
        <Switch
          label={t('planForm.enabled')}
          isSelected={draft.enabled}
          onChange={enabled => set({ enabled })}
        />
        <StartPart draft={draft} set={set} fields={fields} />
      </Section>
      <RetentionPart
        draft={draft.retention}
        onChange={retention => set({ retention })}
        plan={plan?.value.name}
        schedule={scheduleOf(draft.schedule)}
        fields={fields}
      />
      <LimitsPart draft={draft} set={set} />
      <p className={styles.sentence}>{sentence}</p>
      {fault('schedule', t('planForm.scheduleWrong')) && (
        <p className={styles.text} role="alert">
          {t('planForm.scheduleWrong')}
        </p>
      )}
      <div className={styles.buttons}>
        <Button type="submit" variant="primary" isPending={submit.pending}>
          {plan ? t('common.save') : t('planForm.create')}
        </Button>
        <Button
          variant="secondary"
          onPress={() => (form.dirty ? setLeaving(true) : navigate(back))}
        >
          {t('common.cancel')}
        </Button>
      </div>
      <FirstPruneDialog
        plan={plan?.value.name ?? ''}
        firstPrune={firstPrune}
        onClose={() => setFirstPrune(undefined)}
        onConfirm={() => save.run()}
      />
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
