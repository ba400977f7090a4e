import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiErrorWarningFill,
  RiLoader4Line,
  RiSubtractLine,
  RiTimeLine,
} from '@remixicon/react';
import { Button, VisuallyHidden } from '@backstage/ui';
import { Family } from '../format/status';
import { useTimes } from '../live/useTimes';
import { useT } from '../translation';
import { FamilyIcon } from './Chip';
import styles from './CheckList.module.css';

/** How a result looks. */
export const RESULT_LOOKS = {
  pass: { family: 'positive', icon: RiCheckboxCircleFill },
  warn: { family: 'warning', icon: RiErrorWarningFill },
  fail: { family: 'negative', icon: RiCloseCircleFill },
  'not-tested': { family: 'neutral', icon: RiSubtractLine },
  running: { family: 'announcement', icon: RiLoader4Line },
  waiting: { family: 'neutral', icon: RiTimeLine },
} as const satisfies Record<string, { family: Family; icon: unknown }>;

/** One row of a check-up or of a dry run. */
export interface Check {
  id: string;
  label: string;
  result: keyof typeof RESULT_LOOKS;
  seen: string;
  remedy: string | null;
  milliseconds?: number;
  fix?: { label: string; apply: () => void };
}

/** What was checked, what was seen, and what would mend it. */
export function CheckList(props: { label: string; checks: Check[] }) {
  const t = useT();
  const times = useTimes();
  return (
    <ol className={styles.list} aria-label={props.label}>
      {props.checks.map(check => {
        const look = RESULT_LOOKS[check.result];
        return (
          <li className={styles.step} key={check.id} data-result={check.result}>
            <FamilyIcon {...look} spin={check.result === 'running'} />
            <span className={styles.name}>
              {check.label}
              <VisuallyHidden>: {t(`checkup.${check.result}`)}</VisuallyHidden>
            </span>
            <span className={styles.seen}>
              <span>{check.seen}</span>
              {check.remedy && check.result !== 'pass' && (
                <strong>{check.remedy}</strong>
              )}
              {check.fix && (
                <Button
                  size="small"
                  variant="secondary"
                  onPress={check.fix.apply}
                >
                  {check.fix.label}
                </Button>
              )}
            </span>
            <span className={styles.took}>
              {check.milliseconds !== undefined &&
                check.result !== 'not-tested' &&
                `${times.count(Math.round(check.milliseconds))} ms`}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
