import { ReactNode } from 'react';
import { TablePaginationProps } from '@backstage/ui';
import { RiFileLine, RiFolder3Line } from '@remixicon/react';
import {
  ObjectList,
  StoredObject,
} from '@understudy/backstage-plugin-s3-backup-common';
import {
  Bytes,
  DataColumn,
  DataTable,
  KeyText,
  ProofPips,
  TimeText,
  TwoLines,
  Unknown,
} from '../../components';
import { Times, useTimes } from '../../live/useTimes';
import { T, useT } from '../../translation';
import { folderWords, lastSegment, segmentsOf } from './keyWords';
import styles from './Explorer.module.css';

/** A folder, or an object, of one page. */
type Entry = { folder: string } | StoredObject;

const isFolder = (entry: Entry): entry is { folder: string } =>
  'folder' in entry;
const keyOf = (entry: Entry) => (isFolder(entry) ? entry.folder : entry.key);

/** What stands under a key, in words. */
export const kindWords = (t: T, object: StoredObject) =>
  object.leftover && object.kind !== 'not-ours'
    ? `${t(`explorer.kind.${object.kind}`)}, ${t('explorer.leftover')}`
    : t(`explorer.kind.${object.kind}`);

function columnsOf(
  t: T,
  times: Times,
  /** A search shows keys from anywhere: the last part alone says too little. */
  whole: boolean,
): DataColumn<Entry>[] {
  const ofObject = (
    show: (object: StoredObject) => ReactNode,
    folder: ReactNode = null,
  ): DataColumn<Entry>['cell'] =>
    function cell(entry) {
      return isFolder(entry) ? folder : show(entry);
    };
  return [
    {
      id: 'name',
      label: t('explorer.name'),
      isRowHeader: true,
      cell: entry =>
        isFolder(entry) ? (
          <TwoLines
            first={
              <span className={styles.name}>
                <RiFolder3Line size={18} aria-hidden />
                <strong>{lastSegment(entry.folder)}</strong>
              </span>
            }
            second={folderWords(t, times, entry.folder)}
          />
        ) : (
          <span className={styles.name}>
            <RiFileLine size={18} aria-hidden />
            <KeyText
              value={whole ? entry.key : lastSegment(entry.key)}
              length={whole ? 64 : 48}
            />
          </span>
        ),
    },
    {
      id: 'kind',
      label: t('explorer.kind'),
      cell: ofObject(
        object =>
          object.leftover ? (
            <strong>{kindWords(t, object)}</strong>
          ) : (
            kindWords(t, object)
          ),
        t('explorer.folder').toLowerCase(),
      ),
    },
    {
      id: 'size',
      label: t('explorer.size'),
      end: true,
      cell: ofObject(object => <Bytes bytes={object.bytes} />),
    },
    {
      id: 'class',
      label: t('explorer.class'),
      low: true,
      cell: ofObject(object => object.storageClass ?? <Unknown />),
    },
    {
      id: 'stored',
      label: t('explorer.storedAt'),
      low: true,
      cell: ofObject(object => <TimeText at={object.storedAt} />),
    },
    {
      id: 'proof',
      label: t('explorer.proof'),
      cell: ofObject(
        ({ backup }) => backup && <ProofPips proof={backup.proof} />,
      ),
    },
    {
      id: 'lock',
      label: t('explorer.lock'),
      low: true,
      cell: ofObject(({ backup }) => backup?.locked && t('explorer.locked')),
    },
  ];
}

/** One page of a folder, or of what a search found. */
export function ObjectsTable(props: {
  page: ObjectList;
  whole: boolean;
  hrefOf: (entry: { folder: string } | { key: string }) => string;
  empty: ReactNode;
  pagination: TablePaginationProps;
}) {
  const { page, whole, hrefOf, empty, pagination } = props;
  const t = useT();
  const times = useTimes();
  const rows: Entry[] = [
    ...page.folders.map(folder => ({ folder })),
    ...page.items,
  ];
  return (
    <DataTable
      label={t('explorer.table')}
      columns={columnsOf(t, times, whole)}
      rows={rows}
      idOf={keyOf}
      nameOf={keyOf}
      hrefOf={hrefOf}
      compact={entry => ({
        icon: isFolder(entry) ? (
          <RiFolder3Line aria-hidden />
        ) : (
          <RiFileLine aria-hidden />
        ),
        title: whole
          ? segmentsOf(keyOf(entry)).slice(-2).join('/')
          : lastSegment(keyOf(entry)),
        description: isFolder(entry)
          ? folderWords(t, times, entry.folder) ?? t('explorer.folder')
          : [kindWords(t, entry), times.bytes(entry.bytes)].join(' · '),
      })}
      empty={empty}
      pagination={pagination}
    />
  );
}
