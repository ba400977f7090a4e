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
import type { CheckUpProgress } from '../live/useCheckUp';
import { CheckUpRow, groupsInProgress, groupsOf } from './checkUpGroups';
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

/** Rows whose remedy is one of the calls that the advice shows. */
const ADVISED = new Set<Step['id']>([
  'versioning',
  'public-access',
  'default-encryption',
  'lifecycle',
]);

/** The verdict as a chip. */
export function VerdictChip(props: { verdict: CheckUp['verdict'] }) {
  const t = useT();
  return <Chip {...LOOKS[props.verdict]}>{t(`checkup.${props.verdict}`)}</Chip>;
}

const NOTHING: CheckUpProgress = { steps: [], running: null };

/**
 * A check-up: its verdict, and each row with its remedy. The first failure is
 * brought into view; what passed is folded.
 */
export function CheckUpView(props: {
  /** None while the first one runs. */
  checkUp: CheckUp | undefined;
  pending?: boolean;
  /** How far the one is that runs. */
  progress?: CheckUpProgress;
  /** Ends the one that runs. */
  onCancel?: () => void;
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
  /** Opens the least policy, or the advice on the bucket. */
  onHelp?: (help: 'policy' | 'advice') => void;
}) {
  const { checkUp, pending, progress = NOTHING, name, isStale } = props;
  const { onAgain, onCancel, fixWith, onSwap, onAdopt, onHelp } = props;
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
    if (onHelp && /^s3-(denied|kms-denied)/.test(step.code ?? '')) {
      return { label: t('help.showPolicy'), apply: () => onHelp('policy') };
    }
    if (onHelp && step.result === 'warn' && ADVISED.has(step.id)) {
      return { label: t('help.showCall'), apply: () => onHelp('advice') };
    }
    const apply = fix && fixWith?.(fix);
    if (!apply) return undefined;
    const label =
      fix.field === 'forcePathStyle'
        ? t('checkup.usePathStyle')
        : t('checkup.use', { value: fix.value });
    return { label, apply };
  };
  const checkOf = (step: CheckUpRow) => ({
    id: step.id,
    label: t(`checkup.step.${step.id}`),
    result: step.result,
    ...('seen' in step
      ? {
          ...stepWords(t, step),
          milliseconds: step.milliseconds,
          fix: pending ? undefined : fixOf(step),
        }
      : { seen: '', remedy: null }),
  });
  const shown = checkUp ? groupsOf(checkUp) : [];
  const groups = pending ? groupsInProgress(progress) : shown;
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
        {pending && (
          <span>
            {progress.running
              ? t('checkup.runningStep', {
                  step: t(`checkup.step.${progress.running}`),
                })
              : t('checkup.running')}
          </span>
        )}
        <span className={styles.buttons}>
          {checkUp && !pending && (
            <CopyAction text={reportOf(t, checkUp, name)}>
              {t('checkup.copyReport')}
            </CopyAction>
          )}
          {pending && onCancel && (
            <Button variant="secondary" onPress={onCancel}>
              {t('common.cancel')}
            </Button>
          )}
          {onAgain && !(pending && onCancel) && (
            <Button variant="secondary" isPending={pending} onPress={onAgain}>
              {t('checkup.again')}
            </Button>
          )}
        </span>
      </div>
      {isStale && !pending && (
        <p className={styles.stale}>{t('checkup.changed')}</p>
      )}
      {groups.map(group => (
        <CheckUpGroupView
          key={pending ? group.id : `${at} ${group.id}`}
          group={group}
          checks={group.steps.map(checkOf)}
        />
      ))}
    </div>
  );
}
