import { Button, Select } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import { Rung } from '@understudy/backstage-plugin-s3-backup-common';
import { BackupFilter, s3BackupApiRef } from '../../api';
import { EmptyByFilter, EmptyState, LoadedView, Page } from '../../components';
import { useSearchParams } from '../../live/router';
import { useLoad } from '../../live/useLoad';
import { usePages } from '../../live/usePages';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { PAGE_SIZES } from '../history/historyFilter';
import { Orphans } from './Orphans';
import { BackupsTable } from './BackupsTable';
import styles from './Backups.module.css';

const ANY = 'any';
const PROOFS: Rung[] = ['stored', 'read', 'opened'];

function filterOf(query: URLSearchParams): BackupFilter {
  const several = (name: string) => {
    const values = query.getAll(name);
    return values.length > 0 ? values : undefined;
  };
  const limit = Number(query.get('limit'));
  return {
    plan: several('plan'),
    entity: several('entity'),
    destination: several('destination'),
    proof: query.get('proof') ?? undefined,
    locked: query.get('kept') === 'locked' || undefined,
    orphaned: query.get('kept') === 'orphaned' || undefined,
    limit: PAGE_SIZES.includes(limit) ? limit : PAGE_SIZES[0],
  };
}

/** What can we get back? Holds only what can be restored. */
export function BackupsPage() {
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const [query, setQuery] = useSearchParams();
  const filter = filterOf(query);
  const plans = useLoad(() => api.plans(), 'plans');
  const pages = usePages(
    cursor => api.backups({ ...filter, cursor }),
    query.toString(),
    { topics: ['backups'], poll: () => 60_000 },
  );
  const set = (name: string, value: string | undefined) => {
    const next = new URLSearchParams(query);
    next.delete(name);
    if (value && value !== ANY) next.set(name, value);
    setQuery(next);
  };
  const filtered = ['plan', 'entity', 'destination', 'proof', 'kept'].some(
    name => query.has(name),
  );
  const only = [...(filter.entity ?? []), ...(filter.destination ?? [])];
  const names = new Set([
    ...(plans.value ?? []).map(plan => plan.name),
    ...(filter.plan ?? []),
  ]);
  return (
    <Page title={t('backups.title')}>
      <div className={styles.filters}>
        <Select
          className={styles.select}
          label={t('backups.filterPlan')}
          value={filter.plan?.[0] ?? ANY}
          onChange={key => set('plan', String(key))}
          options={[
            { id: ANY, label: t('history.any') },
            ...[...names].map(name => ({ id: name, label: name })),
          ]}
        />
        <Select
          className={styles.select}
          label={t('backups.filterProof')}
          value={filter.proof ?? ANY}
          onChange={key => set('proof', String(key))}
          options={[
            { id: ANY, label: t('backups.anyProof') },
            ...PROOFS.map(rung => ({ id: rung, label: t(`rung.${rung}`) })),
          ]}
        />
        <Select
          className={styles.select}
          label={t('backups.filterKept')}
          value={query.get('kept') ?? ANY}
          onChange={key => set('kept', String(key))}
          options={[
            { id: ANY, label: t('backups.filterAll') },
            { id: 'locked', label: t('backups.filterLocked') },
            { id: 'orphaned', label: t('backups.filterOrphaned') },
          ]}
        />
        {only.length > 0 && (
          <span>{t('history.filteredBy', { what: only.join(', ') })}</span>
        )}
        {filtered && (
          <Button
            size="small"
            variant="tertiary"
            onPress={() => setQuery(new URLSearchParams())}
          >
            {t('common.clearFilters')}
          </Button>
        )}
      </div>
      {filter.orphaned && <Orphans onChanged={pages.state.reload} />}
      <LoadedView
        state={pages.state}
        lines={10}
        what={t('backups.title').toLowerCase()}
        permission="s3-backup.backup.read"
      >
        {page => (
          <BackupsTable
            backups={page.items}
            onChanged={pages.state.reload}
            empty={
              filtered ? (
                <EmptyByFilter
                  text={t('backups.emptyFilter')}
                  onClear={() => setQuery(new URLSearchParams())}
                />
              ) : (
                <EmptyState text={t('backups.empty')} />
              )
            }
            pagination={{
              pageSize: filter.limit ?? PAGE_SIZES[0],
              pageSizeOptions: [...PAGE_SIZES].sort((a, b) => a - b),
              onPageSizeChange: size => set('limit', String(size)),
              hasNextPage: pages.hasNext,
              hasPreviousPage: !pages.isFirst,
              onNextPage: pages.next,
              onPreviousPage: pages.previous,
              getLabel: () =>
                t('common.rowsShown', { rows: times.count(page.items.length) }),
            }}
          />
        )}
      </LoadedView>
    </Page>
  );
}
