import { useEffect, useRef } from 'react';
import { Button } from '@backstage/ui';
import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiErrorWarningFill,
} from '@remixicon/react';
import { CheckUp } from '@understudy/backstage-plugin-s3-backup-common';
import { formatDuration } from '../format/durations';
import { useT } from '../translation';
import { CheckUpGroupView } from './CheckUpGroupView';
import { CHECK_UP_GROUPS, CheckUpGroupId, groupsOf } from './checkUpGroups';
import { reportOf, StepFix, stepWords } from './checkUpWords';
import { Chip } from './Chip';
import { CopyAction } from './CopySnippet';
import styles from './CheckUpView.module.css';

type Step = CheckUp['steps'][number];

const LOOKS = {
  ready: { family: 'positive', icon: RiCheckboxCircleFill },
  'ready-with-warnings': { family: 'warning', icon: RiErrorWarningFill },
  'not-ready': { family: 'negative', icon: RiCloseCircleFill },
} as const;

/** The verdict as a chip. */
export function VerdictChip(props: { verdict: CheckUp['verdict'] }) {
  const t = useT();
  return <Chip {...LOOKS[props.verdict]}>{t(`checkup.${props.verdict}`)}</Chip>;
}

/** What will be looked at, while it is. */
function Pending() {
  const t = useT();
  return (
    <ul className={styles.pending} aria-label={t('checkup.title')}>
      {(Object.keys(CHECK_UP_GROUPS) as CheckUpGroupId[]).map(id => (
        <li key={id}>{t(`checkup.group.${id}`)}</li>
      ))}
    </ul>
  );
}

/**
 * A check-up: its verdict, and each row with its remedy. The first failure is
 * brought into view; what passed is folded.
 */
export function CheckUpView(props: {
  /** None while the first one runs. */
  checkUp: CheckUp | undefined;
  pending?: boolean;
  /** Of what, for the report. */
  name?: string;
  /** Fields were changed since: the rows speak of something else. */
  isStale?: boolean;
  onAgain?: () => void;
  /** What applies a fix; nothing where the form has no such field. */
  fixWith?: (fix: StepFix) => (() => void) | undefined;
  onSwap?: () => void;
  /** Takes the prefix over from a portal that is gone. */
  onAdopt?: () => void;
}) {
  const { checkUp, pending, name, isStale, onAgain, fixWith, onSwap, onAdopt } =
    props;
  const t = useT();
  const view = useRef<HTMLDivElement>(null);
  const at = checkUp?.at;
  useEffect(() => {
    const failed = view.current?.querySelector('[data-result="fail"]');
    // Not there where nothing is laid out.
    failed?.scrollIntoView?.({ block: 'nearest' });
  }, [at]);

  const fixOf = (step: Step) => {
    const { fix } = step;
    if (step.code === 's3-swapped-keys' && onSwap) {
      return { label: t('checkup.swap'), apply: onSwap };
    }
    if (step.code === 'foreign-prefix' && onAdopt) {
      return { label: t('adopt.button'), apply: onAdopt };
    }
    const apply = fix && fixWith?.(fix);
    if (!apply) return undefined;
    const label =
      fix.field === 'forcePathStyle'
        ? t('checkup.usePathStyle')
        : t('checkup.use', { value: fix.value });
    return { label, apply };
  };
  const steps = checkUp?.steps ?? [];
  const passed = steps.filter(step => step.result === 'pass').length;
  const took = steps.reduce((sum, step) => sum + step.milliseconds, 0);
  return (
    <div className={styles.view} ref={view} aria-busy={pending}>
      <div className={styles.head}>
        {checkUp && !pending && (
          <>
            <VerdictChip verdict={checkUp.verdict} />
            <span>
              {t('checkup.summary', {
                passed: String(passed),
                steps: String(steps.length),
                took: formatDuration(took),
              })}
            </span>
          </>
        )}
        {pending && <span>{t('checkup.running')}</span>}
        <span className={styles.buttons}>
          {checkUp && !pending && (
            <CopyAction text={reportOf(t, checkUp, name)}>
              {t('checkup.copyReport')}
            </CopyAction>
          )}
          {onAgain && (
            <Button variant="secondary" isPending={pending} onPress={onAgain}>
              {t('checkup.again')}
            </Button>
          )}
        </span>
      </div>
      {isStale && !pending && (
        <p className={styles.stale}>{t('checkup.changed')}</p>
      )}
      {pending ? (
        <Pending />
      ) : (
        checkUp &&
        groupsOf(checkUp).map(group => (
          <CheckUpGroupView
            key={`${at} ${group.id}`}
            group={group}
            checks={group.steps.map(step => ({
              id: step.id,
              label: t(`checkup.step.${step.id}`),
              result: step.result,
              ...stepWords(t, step),
              milliseconds: step.milliseconds,
              fix: fixOf(step),
            }))}
          />
        ))
      )}
    </div>
  );
}
