import { ReactNode } from 'react';
import type { RemixiconComponentType } from '@remixicon/react';
import { Family } from '../format/status';
import styles from './Chip.module.css';

/**
 * Icon and word in the colours of a family. The word is always visible: colour
 * and icon only repeat it.
 */
export function Chip(props: {
  family: Family;
  icon: RemixiconComponentType;
  children: ReactNode;
  dashed?: boolean;
  spin?: boolean;
}) {
  const { family, icon: Icon, children, dashed, spin } = props;
  return (
    <span className={styles.chip} data-family={family} data-dashed={dashed}>
      <Icon size={14} aria-hidden className={spin ? styles.spin : undefined} />
      {children}
    </span>
  );
}

/** The icon alone, for rows that say the word beside it. */
export function FamilyIcon(props: {
  family: Family;
  icon: RemixiconComponentType;
  size?: number;
  spin?: boolean;
}) {
  const { family, icon: Icon, size = 20, spin } = props;
  return (
    <span className={styles.icon} data-family={family}>
      <Icon
        size={size}
        aria-hidden
        className={spin ? styles.spin : undefined}
      />
    </span>
  );
}
