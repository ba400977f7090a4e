import { ReactNode, useId } from 'react';
import { Box } from '@backstage/ui';
import styles from './Section.module.css';

/** A card with a heading of its own, named for those who jump by region. */
export function Section(props: {
  title: string;
  actions?: ReactNode;
  level?: 3 | 4;
  children: ReactNode;
}) {
  const id = useId();
  const Heading = props.level === 4 ? 'h4' : 'h3';
  return (
    <Box
      as="section"
      bg="neutral"
      className={styles.section}
      aria-labelledby={id}
    >
      <div className={styles.head}>
        <Heading className={styles.title} id={id}>
          {props.title}
        </Heading>
        {props.actions}
      </div>
      {props.children}
    </Box>
  );
}
