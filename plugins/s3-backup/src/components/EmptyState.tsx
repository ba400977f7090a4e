import { ReactNode } from 'react';
import { Button } from '@backstage/ui';
import { useT } from '../translation';
import styles from './EmptyState.module.css';

/** One sentence about what will stand here, and one thing to do. */
export function EmptyState(props: { text: string; action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <p className={styles.text}>{props.text}</p>
      {props.action && <div className={styles.actions}>{props.action}</div>}
    </div>
  );
}

/** Filters that match nothing: never confused with nothing being there. */
export function EmptyByFilter(props: { text: string; onClear: () => void }) {
  const t = useT();
  return (
    <EmptyState
      text={props.text}
      action={
        <Button variant="secondary" onPress={props.onClear}>
          {t('common.clearFilters')}
        </Button>
      }
    />
  );
}
