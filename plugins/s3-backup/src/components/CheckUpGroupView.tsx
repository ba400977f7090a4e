import { RiArrowRightSLine } from '@remixicon/react';
import { VisuallyHidden } from '@backstage/ui';
import { useT } from '../translation';
import { Check, CheckList, RESULT_LOOKS } from './CheckList';
import { CheckUpGroup } from './checkUpGroups';
import { FamilyIcon } from './Chip';
import styles from './CheckUpView.module.css';

/**
 * Steps of one kind: folded where all passed, where none was tried, and where
 * they are yet to come.
 */
export function CheckUpGroupView(props: {
  group: CheckUpGroup;
  checks: Check[];
}) {
  const { group, checks } = props;
  const t = useT();
  const { id, result, passed, steps, needs } = group;
  const title = t(`checkup.group.${id}`);
  return (
    <details
      className={styles.group}
      open={['fail', 'warn', 'running'].includes(result)}
    >
      <summary className={styles.summary}>
        <RiArrowRightSLine aria-hidden size={18} className={styles.fold} />
        <FamilyIcon {...RESULT_LOOKS[result]} spin={result === 'running'} />
        <span className={styles.title}>
          {title}
          <VisuallyHidden>: {t(`checkup.${result}`)}</VisuallyHidden>
        </span>
        <span>
          {needs
            ? t('checkup.needs', { step: t(`checkup.step.${needs}`) })
            : t('checkup.groupPassed', {
                passed: String(passed),
                steps: String(steps.length),
              })}
        </span>
      </summary>
      <CheckList label={title} checks={checks} />
    </details>
  );
}
