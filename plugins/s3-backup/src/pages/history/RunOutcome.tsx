import { Link } from '@backstage/ui';
import { Run } from '@understudy/backstage-plugin-s3-backup-common';
import {
  CopyButton,
  Duration,
  KeyText,
  KeyValue,
  problemTitle,
  RebuildOutcome,
  rebuildResultOf,
  Section,
} from '../../components';
import { formatDuration } from '../../format/durations';
import { formatRatio } from '../../format/bytes';
import { shortId } from '../../format/names';
import { useLinks } from '../../live/useLinks';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { missingOf, reached } from './missing';
import { pruneItems } from './PruneOutcome';
import { readStored } from './runWords';

const text = (value: unknown) =>
  typeof value === 'string' && value ? value : undefined;

function namesOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map(String).join(', ') || undefined;
  return typeof value === 'number' ? String(value) : text(value);
}

/** What came of it, once it is over. */
export function RunOutcome(props: { run: Run }) {
  const { run } = props;
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const ratio = formatRatio(run.bytesRead, run.bytesStored, times.locale);
  const path = text(run.result?.path);
  const sizes = readStored(t, times, run);
  const gaps = namesOf(run.details.gaps);
  const missing = missingOf(run);
  const rebuilt = rebuildResultOf(run);
  return (
    <Section title={t('run.outcome')}>
      {rebuilt && <RebuildOutcome result={rebuilt} />}
      <KeyValue
        items={[
          {
            label: t('run.took'),
            value: (
              <>
                <Duration from={run.startedAt} to={run.finishedAt} />
                {run.usualSeconds !== null &&
                  ` · ${t('history.usual', {
                    time: formatDuration(run.usualSeconds * 1000),
                  })}`}
              </>
            ),
          },
          sizes !== undefined &&
            run.kind !== 'prune' && {
              label: t('run.readStored'),
              value: ratio ? `${sizes} (${ratio})` : sizes,
            },
          run.backups.length > 0 && {
            label: t('run.backups'),
            value: run.backups.map(id => (
              <span key={id}>
                <Link href={links.backup(id)}>
                  {t('run.backup', { id: shortId(id) })}
                </Link>{' '}
              </span>
            )),
          },
          path !== undefined && {
            label: t('run.restoredTo'),
            value: (
              <>
                <KeyText value={path} length={80} />
                <CopyButton text={path} what={t('run.restoredTo')} />
              </>
            ),
          },
          ...pruneItems(t, times, run),
          run.destinations.length > 1 && {
            label: t('run.copies'),
            value: t('run.reached', reached(run)),
          },
          missing.length > 0 && {
            label: t('run.missing'),
            value: missing.map(({ destination, problem }) => (
              <div key={destination}>
                {destination}
                {problem && `: ${problemTitle(t, problem)}`}
              </div>
            )),
          },
          gaps !== undefined && { label: t('run.gaps'), value: gaps },
        ]}
      />
    </Section>
  );
}
