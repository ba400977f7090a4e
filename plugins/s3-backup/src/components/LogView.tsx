import { useEffect, useRef, useState } from 'react';
import { Button, Select, Switch } from '@backstage/ui';
import { LogLine } from '@understudy/backstage-plugin-s3-backup-common';
import { formatLogTime, viewerZone } from '../format/times';
import { useTimes } from '../live/useTimes';
import { useT } from '../translation';
import { CopyAction } from './CopySnippet';
import styles from './LogView.module.css';

type Level = 'all' | 'warn' | 'error';
const ZONE_KEY = 's3-backup.log.utc';

const passes = (line: LogLine, level: Level) =>
  level === 'all' ||
  line.level === 'error' ||
  (level === 'warn' && line.level === 'warn');

function asText(lines: LogLine[]): string {
  return lines.map(line => `${line.at} ${line.level} ${line.text}`).join('\n');
}

/**
 * The log as plain text in the document, so that find-in-page and readers have
 * it. The first error is pinned above; following stops when one scrolls up.
 */
export function LogView(props: {
  name: string;
  lines: LogLine[];
  total: number;
  hasEarlier: boolean;
  onEarlier: () => void;
  live: boolean;
}) {
  const { name, lines, total, hasEarlier, onEarlier, live } = props;
  const t = useT();
  const times = useTimes();
  const [level, setLevel] = useState<Level>('all');
  const [follow, setFollow] = useState(true);
  const [utc, setUtc] = useState(localStorage.getItem(ZONE_KEY) === 'true');
  const box = useRef<HTMLDivElement>(null);
  const shown = lines.filter(line => passes(line, level));
  const firstError = lines.find(line => line.level === 'error');
  const zone = utc ? 'UTC' : viewerZone();
  const last = shown.at(-1);

  useEffect(() => {
    if (follow && live && box.current) {
      box.current.scrollTop = box.current.scrollHeight;
    }
  }, [follow, live, last]);

  const download = () => {
    const url = URL.createObjectURL(
      new Blob([asText(lines)], { type: 'text/plain' }),
    );
    const link = document.createElement('a');
    link.href = url;
    link.download = `${name}.log`;
    link.click();
    URL.revokeObjectURL(url);
  };

  if (lines.length === 0) return <p>{t('log.empty')}</p>;
  return (
    <div className={styles.root}>
      <div className={styles.tools}>
        <Select
          className={styles.select}
          label={t('log.level')}
          value={level}
          onChange={key => setLevel(key as Level)}
          options={[
            { id: 'all', label: t('log.all') },
            { id: 'warn', label: t('log.warnings') },
            { id: 'error', label: t('log.errors') },
          ]}
        />
        <Select
          className={styles.select}
          label={t('log.zone')}
          value={utc ? 'utc' : 'local'}
          onChange={key => {
            localStorage.setItem(ZONE_KEY, String(key === 'utc'));
            setUtc(key === 'utc');
          }}
          options={[
            { id: 'local', label: t('log.local') },
            { id: 'utc', label: t('log.utc') },
          ]}
        />
        {live && (
          <Switch
            label={t('log.follow')}
            isSelected={follow}
            onChange={setFollow}
          />
        )}
        <CopyAction text={asText(lines)}>{t('log.copy')}</CopyAction>
        <Button variant="secondary" onPress={download}>
          {t('log.download')}
        </Button>
      </div>
      {firstError && (
        <div className={styles.pinned}>
          <a href="#first-error">{formatLogTime(firstError.at, zone)}</a>{' '}
          {firstError.text}
        </div>
      )}
      <div
        className={styles.box}
        ref={box}
        role="log"
        aria-live="off"
        aria-label={t('log.title')}
        // A box that scrolls must be reachable by the keyboard.
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onWheel={event => event.deltaY < 0 && setFollow(false)}
      >
        {hasEarlier && (
          <Button size="small" variant="tertiary" onPress={onEarlier}>
            {t('log.earlier')}
          </Button>
        )}
        <ol className={styles.lines}>
          {shown.map((line, index) => (
            <li
              key={`${line.at}-${index}`}
              className={styles.line}
              data-level={line.level}
              id={line === firstError ? 'first-error' : undefined}
            >
              <time dateTime={line.at} title={times.full(line.at)}>
                {formatLogTime(line.at, zone)}
              </time>
              <span>{t(`log.${line.level}`)}</span>
              <span className={styles.text}>{line.text}</span>
            </li>
          ))}
        </ol>
      </div>
      <span>
        {t('log.lines', {
          shown: times.count(shown.length),
          total: times.count(total),
        })}
      </span>
    </div>
  );
}
