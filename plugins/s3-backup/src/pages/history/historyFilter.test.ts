import { filterOf, filtersSet } from './historyFilter';

it('reads what an address says, and drops what nobody knows', () => {
  const filter = filterOf(
    new URLSearchParams(
      'status=failed&status=partial&status=exploded&kind=backup&plan=orders&mine=true&limit=50&q=or',
    ),
  );
  expect(filter).toEqual(
    expect.objectContaining({
      status: ['failed', 'partial'],
      kind: ['backup'],
      plan: ['orders'],
      mine: true,
      limit: 50,
      q: 'or',
    }),
  );
  expect(filtersSet(filter)).toBe(5);
});

it('is empty without a query, with the usual size of a page', () => {
  const filter = filterOf(new URLSearchParams('limit=7000'));
  expect(filtersSet(filter)).toBe(0);
  expect(filter.limit).toBe(25);
});
