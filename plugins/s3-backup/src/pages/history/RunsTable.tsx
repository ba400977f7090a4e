import { ReactNode, useState } from 'react';
import { TablePaginationProps } from '@backstage/ui';
import { Run } from '@understudy/backstage-plugin-s3-backup-common';
import {
  DataColumn,
  DataTable,
  Duration,
  StatusBadge,
  StatusIcon,
  TimeText,
  TwoLines,
  Unknown,
} from '../../components';
import { useLinks } from '../../live/useLinks';
import { useNow } from '../../live/useNow';
import { Times, useTimes } from '../../live/useTimes';
import { T, useT } from '../../translation';
import { CancelDialog } from './CancelDialog';
import { RunMenu } from './RunMenu';
import {
  isLive,
  readStored,
  runName,
  runNote,
  statusNote,
  triggerText,
  usualNote,
} from './runWords';

function columnsOf(t: T, times: Times, now: number): DataColumn<Run>[] {
  return [
    {
      id: 'status',
      label: t('history.status'),
      cell: run => (
        <TwoLines
          first={<StatusBadge run={run} />}
          second={statusNote(t, times, run)}
        />
      ),
    },
    {
      id: 'what',
      label: t('history.what'),
      isRowHeader: true,
      cell: run => (
        <TwoLines
          first={<strong>{runName(run)}</strong>}
          second={runNote(t, times, run)}
        />
      ),
    },
    {
      id: 'started',
      label: t('history.started'),
      cell: run =>
        run.status === 'missed' ? (
          <TimeText at={run.lastSlot ?? run.slot} />
        ) : (
          <TimeText at={run.startedAt ?? run.createdAt} />
        ),
    },
    {
      id: 'duration',
      label: t('history.duration'),
      end: true,
      cell: run => (
        <TwoLines
          first={
            <Duration
              from={run.startedAt}
              to={run.finishedAt}
              running={run.status === 'running'}
            />
          }
          second={usualNote(t, run, now)}
        />
      ),
    },
    {
      id: 'bytes',
      label: t('history.readStored'),
      low: true,
      end: true,
      cell: run => readStored(t, times, run) ?? <Unknown />,
    },
    {
      id: 'destination',
      label: t('history.destination'),
      low: true,
      cell: run => run.destinations.join(', ') || <Unknown />,
    },
    {
      id: 'trigger',
      label: t('history.trigger'),
      low: true,
      cell: run => triggerText(t, run),
    },
  ];
}

/** Runs as a table: on the history page, on a plan and on an entity. */
export function RunsTable(props: {
  runs: Run[];
  empty: ReactNode;
  onChanged: () => Promise<void>;
  pagination?: TablePaginationProps;
}) {
  const { runs, empty, onChanged, pagination } = props;
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const now = useNow();
  const [cancelling, setCancelling] = useState<Run>();
  return (
    <>
      <DataTable
        label={t('history.tableName')}
        columns={columnsOf(t, times, now)}
        rows={runs}
        idOf={run => run.id}
        nameOf={runName}
        hrefOf={run => links.run(run.id)}
        menuOf={run => <RunMenu run={run} onCancel={setCancelling} />}
        compact={run => ({
          icon: <StatusIcon run={run} />,
          title: runName(run),
          description: [
            t(`status.${run.status}`),
            statusNote(t, times, run),
            !isLive(run) &&
              times.relative(
                run.lastSlot ?? run.startedAt ?? run.createdAt,
                now,
              ),
          ]
            .filter(Boolean)
            .join(' · '),
        })}
        empty={empty}
        pagination={pagination}
      />
      <CancelDialog
        run={cancelling}
        onClose={() => setCancelling(undefined)}
        onCancelled={onChanged}
      />
    </>
  );
}
