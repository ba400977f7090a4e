import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiErrorWarningFill,
} from '@remixicon/react';
import { CheckUp } from '@understudy/backstage-plugin-s3-backup-common';
import { formatDuration } from '../format/durations';
import { T, useT } from '../translation';
import { CheckList } from './CheckList';
import { Chip } from './Chip';
import { CopyAction } from './CopySnippet';
import { problemWords } from './problemWords';
import styles from './CheckUpView.module.css';

type Step = CheckUp['steps'][number];

const LOOKS = {
  ready: { family: 'positive', icon: RiCheckboxCircleFill },
  'ready-with-warnings': { family: 'warning', icon: RiErrorWarningFill },
  'not-ready': { family: 'negative', icon: RiCloseCircleFill },
} as const;

/** A row in the language of the page, as far as it says nothing of its own. */
const stepWords = (t: T, { code, seen, remedy }: Step) =>
  problemWords(t, { code, message: seen, hint: remedy });

/** The verdict in one sentence, for the live region: rows are not read out. */
export function verdictText(t: T, checkUp: CheckUp): string {
  const failed = checkUp.steps.find(step => step.result === 'fail');
  return failed
    ? t('checkup.failedAt', {
        step: t(`checkup.step.${failed.id}`),
        seen: stepWords(t, failed).message,
      })
    : t(`checkup.${checkUp.verdict}`);
}

/** A check-up: its verdict, and each row with its remedy. */
export function CheckUpView(props: {
  checkUp: CheckUp;
  /** Fields were changed since: the rows speak of something else. */
  isStale?: boolean;
  onFix?: (field: string, value: string) => void;
  onSwap?: () => void;
}) {
  const { checkUp, isStale, onFix, onSwap } = props;
  const t = useT();
  const passed = checkUp.steps.filter(step => step.result === 'pass').length;
  const took = checkUp.steps.reduce((sum, step) => sum + step.milliseconds, 0);
  const fixOf = (step: Step) => {
    const { fix } = step;
    if (step.code === 's3-swapped-keys' && onSwap) {
      return { label: t('checkup.swap'), apply: onSwap };
    }
    return fix && onFix
      ? {
          label: t('checkup.use', { value: fix.value }),
          apply: () => onFix(fix.field, fix.value),
        }
      : undefined;
  };
  return (
    <div className={styles.view}>
      <div className={styles.head}>
        <strong>{t('checkup.title')}</strong>
        <Chip {...LOOKS[checkUp.verdict]}>
          {t(`checkup.${checkUp.verdict}`)}
        </Chip>
        <span>
          {t('checkup.summary', {
            passed: String(passed),
            steps: String(checkUp.steps.length),
            took: formatDuration(took),
          })}
        </span>
        <CopyAction text={JSON.stringify(checkUp, null, 2)}>
          {t('common.copy')}
        </CopyAction>
      </div>
      {isStale && <p className={styles.stale}>{t('checkup.changed')}</p>}
      <CheckList
        label={t('checkup.title')}
        checks={checkUp.steps.map(step => ({
          id: step.id,
          label: t(`checkup.step.${step.id}`),
          result: step.result,
          seen: stepWords(t, step).message,
          remedy: stepWords(t, step).hint,
          milliseconds: step.milliseconds,
          fix: fixOf(step),
        }))}
      />
    </div>
  );
}
