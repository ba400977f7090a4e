import { ReactElement, ReactNode } from 'react';
import {
  Box,
  ButtonIcon,
  Cell,
  Column,
  List,
  ListRow,
  Menu,
  MenuTrigger,
  Row,
  TableBody,
  TableHeader,
  TablePagination,
  TablePaginationProps,
  TableRoot,
  useBreakpoint,
  VisuallyHidden,
} from '@backstage/ui';
import { RiMore2Line } from '@remixicon/react';
import { useT } from '../translation';
import styles from './DataTable.module.css';

/** A column; `low` ones leave first when it gets narrow. */
export interface DataColumn<T> {
  id: string;
  label: string;
  isRowHeader?: boolean;
  low?: boolean;
  /** Numbers stand at the right. */
  end?: boolean;
  cell: (item: T) => ReactNode;
}

/** The row on a narrow screen: an icon, a title, one line. */
export interface CompactRow {
  icon: ReactElement;
  title: string;
  description: string;
}

interface DataTableProps<T> {
  label: string;
  columns: DataColumn<T>[];
  rows: T[];
  idOf: (item: T) => string;
  hrefOf: (item: T) => string | undefined;
  compact: (item: T) => CompactRow;
  /** Menu items of a row; none: the row has no menu. */
  menuOf?: (item: T) => ReactNode;
  nameOf: (item: T) => string;
  empty: ReactNode;
  pagination?: TablePaginationProps;
}

interface TableColumn {
  id: string;
}

/** Two lines in one cell: what it is, and a word on it. */
export function TwoLines(props: { first: ReactNode; second?: ReactNode }) {
  return (
    <>
      <span>{props.first}</span>
      {props.second && <span className={styles.note}>{props.second}</span>}
    </>
  );
}

/**
 * A table with a name, whole-row links and a menu in the last cell; a list on
 * a narrow screen, so that nothing scrolls sideways.
 */
export function DataTable<T>(props: DataTableProps<T>) {
  const { label, rows, idOf, hrefOf, compact, menuOf, nameOf } = props;
  const t = useT();
  const { down } = useBreakpoint();
  if (rows.length === 0)
    return (
      <Box bg="neutral" className={styles.list}>
        {props.empty}
      </Box>
    );
  const pager = props.pagination && (
    <div className={styles.pager}>
      <TablePagination {...props.pagination} />
    </div>
  );

  if (down('sm')) {
    return (
      <div className={styles.root}>
        <List aria-label={label} className={styles.list}>
          {rows.map(item => {
            const { icon, title, description } = compact(item);
            return (
              <ListRow
                key={idOf(item)}
                id={idOf(item)}
                textValue={`${title}, ${description}`}
                href={hrefOf(item)}
                icon={icon}
                description={description}
                menuItems={menuOf?.(item)}
              >
                {title}
              </ListRow>
            );
          })}
        </List>
        {pager}
      </div>
    );
  }

  const narrow = down('md');
  const columns = props.columns.filter(column => !(narrow && column.low));
  const shown: TableColumn[] = columns.map(({ id }) => ({ id }));
  if (menuOf) shown.push({ id: 'menu' });
  const byId = new Map(columns.map(column => [column.id, column]));

  return (
    <div className={styles.root}>
      <Box bg="neutral" className={styles.scroll}>
        <TableRoot aria-label={label}>
          <TableHeader columns={shown}>
            {(column: TableColumn) => (
              <Column
                id={column.id}
                isRowHeader={byId.get(column.id)?.isRowHeader}
                className={
                  byId.get(column.id)?.end ? styles.endColumn : undefined
                }
              >
                {byId.get(column.id)?.label ?? (
                  <VisuallyHidden>{t('common.actions')}</VisuallyHidden>
                )}
              </Column>
            )}
          </TableHeader>
          <TableBody>
            {rows.map(item => (
              <Row
                key={idOf(item)}
                id={idOf(item)}
                columns={shown}
                href={hrefOf(item)}
              >
                {(column: TableColumn) => {
                  const definition = byId.get(column.id);
                  return (
                    <Cell>
                      {definition ? (
                        <div className={styles.cell} data-end={definition.end}>
                          {definition.cell(item)}
                        </div>
                      ) : (
                        <MenuTrigger>
                          <ButtonIcon
                            variant="tertiary"
                            size="small"
                            icon={<RiMore2Line />}
                            aria-label={t('common.actionsFor', {
                              name: nameOf(item),
                            })}
                          />
                          <Menu>{menuOf?.(item)}</Menu>
                        </MenuTrigger>
                      )}
                    </Cell>
                  );
                }}
              </Row>
            ))}
          </TableBody>
        </TableRoot>
      </Box>
      {pager}
    </div>
  );
}
