import { FocusEvent, useRef, useState } from 'react';

/**
 * Rows that do not move under a pointer or a focus: known ones are updated in
 * place, new ones wait behind a count until somebody asks for them.
 */
export function useHeldRows<T>(
  rows: T[],
  idOf: (row: T) => string,
  key: string,
  isFirstPage: boolean,
) {
  const [busy, setBusy] = useState(false);
  const shown = useRef<{ key: string; ids: string[] }>({ key: '', ids: [] });
  const incoming = rows.map(idOf);
  const known = new Set(shown.current.ids);
  const newer = incoming.filter(id => !known.has(id)).length;
  const hold =
    busy &&
    isFirstPage &&
    shown.current.key === key &&
    shown.current.ids.length > 0 &&
    newer > 0;
  if (!hold) shown.current = { key, ids: incoming };
  const byId = new Map(rows.map(row => [idOf(row), row]));
  const held = hold
    ? shown.current.ids.flatMap(id => byId.get(id) ?? [])
    : rows;
  return {
    rows: held,
    newer: hold ? newer : 0,
    show: () => {
      shown.current = { key, ids: incoming };
      setBusy(false);
    },
    watch: {
      onPointerEnter: () => setBusy(true),
      onPointerLeave: () => setBusy(false),
      onFocus: () => setBusy(true),
      onBlur: (event: FocusEvent<HTMLElement>) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setBusy(false);
      },
    },
  };
}
