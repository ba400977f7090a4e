import { Fragment } from 'react';
import { Link, VisuallyHidden } from '@backstage/ui';
import { between, formatDuration } from '../format/durations';
import { breakable, entityName, middle } from '../format/names';
import { useLinks } from '../live/useLinks';
import { useNow } from '../live/useNow';
import { useTimes } from '../live/useTimes';
import { useT } from '../translation';
import styles from './Values.module.css';

/** What is not known: a dash that says so, never a 0. */
export function Unknown() {
  const t = useT();
  return (
    <span>
      <span aria-hidden>–</span>
      <VisuallyHidden>{t('common.unknown')}</VisuallyHidden>
    </span>
  );
}

/** An instant, relative while it is near; the full one for readers and on hover. */
export function TimeText(props: {
  at: string | null | undefined;
  absolute?: boolean;
}) {
  const times = useTimes();
  const now = useNow();
  if (!props.at) return <Unknown />;
  const full = times.full(props.at);
  const relative = times.relative(props.at, now);
  if (props.absolute) {
    return (
      <time dateTime={props.at}>
        {full} · {relative}
      </time>
    );
  }
  return (
    <time dateTime={props.at} title={full} className={styles.number}>
      {relative}
      <VisuallyHidden>, {full}</VisuallyHidden>
    </time>
  );
}

/** A due time in the zone of its plan. */
export function SlotText(props: { at: string | null; timeZone: string }) {
  const times = useTimes();
  const now = useNow();
  if (!props.at) return <Unknown />;
  return (
    <time dateTime={props.at} title={times.full(props.at)}>
      {times.slot(props.at, now, props.timeZone)}
    </time>
  );
}

/** A number of bytes, the exact one on hover. */
export function Bytes(props: { bytes: number | null | undefined }) {
  const t = useT();
  const times = useTimes();
  const { bytes } = props;
  if (bytes === null || bytes === undefined) return <Unknown />;
  return (
    <span
      className={styles.number}
      title={t('common.bytes', { bytes: times.count(bytes) })}
    >
      {times.bytes(bytes)}
    </span>
  );
}

/** How long something took; what still runs ticks by the second. */
export function Duration(props: {
  from: string | null | undefined;
  to: string | null | undefined;
  running?: boolean;
}) {
  const now = useNow(props.running);
  const took = between(props.from, props.running ? now : props.to);
  if (took === undefined) return <Unknown />;
  return <span className={styles.number}>{formatDuration(took)}</span>;
}

/** A long name that breaks behind its separators, two lines at most. */
export function LongName(props: { name: string }) {
  return (
    <span className={styles.name} title={props.name}>
      {breakable(props.name).map((piece, index) => (
        <Fragment key={index}>
          {piece}
          <wbr />
        </Fragment>
      ))}
    </span>
  );
}

/** A key or path in mono, its middle left out where it is long. */
export function KeyText(props: { value: string; length?: number }) {
  return (
    <span className={styles.mono} title={props.value}>
      {middle(props.value, props.length)}
    </span>
  );
}

/** The name of an entity, leading to its Backups tab; *Portal* without one. */
export function EntityName(props: { entityRef: string | null }) {
  const t = useT();
  const links = useLinks();
  if (!props.entityRef) return <span>{t('common.portal')}</span>;
  const href = links.entity(props.entityRef, 'backups');
  const name = entityName(props.entityRef);
  return href ? (
    <Link href={href} title={props.entityRef}>
      {name}
    </Link>
  ) : (
    <span title={props.entityRef}>{name}</span>
  );
}
