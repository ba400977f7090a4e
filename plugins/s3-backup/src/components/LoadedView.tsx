import { ReactNode, useEffect, useState } from 'react';
import { Alert, Button, Skeleton } from '@backstage/ui';
import { Loaded } from '../live/useLoad';
import { useTimes } from '../live/useTimes';
import { useT } from '../translation';
import { HintAlert } from './HintAlert';
import styles from './LoadedView.module.css';

/** Nothing for 200 ms, then lines in the height of what will come. */
export function Skeletons(props: { lines?: number; lineHeight?: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200);
    return () => clearTimeout(timer);
  }, []);
  const lines = Array.from({ length: props.lines ?? 5 });
  return (
    <div
      className={styles.skeletons}
      style={late ? undefined : { visibility: 'hidden' }}
      aria-hidden
    >
      {lines.map((_, index) => (
        <Skeleton key={index} height={props.lineHeight ?? 20} />
      ))}
    </div>
  );
}

/** The part that one may not see: informs, never blank and never red. */
export function Denied(props: { what?: string; permission?: string }) {
  const t = useT();
  return (
    <Alert
      status="info"
      icon
      title={t('problem.deniedTitle')}
      description={
        props.what && props.permission
          ? t('problem.denied', {
              what: props.what,
              permission: props.permission,
            })
          : t('problem.deniedPlain')
      }
    />
  );
}

/**
 * The states of a part that is loaded: skeleton, failure in place of the part,
 * denied, and data that stays when a refresh fails.
 */
export function LoadedView<T>(props: {
  state: Loaded<T>;
  lines?: number;
  /** For the words of the denied state. */
  what?: string;
  permission?: string;
  /** For a 404. */
  gone?: ReactNode;
  children: (value: T) => ReactNode;
}) {
  const { state, lines, what, permission, gone, children } = props;
  const t = useT();
  const times = useTimes();
  if (state.value !== undefined) {
    return (
      <div className={styles.view} aria-busy={state.pending}>
        {state.problem && state.failedAt !== undefined && (
          <Alert
            status="warning"
            icon
            title={t('problem.refreshFailed', {
              time: times.moment(state.failedAt, state.failedAt),
            })}
            customActions={
              <Button
                size="small"
                variant="secondary"
                onPress={() => state.reload()}
              >
                {t('common.tryAgain')}
              </Button>
            }
          />
        )}
        {children(state.value)}
      </div>
    );
  }
  if (!state.problem) {
    return (
      <div aria-busy="true">
        <Skeletons lines={lines} />
      </div>
    );
  }
  if (state.problem.status === 403) {
    return <Denied what={what} permission={permission} />;
  }
  if (state.problem.status === 404 && gone) return <>{gone}</>;
  return (
    <HintAlert
      problem={state.problem}
      actions={
        <Button variant="secondary" onPress={() => state.reload()}>
          {t('common.tryAgain')}
        </Button>
      }
    />
  );
}
