import { useId } from 'react';
import styles from './Growth.module.css';

/** What fills each area: told apart without a colour, in print too. */
const FILLS = [
  <rect key="solid" width={8} height={8} className={styles.fill} />,
  <path key="up" d="M0,8 L8,0 M-2,2 L2,-2 M6,10 L10,6" />,
  <path key="level" d="M0,2 H8 M0,6 H8" />,
  <circle key="dot" cx={4} cy={4} r={1.5} className={styles.fill} />,
  <path key="down" d="M0,0 L8,8 M-2,6 L2,10 M6,-2 L10,2" />,
  <path key="upright" d="M2,0 V8 M6,0 V8" />,
];

/** One pattern an area; `<id>-<n>` names them. */
export function Patterns(props: { id: string }) {
  return (
    <defs>
      {FILLS.map((fill, at) => (
        <pattern
          key={fill.key}
          id={`${props.id}-${at}`}
          width={8}
          height={8}
          patternUnits="userSpaceOnUse"
          className={styles.pattern}
        >
          {fill}
        </pattern>
      ))}
    </defs>
  );
}

/** A patch of a pattern, beside the name that it stands for. */
export function Pattern(props: { at: number }) {
  const id = useId();
  return (
    <svg width={16} height={16} aria-hidden className={styles.patch}>
      <Patterns id={id} />
      <rect width={16} height={16} fill={`url(#${id}-${props.at})`} />
    </svg>
  );
}
