import { KeyboardEvent, useEffect, useRef, useState } from 'react';
import { RiArrowRightSLine } from '@remixicon/react';
import { Growth } from '@understudy/backstage-plugin-s3-backup-common';
import { useNavigate } from '../../live/router';
import { useLinks } from '../../live/useLinks';
import { useTimes } from '../../live/useTimes';
import { useT } from '../../translation';
import { Branch, openFor, placeTree, Row, rowsOf } from './branches';
import styles from './PlaceTree.module.css';

/**
 * The way by entity, plan and time. One stop for Tab; arrows go up and down,
 * open and close; Enter goes there. What it shows is what the portal knows:
 * the list beside it is the store's own.
 */
export function PlaceTree(props: {
  name: string;
  growth: Growth;
  path: string;
  q: string | undefined;
}) {
  const { name, growth, path, q } = props;
  const t = useT();
  const times = useTimes();
  const links = useLinks();
  const navigate = useNavigate();
  const branches = placeTree(growth);
  const [open, setOpen] = useState(() => openFor(branches, path));
  const rows = rowsOf(branches, open);
  const here = rows.find(
    ({ branch }) => branch.path === path && branch.q === q,
  );
  const [at, setAt] = useState<string>();
  const current =
    rows.find(({ branch }) => branch.id === at) ?? here ?? rows[0];
  const tree = useRef<HTMLUListElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    tree.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [at, open]);

  if (rows.length === 0) return null;
  const labelOf = ({ level, name: known }: Branch) => {
    if (known === null) return t('explorer.ofPortal');
    return level === 'month' ? times.month(known) : known;
  };
  const go = (row: Row | undefined) => {
    if (!row) return;
    moved.current = true;
    setAt(row.branch.id);
  };
  const toggle = ({ branch }: Row, on: boolean) => {
    const next = new Set(open);
    if (on) next.add(branch.id);
    else next.delete(branch.id);
    moved.current = true;
    setAt(branch.id);
    setOpen(next);
  };
  const visit = ({ branch }: Row) =>
    navigate(links.explore(name, { path: branch.path, q: branch.q }));
  const onKeyDown = (event: KeyboardEvent) => {
    const index = rows.indexOf(current);
    const isOpen = open.has(current.branch.id);
    const folds = current.branch.children.length > 0;
    const acts: Record<string, () => void> = {
      ArrowDown: () => go(rows[index + 1]),
      ArrowUp: () => go(rows[index - 1]),
      Home: () => go(rows[0]),
      End: () => go(rows.at(-1)),
      ArrowRight: () => {
        if (!folds) return;
        if (isOpen) go(rows[index + 1]);
        else toggle(current, true);
      },
      ArrowLeft: () => {
        if (folds && isOpen) toggle(current, false);
        else go(rows.find(({ branch }) => branch.id === current.above));
      },
      Enter: () => visit(current),
      ' ': () => visit(current),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <ul
      className={styles.tree}
      role="tree"
      aria-label={t('explorer.tree')}
      ref={tree}
      onKeyDown={onKeyDown}
    >
      {rows.map(row => {
        const { branch, depth } = row;
        const folds = branch.children.length > 0;
        const isOpen = open.has(branch.id);
        return (
          // The tree itself listens to keys.
          // eslint-disable-next-line jsx-a11y/click-events-have-key-events
          <li
            key={branch.id}
            role="treeitem"
            className={styles.row}
            style={{ paddingInlineStart: `${(depth - 1) * 16}px` }}
            tabIndex={row === current ? 0 : -1}
            aria-level={depth}
            aria-setsize={row.of}
            aria-posinset={row.at}
            aria-expanded={folds ? isOpen : undefined}
            aria-selected={row === here}
            onFocus={() => setAt(branch.id)}
            onClick={() => visit(row)}
          >
            <span
              className={styles.fold}
              data-open={isOpen}
              aria-hidden
              onClick={event => {
                event.stopPropagation();
                if (folds) toggle(row, !isOpen);
              }}
            >
              {folds && <RiArrowRightSLine size={18} />}
            </span>
            <span className={styles.label}>{labelOf(branch)}</span>
          </li>
        );
      })}
    </ul>
  );
}
