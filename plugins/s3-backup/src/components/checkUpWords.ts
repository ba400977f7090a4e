import { CheckUp } from '@understudy/backstage-plugin-s3-backup-common';
import { T } from '../translation';
import { problemWords } from './problemWords';
import { seenWords } from './seenWords';

type Step = CheckUp['steps'][number];

/** What a form's field must become for a step to pass. */
export type StepFix = NonNullable<Step['fix']>;

/** A row in the language of the page, as far as it says nothing of its own. */
export function stepWords(
  t: T,
  step: Step,
): { seen: string; remedy: string | null } {
  const { code, seen, remedy, details, needs } = step;
  if (needs) {
    const missing = t(`checkup.step.${needs}`);
    return { seen: t('checkup.needs', { step: missing }), remedy: null };
  }
  if (!code) {
    const inWords = (said: string) => seenWords(t, step.id, said) ?? said;
    return { seen: inWords(seen), remedy: remedy && inWords(remedy) };
  }
  const words = problemWords(t, { code, message: seen, hint: remedy, details });
  return { seen: words.message, remedy: words.hint };
}

/** The verdict in one sentence, for the live region: rows are not read out. */
export function verdictText(t: T, checkUp: CheckUp): string {
  const failed = checkUp.steps.find(step => step.result === 'fail');
  return failed
    ? t('checkup.failedAt', {
        step: t(`checkup.step.${failed.id}`),
        seen: stepWords(t, failed).seen,
      })
    : t(`checkup.${checkUp.verdict}`);
}

const MARKS = { pass: '✓', warn: '!', fail: '✕', 'not-tested': '–' };

/** A check-up as text to be sent to somebody: one line a step, and remedies. */
export function reportOf(t: T, checkUp: CheckUp, name?: string): string {
  const title = name ? t('checkup.of', { name }) : t('checkup.title');
  const lines = checkUp.steps.flatMap(step => {
    const { seen, remedy } = stepWords(t, step);
    const line = `${MARKS[step.result]} ${t(
      `checkup.step.${step.id}`,
    )}: ${seen}`;
    return remedy && step.result !== 'pass' ? [line, `  → ${remedy}`] : [line];
  });
  const { server, probedBy } = checkUp.profile ?? {};
  return [
    `${title}, ${checkUp.at}: ${t(`checkup.${checkUp.verdict}`)}`,
    ...lines,
    ...(server ? [`${t('profile.server')}: ${server}`] : []),
    ...(probedBy ? [probedBy] : []),
  ].join('\n');
}

/**
 * What a fix changes in a form's draft, in the type of its field; nothing
 * where the form has no such field. `store.storageClass` is the field
 * `storageClass`.
 */
export function changeOf<D extends object>(
  draft: D,
  fix: StepFix,
): Partial<D> | undefined {
  const field = fix.field.split('.').at(-1) as keyof D & string;
  if (!(field in draft)) return undefined;
  const value =
    typeof draft[field] === 'boolean' ? fix.value === 'true' : fix.value;
  return { [field]: value } as Partial<D>;
}
