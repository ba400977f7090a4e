import { Fragment, ReactNode } from 'react';
import styles from './KeyValue.module.css';

/** Names and values as a description list; one column on a narrow screen. */
export function KeyValue(props: {
  items: Array<{ label: string; value: ReactNode } | false | undefined>;
}) {
  return (
    <dl className={styles.list}>
      {props.items.map(
        item =>
          item && (
            <Fragment key={item.label}>
              <dt>{item.label}</dt>
              <dd>{item.value}</dd>
            </Fragment>
          ),
      )}
    </dl>
  );
}
