import { act, renderHook } from '@testing-library/react';
import { useHeldRows } from './useHeldRows';

const rowsOf = (...ids: string[]) => ids.map(id => ({ id }));
const idsOf = (rows: Array<{ id: string }>) => rows.map(row => row.id).join('');

it('holds new rows while a pointer is over the table, and updates known ones', () => {
  const { result, rerender } = renderHook(
    ({ rows }) => useHeldRows(rows, row => row.id, 'key', true),
    { initialProps: { rows: rowsOf('b', 'a') } },
  );
  act(() => result.current.watch.onPointerEnter());
  rerender({ rows: rowsOf('c', 'b', 'a') });
  expect(idsOf(result.current.rows)).toBe('ba');
  expect(result.current.newer).toBe(1);
  act(() => result.current.show());
  expect(idsOf(result.current.rows)).toBe('cba');
  expect(result.current.newer).toBe(0);
});

it('lets them in when nobody is there, and for other filters', () => {
  const { result, rerender } = renderHook(
    ({ rows, key }) => useHeldRows(rows, row => row.id, key, true),
    { initialProps: { rows: rowsOf('a'), key: 'one' } },
  );
  rerender({ rows: rowsOf('b', 'a'), key: 'one' });
  expect(idsOf(result.current.rows)).toBe('ba');
  act(() => result.current.watch.onPointerEnter());
  rerender({ rows: rowsOf('z'), key: 'two' });
  expect(idsOf(result.current.rows)).toBe('z');
});
