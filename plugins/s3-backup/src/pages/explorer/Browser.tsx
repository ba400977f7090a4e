import { useEffect, useState } from 'react';
import { Button, SearchField, Switch } from '@backstage/ui';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  ObjectList,
  ObjectsDeleted,
  StoredObject,
} from '@understudy/backstage-plugin-s3-backup-common';
import { s3BackupApiRef } from '../../api';
import {
  EmptyByFilter,
  EmptyState,
  LoadedView,
  useAnnounce,
} from '../../components';
import { useLinks } from '../../live/useLinks';
import { usePages } from '../../live/usePages';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { DeletedAlert, DeleteObjectsDialog } from './DeleteObjectsDialog';
import { ObjectCard } from './ObjectCard';
import { ObjectsTable } from './ObjectsTable';
import { PathCrumbs } from './PathCrumbs';
import { useExplorerQuery } from './useExplorerQuery';
import styles from './Explorer.module.css';

/** As many as the store is asked for at once, and as may be deleted at once. */
export const PAGE_SIZE = 200;

/** How much of what there is a page shows. */
function useLabel() {
  const t = useT();
  const times = useTimes();
  return (page: ObjectList, index: number) => {
    const shown = page.folders.length + page.items.length;
    const more = page.nextCursor !== null;
    if (page.scanned !== null) {
      const values = {
        found: times.count(shown),
        scanned: times.count(page.scanned),
      };
      return more
        ? t('explorer.foundMore', values)
        : t('explorer.found', values);
    }
    const from = index * PAGE_SIZE;
    const values = {
      from: times.count(from + 1),
      to: times.count(from + shown),
    };
    return more ? t('explorer.rowsMore', values) : t('explorer.rows', values);
  };
}

/** Folders and objects of a bucket, a page at a time from the store. */
export function Browser(props: { name: string; mayDelete: boolean }) {
  const { name, mayDelete } = props;
  const api = useApi(s3BackupApiRef);
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const announce = useAnnounce();
  const label = useLabel();
  const { path, q, leftovers, key, set, hrefWith } = useExplorerQuery();
  const [text, setText] = useState(q ?? '');
  useEffect(() => setText(q ?? ''), [q]);
  const [deleting, setDeleting] =
    useState<Pick<StoredObject, 'key' | 'bytes'>[]>();
  const [deleted, setDeleted] = useState<ObjectsDeleted>();
  const filtered = q !== undefined || leftovers;
  const pages = usePages<StoredObject, ObjectList>(
    cursor =>
      api.objects(name, {
        path,
        q,
        filter: leftovers ? 'leftover' : undefined,
        limit: PAGE_SIZE,
        cursor,
      }),
    JSON.stringify([name, path, q, leftovers]),
  );
  const { state } = pages;
  const said = state.value && !state.pending && label(state.value, pages.index);
  useEffect(() => {
    if (said) announce(said);
  }, [announce, said]);
  const clear = () => set({ q: undefined, filter: undefined, key: undefined });
  const emptyOf = (page: ObjectList) => {
    if (page.nextCursor) {
      return (
        <EmptyState
          text={t('explorer.emptySoFar', {
            scanned: times.count(page.scanned ?? 0),
          })}
          action={
            <Button variant="secondary" onPress={pages.next}>
              {t('explorer.goOn')}
            </Button>
          }
        />
      );
    }
    if (!filtered) return <EmptyState text={t('explorer.empty')} />;
    const words = q ? t('explorer.emptySearch') : t('explorer.emptyLeftovers');
    return <EmptyByFilter text={words} onClear={clear} />;
  };
  return (
    <>
      <PathCrumbs name={name} path={path} />
      <div className={styles.toolbar}>
        <SearchField
          className={styles.search}
          label={t('explorer.search')}
          description={t('explorer.searchHelp')}
          value={text}
          onChange={setText}
          onSubmit={value => set({ q: value.trim(), key: undefined })}
          onClear={() => set({ q: undefined })}
        />
        <Switch
          label={t('explorer.leftovers')}
          isSelected={leftovers}
          onChange={on =>
            set({ filter: on ? 'leftover' : undefined, key: undefined })
          }
        />
        {mayDelete && leftovers && (state.value?.items.length ?? 0) > 0 && (
          <Button
            variant="secondary"
            destructive
            onPress={() => setDeleting(state.value?.items)}
          >
            {t('objects.delete', { count: state.value?.items.length ?? 0 })}
          </Button>
        )}
      </div>
      {deleted && <DeletedAlert result={deleted} />}
      <div className={styles.browse} data-details={key !== undefined}>
        <div className={styles.list}>
          <LoadedView
            state={state}
            lines={12}
            what={t('explorer.table').toLowerCase()}
            permission="s3-backup.destination.read"
          >
            {page => (
              <ObjectsTable
                page={page}
                whole={filtered}
                hrefOf={entry =>
                  'folder' in entry
                    ? links.explore(name, { path: entry.folder })
                    : hrefWith({ key: entry.key })
                }
                empty={emptyOf(page)}
                pagination={{
                  pageSize: PAGE_SIZE,
                  pageSizeOptions: [],
                  // Without a total its label is not shown.
                  totalCount: page.folders.length + page.items.length,
                  hasNextPage: pages.hasNext,
                  hasPreviousPage: !pages.isFirst,
                  onNextPage: pages.next,
                  onPreviousPage: pages.previous,
                  getLabel: () => label(page, pages.index),
                }}
              />
            )}
          </LoadedView>
        </div>
        {key !== undefined && (
          <ObjectCard
            name={name}
            objectKey={key}
            mayDelete={mayDelete}
            onDelete={object => setDeleting([object])}
            onClose={() => set({ key: undefined })}
          />
        )}
      </div>
      <DeleteObjectsDialog
        name={name}
        objects={deleting}
        onClose={() => setDeleting(undefined)}
        onDeleted={async result => {
          setDeleted(result);
          if (key && result.deleted.includes(key)) set({ key: undefined });
          await state.reload();
        }}
      />
    </>
  );
}
