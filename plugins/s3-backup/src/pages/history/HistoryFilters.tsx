import { useEffect, useState } from 'react';
import {
  Button,
  DateRangePicker,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  SearchField,
  Select,
  useBreakpoint,
} from '@backstage/ui';
import {
  RUN_KINDS,
  RUN_STATUSES,
} from '@understudy/backstage-plugin-s3-backup-common';
import { RunFilter } from '../../api';
import { useT } from '../../translation';
import { filtersSet } from './historyFilter';
import { betweenOf, periodOf } from './period';
import styles from './History.module.css';

const DAY = 86_400_000;
/** Kinds that exist so far; the others come with what makes them. */
const KINDS = RUN_KINDS.filter(kind =>
  ['backup', 'restore', 'verify', 'delete'].includes(kind),
);

/** Changes of the address: a value, several, or none. */
export type SetFilter = (
  change: Record<string, string | string[] | undefined>,
) => void;

function Fields(props: { filter: RunFilter; set: SetFilter }) {
  const { filter, set } = props;
  const t = useT();
  const [search, setSearch] = useState(filter.q ?? '');
  useEffect(() => setSearch(filter.q ?? ''), [filter.q]);
  useEffect(() => {
    if (search === (filter.q ?? '')) return undefined;
    const timer = setTimeout(() => set({ q: search || undefined }), 300);
    return () => clearTimeout(timer);
  }, [search, filter.q, set]);
  return (
    <>
      <SearchField
        className={styles.search}
        label={t('history.search')}
        value={search}
        onChange={setSearch}
      />
      <Select
        className={styles.select}
        label={t('history.status')}
        selectionMode="multiple"
        placeholder={t('history.any')}
        value={filter.status ?? []}
        onChange={keys => set({ status: (keys as string[]).map(String) })}
        options={RUN_STATUSES.map(status => ({
          id: status,
          label: t(`status.${status}`),
        }))}
      />
      <Select
        className={styles.select}
        label={t('history.kind')}
        selectionMode="multiple"
        placeholder={t('history.any')}
        value={filter.kind ?? []}
        onChange={keys => set({ kind: (keys as string[]).map(String) })}
        options={KINDS.map(kind => ({ id: kind, label: t(`kind.${kind}`) }))}
      />
      <Select
        className={styles.select}
        label={t('history.trigger')}
        selectionMode="multiple"
        placeholder={t('history.any')}
        value={filter.trigger ?? []}
        onChange={keys => set({ trigger: (keys as string[]).map(String) })}
        options={(['schedule', 'user', 'service'] as const).map(trigger => ({
          id: trigger,
          label: t(`history.trigger.${trigger}`),
        }))}
      />
      <DateRangePicker
        className={styles.period}
        label={t('history.period')}
        value={periodOf(filter)}
        onChange={period => set(betweenOf(period))}
      />
    </>
  );
}

/** Views one often wants. */
function Presets(props: { set: (change: Parameters<SetFilter>[0]) => void }) {
  const { set } = props;
  const t = useT();
  return (
    <div
      className={styles.presets}
      role="group"
      aria-label={t('history.presets')}
    >
      <Button
        size="small"
        variant="secondary"
        onPress={() =>
          set({
            status: ['failed', 'partial', 'missed'],
            from: new Date(Date.now() - 7 * DAY).toISOString(),
          })
        }
      >
        {t('history.presetFailures')}
      </Button>
      <Button
        size="small"
        variant="secondary"
        onPress={() => set({ status: ['queued', 'running'] })}
      >
        {t('history.presetRunning')}
      </Button>
      <Button
        size="small"
        variant="secondary"
        onPress={() => set({ mine: 'true' })}
      >
        {t('history.presetMine')}
      </Button>
    </div>
  );
}

/** The filters in one row; behind one button on a narrow screen. */
export function HistoryFilters(props: {
  filter: RunFilter;
  set: SetFilter;
  replace: SetFilter;
}) {
  const { filter, set, replace } = props;
  const t = useT();
  const { down } = useBreakpoint();
  const [open, setOpen] = useState(false);
  const count = filtersSet(filter);
  const only = [filter.plan, filter.entity, filter.destination].flatMap(
    values => values ?? [],
  );
  const clear = count > 0 && (
    <Button size="small" variant="tertiary" onPress={() => replace({})}>
      {t('common.clearFilters')}
    </Button>
  );
  return (
    <>
      {down('sm') ? (
        <div className={styles.presets}>
          <Button variant="secondary" onPress={() => setOpen(true)}>
            {count > 0
              ? t('history.filtersCount', { n: String(count) })
              : t('history.filters')}
          </Button>
          {clear}
          <Dialog isOpen={open} onOpenChange={setOpen} width="min(400px, 92vw)">
            <DialogHeader>{t('history.filters')}</DialogHeader>
            <DialogBody>
              <div className={styles.stack}>
                <Fields filter={filter} set={set} />
              </div>
            </DialogBody>
            <DialogFooter>
              <Button variant="primary" slot="close">
                {t('history.apply')}
              </Button>
            </DialogFooter>
          </Dialog>
        </div>
      ) : (
        <div className={styles.filters}>
          <Fields filter={filter} set={set} />
        </div>
      )}
      <div className={styles.presets}>
        <Presets set={replace} />
        {only.length > 0 && (
          <span>{t('history.filteredBy', { what: only.join(', ') })}</span>
        )}
        {!down('sm') && clear}
      </div>
    </>
  );
}
