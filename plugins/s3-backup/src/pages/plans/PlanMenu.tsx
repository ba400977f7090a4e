import { MenuItem, Switch } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Plan } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { HintAlert } from '../../components';
import { useAction } from '../../live/useAction';
import { useLinks } from '../../live/useLinks';
import { useMayOnPlan } from '../../live/useMay';
import { useRunPlan } from '../../live/useRunPlan';
import { useT } from '../../translation';
import { inputOf } from './planInput';

/** What is asked of the page by a plan's menu. */
export interface PlanAsks {
  onPause: (plan: Plan) => void;
  onDelete: (plan: Plan) => void;
  onChanged: () => Promise<void>;
}

/** Whether it is paused at this moment. */
export const isPaused = (plan: Plan) => plan.pausedAt !== null;

/** Whether a slot to come is left out. */
export const isSkipping = ({ skip }: Plan) =>
  skip !== null && Date.parse(skip.slot) > Date.now();

/** Items of a plan's menu: only what this person may do with it. */
export function PlanMenu(props: { plan: Plan } & PlanAsks) {
  const { plan, onPause, onDelete, onChanged } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const links = useLinks();
  const mayStart = useMayOnPlan('runStart', plan.name);
  const mayPause = useMayOnPlan('planPause', plan.name);
  const mayUpdate = useMayOnPlan('planUpdate', plan.name);
  const mayDelete = useMayOnPlan('planDelete', plan.name);
  const start = useRunPlan();
  const resume = useAction(async () => {
    await api.resumePlan(plan.name);
    await onChanged();
  });
  const skip = useAction(async (next: boolean) => {
    await (next ? api.skipNext(plan.name) : api.unskip(plan.name));
    await onChanged();
  });
  return (
    <>
      <MenuItem id="open" href={links.plan(plan.name)}>
        {t('common.open')}
      </MenuItem>
      {mayStart && (
        <MenuItem id="run" onAction={() => start.run(plan.name, plan.title)}>
          {t('plans.backUpNow')}
        </MenuItem>
      )}
      {mayPause && !isPaused(plan) && (
        <MenuItem id="pause" onAction={() => onPause(plan)}>
          {t('plans.pause')}
        </MenuItem>
      )}
      {mayPause && isPaused(plan) && (
        <MenuItem id="resume" onAction={() => resume.run()}>
          {t('plans.resume')}
        </MenuItem>
      )}
      {mayPause && (plan.nextSlot || plan.skip) && (
        <MenuItem id="skip" onAction={() => skip.run(!isSkipping(plan))}>
          {t(isSkipping(plan) ? 'plans.unskip' : 'plans.skip')}
        </MenuItem>
      )}
      {mayUpdate && !plan.fromConfig && (
        <MenuItem id="edit" href={links.editPlan(plan.name)}>
          {t('plans.edit')}
        </MenuItem>
      )}
      {mayDelete && !plan.fromConfig && (
        <MenuItem id="delete" color="danger" onAction={() => onDelete(plan)}>
          {t('plans.delete')}
        </MenuItem>
      )}
    </>
  );
}

/** The plan's own switch, for its schedule only. */
export function PlanSwitch(props: {
  plan: Plan;
  onChanged: () => Promise<void>;
}) {
  const { plan, onChanged } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const may = useMayOnPlan('planUpdate', plan.name);
  const turn = useAction(async (enabled: boolean) => {
    const { value, etag } = await api.plan(plan.name);
    await api.updatePlan(plan.name, { ...inputOf(value), enabled }, etag);
    await onChanged();
  });
  const name = plan.title ?? plan.name;
  return (
    <>
      <Switch
        aria-label={t('plans.runOnSchedule', { name })}
        isSelected={plan.enabled}
        isReadOnly={!may || plan.fromConfig !== null}
        isDisabled={turn.pending}
        onChange={enabled => turn.run(enabled)}
      />
      {turn.problem && <HintAlert problem={turn.problem} urgent />}
    </>
  );
}
