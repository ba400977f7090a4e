import { ReactNode } from 'react';
import { Alert } from '@backstage/ui';
import { ApiProblem } from '../api/problem';
import { useT } from '../translation';
import { CopyButton } from './CopySnippet';
import { problemWords } from './problemWords';
import styles from './HintAlert.module.css';

/** What a {@link HintAlert} shows: a failed answer, or the error of a run. */
export type ShownProblem = Pick<ApiProblem, 'message'> &
  Partial<Pick<ApiProblem, 'title' | 'hint' | 'code' | 'status' | 'details'>>;

/**
 * A failure: title, what we saw, what to do, its code. An alert of BUI has no
 * role, so it takes one here where it appears on a press.
 */
export function HintAlert(props: {
  problem: ShownProblem;
  status?: 'danger' | 'warning';
  /** True where nothing that was stored before is touched. */
  untouched?: boolean;
  actions?: ReactNode;
  /** Read out as soon as it appears. */
  urgent?: boolean;
}) {
  const { problem, untouched, actions, urgent } = props;
  const t = useT();
  const offline = problem.status === null && !problem.code && !problem.title;
  const words = problemWords(t, problem);
  let title = words.title;
  if (!title) {
    title = offline ? t('problem.unreachable') : t('problem.unexpected');
  }
  const hint = words.hint ?? (offline ? t('problem.unreachableHint') : null);
  return (
    <Alert
      status={props.status ?? 'danger'}
      icon
      role={urgent ? 'alert' : undefined}
      title={title}
      description={
        <span className={styles.body}>
          {words.message !== title && <span>{words.message}</span>}
          {hint && <strong>{t('problem.whatToDo', { hint })}</strong>}
          {untouched && <span>{t('problem.untouched')}</span>}
          {problem.code && (
            <span className={styles.code}>
              {problem.code}
              <CopyButton text={problem.code} what={t('problem.codeLabel')} />
            </span>
          )}
        </span>
      }
      customActions={
        actions && <span className={styles.actions}>{actions}</span>
      }
    />
  );
}
