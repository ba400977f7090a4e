import { scheduleOf } from '../../components';
import { keepsText } from '../../components/retentionWords';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { PlanDraft } from './planDraft';
import { rulesOfDraft } from './retention/retentionDraft';

/** The plan read back, in one sentence. */
export function useSentence(draft: PlanDraft, timeZone: string): string {
  const t = useT();
  const times = useTimes();
  const schedule = scheduleOf(draft.schedule);
  const path = draft.options.path;
  return t('planForm.sentence', {
    what:
      typeof path === 'string' && path
        ? `${draft.sourceType} ${path}`
        : draft.sourceType || '–',
    where:
      draft.destinations.join(', ') ||
      t('planForm.defaultDestination').toLowerCase(),
    when: schedule ? times.schedule(schedule, timeZone) : '–',
    keeps: keepsText(t, times, rulesOfDraft(draft.retention)),
  });
}
