import { useCallback } from 'react';
import { Button } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Run } from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import { EmptyByFilter, EmptyState, LoadedView, Page } from '../../components';
import { useSearchParams } from '../../live/router';
import { useHeldRows } from '../../live/useHeldRows';
import { useLoad } from '../../live/useLoad';
import { useNow } from '../../live/useNow';
import { usePages } from '../../live/usePages';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { HistoryFilters, SetFilter } from './HistoryFilters';
import { filterOf, filtersSet, PAGE_SIZES } from './historyFilter';
import { RunsTable } from './RunsTable';
import { isLive } from './runWords';
import styles from './History.module.css';

/** Filters live in the address: going back in the browser undoes one. */
function useQueryFilter() {
  const [query, setQuery] = useSearchParams();
  const write = useCallback(
    (base: URLSearchParams, change: Parameters<SetFilter>[0]) => {
      for (const [name, value] of Object.entries(change)) {
        base.delete(name);
        for (const one of [value ?? []].flat()) base.append(name, one);
      }
      setQuery(base);
    },
    [setQuery],
  );
  const set: SetFilter = useCallback(
    change => write(new URLSearchParams(query), change),
    [query, write],
  );
  const replace: SetFilter = useCallback(
    change => write(new URLSearchParams(), change),
    [write],
  );
  return { query, set, replace };
}

/** Nothing ever ran: say when the first run is due. */
function EmptyHistory() {
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const now = useNow();
  const status = useLoad(() => api.status(), 'status');
  const next = status.value?.next[0];
  return (
    <EmptyState
      text={
        next
          ? t('history.emptyNext', {
              when: times.slot(next.at, now, next.timeZone),
            })
          : t('history.empty')
      }
    />
  );
}

function Rows(props: {
  pages: ReturnType<typeof usePages<Run>>;
  rows: Run[];
  filterKey: string;
  filtered: boolean;
  pageSize: number;
  set: SetFilter;
  clear: () => void;
}) {
  const { pages, rows, filterKey, filtered, pageSize, set, clear } = props;
  const t = useT();
  const times = useTimes();
  const held = useHeldRows(rows, run => run.id, filterKey, pages.isFirst);
  return (
    <div {...held.watch} className={styles.stack}>
      {held.newer > 0 && (
        <Button
          className={styles.pill}
          size="small"
          variant="secondary"
          onPress={held.show}
        >
          {`${t('history.newer', { count: held.newer })} · ${t(
            'history.show',
          )}`}
        </Button>
      )}
      <RunsTable
        runs={held.rows}
        onChanged={pages.state.reload}
        empty={
          filtered ? (
            <EmptyByFilter text={t('history.emptyFilter')} onClear={clear} />
          ) : (
            <EmptyHistory />
          )
        }
        pagination={{
          pageSize,
          pageSizeOptions: [...PAGE_SIZES].sort((a, b) => a - b),
          onPageSizeChange: size => set({ limit: String(size) }),
          hasNextPage: pages.hasNext,
          hasPreviousPage: !pages.isFirst,
          onNextPage: pages.next,
          onPreviousPage: pages.previous,
          getLabel: () =>
            t('common.rowsShown', { rows: times.count(held.rows.length) }),
        }}
      />
    </div>
  );
}

/** What ran, what failed, what runs now. */
export function HistoryPage() {
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const { query, set, replace } = useQueryFilter();
  const filter = filterOf(query);
  const filterKey = query.toString();
  const pages = usePages(cursor => api.runs({ ...filter, cursor }), filterKey, {
    topics: ['runs'],
    poll: value => (value?.items.some(isLive) ? 10_000 : 60_000),
  });
  return (
    <Page title={t('history.title')}>
      <HistoryFilters filter={filter} set={set} replace={replace} />
      <LoadedView state={pages.state} lines={10}>
        {page => (
          <Rows
            pages={pages}
            rows={page.items}
            filterKey={filterKey}
            filtered={filtersSet(filter) > 0}
            pageSize={filter.limit ?? PAGE_SIZES[0]}
            set={set}
            clear={() => replace({})}
          />
        )}
      </LoadedView>
    </Page>
  );
}
