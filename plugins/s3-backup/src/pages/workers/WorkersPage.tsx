import { Link } from '@backstage/ui';
import {
  RiCheckboxCircleFill,
  RiCloseCircleFill,
  RiLogoutCircleLine,
} from '@remixicon/react';
import type { Worker } from '@understudy/backstage-plugin-s3-backup-common';
import { useApi } from '@backstage/frontend-plugin-api';
import { s3BackupApiRef } from '../../api';
import {
  Bytes,
  Chip,
  DataColumn,
  DataTable,
  EmptyState,
  FamilyIcon,
  LoadedView,
  LongName,
  Page,
  TimeText,
  TwoLines,
  Unknown,
} from '../../components';
import { useLinks } from '../../live/useLinks';
import { useLoad } from '../../live/useLoad';
import { useNow } from '../../live/useNow';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import styles from './Workers.module.css';

const LOOKS = {
  alive: { family: 'positive', icon: RiCheckboxCircleFill },
  draining: { family: 'warning', icon: RiLogoutCircleLine },
  lost: { family: 'negative', icon: RiCloseCircleFill },
} as const;

/** Runs of a worker, each with its phase; *nothing* where it waits. */
function Doing(props: { worker: Worker }) {
  const t = useT();
  const links = useLinks();
  const { doing } = props.worker;
  if (doing.length === 0) return <span>{t('workers.idle')}</span>;
  return (
    <ul className={styles.list}>
      {doing.map(run => (
        <li key={run.runId}>
          <TwoLines
            first={
              <Link href={links.run(run.runId)}>
                {`${t(`kind.${run.kind}`)} · ${run.planTitle ?? run.plan}`}
              </Link>
            }
            second={
              <>
                {run.phase && `${t(`run.phase.${run.phase}`)} · `}
                <TimeText at={run.since} />
              </>
            }
          />
        </li>
      ))}
    </ul>
  );
}

/** What its child processes use. */
function Loads(props: { worker: Worker }) {
  const t = useT();
  const { doing } = props.worker;
  if (doing.length === 0) return <Unknown />;
  return (
    <ul className={styles.list}>
      {doing.map(({ runId, cpuPercent, memoryBytes }) => (
        <li key={runId}>
          <TwoLines
            first={<Bytes bytes={memoryBytes} />}
            second={
              cpuPercent === null
                ? undefined
                : t('workers.cpu', { percent: String(cpuPercent) })
            }
          />
        </li>
      ))}
    </ul>
  );
}

/** Who does the work, alive or not. */
export function WorkersPage() {
  const t = useT();
  const api = useApi(s3BackupApiRef);
  const times = useTimes();
  const now = useNow();
  const state = useLoad(() => api.workers(), 'workers', {
    topics: ['runs'],
    poll: () => 10_000,
  });
  const stateOf = (worker: Worker) =>
    t(`workers.${worker.state}`, { when: times.relative(worker.seenAt, now) });
  const columns: DataColumn<Worker>[] = [
    {
      id: 'worker',
      label: t('workers.worker'),
      isRowHeader: true,
      cell: worker => (
        <TwoLines
          first={<LongName name={worker.id} />}
          second={t(
            worker.role === 'worker' ? 'workers.roleworker' : 'workers.roleall',
          )}
        />
      ),
    },
    {
      id: 'state',
      label: t('workers.state'),
      cell: worker => <Chip {...LOOKS[worker.state]}>{stateOf(worker)}</Chip>,
    },
    {
      id: 'doing',
      label: t('workers.doing'),
      cell: worker => (
        <>
          <Doing worker={worker} />
          <span className={styles.room}>
            {t('workers.room', {
              busy: String(worker.doing.length),
              most: String(worker.concurrency),
            })}
          </span>
        </>
      ),
    },
    {
      id: 'load',
      label: t('workers.load'),
      low: true,
      cell: worker => <Loads worker={worker} />,
    },
    {
      id: 'labels',
      label: t('workers.labels'),
      low: true,
      cell: worker => worker.labels.join(', ') || <Unknown />,
    },
    {
      id: 'version',
      label: t('workers.version'),
      low: true,
      cell: worker => worker.version,
    },
    {
      id: 'heartbeat',
      label: t('workers.heartbeat'),
      cell: worker => <TimeText at={worker.seenAt} />,
    },
  ];
  return (
    <Page title={t('workers.title')}>
      <LoadedView
        state={state}
        what={t('workers.what')}
        permission="s3-backup.worker.read"
      >
        {({ items, role }) => (
          <>
            {role === 'all' && items.length <= 1 && (
              <p>{t('workers.itself')}</p>
            )}
            <DataTable
              label={t('workers.title')}
              columns={columns}
              rows={items}
              idOf={worker => worker.id}
              hrefOf={() => undefined}
              nameOf={worker => worker.id}
              compact={worker => ({
                icon: <FamilyIcon {...LOOKS[worker.state]} />,
                title: worker.id,
                description: [
                  stateOf(worker),
                  ...(worker.doing.length > 0
                    ? worker.doing.map(
                        run =>
                          `${t(`kind.${run.kind}`)} · ${
                            run.planTitle ?? run.plan
                          }`,
                      )
                    : [t('workers.idle')]),
                ].join(' · '),
              })}
              empty={<EmptyState text={t('workers.none')} />}
            />
          </>
        )}
      </LoadedView>
    </Page>
  );
}
