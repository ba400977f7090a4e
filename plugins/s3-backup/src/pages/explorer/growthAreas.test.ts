import { sampleGrowth } from '../../__testUtils__/objects';
import { growthAreas, ticksOf } from './growthAreas';

it('makes what days added to what stood there, without a gap', () => {
  expect(growthAreas(sampleGrowth())).toEqual({
    days: ['2026-11-19', '2026-11-20', '2026-11-21'],
    areas: [
      { plan: 'orders', bytes: [40_000_000, 40_000_000, 80_000_000] },
      { plan: 'handbook', bytes: [0, 10_000_000, 10_000_000] },
    ],
    total: 90_000_000,
  });
});

it('draws a first day from the one before, and nothing of nothing', () => {
  const [day] = sampleGrowth().days;
  const first = growthAreas(
    sampleGrowth({ days: [{ ...day, date: '2026-11-21' }] }),
  );
  expect(first).toMatchObject({
    days: ['2026-11-20', '2026-11-21'],
    areas: [{ plan: 'orders', bytes: [0, 40_000_000] }],
  });
  expect(growthAreas(sampleGrowth({ days: [], plans: [] }))).toBe(undefined);
});

it('puts small plans together, and counts what came from the future', () => {
  const plans = Array.from({ length: 8 }, (_, at) => ({
    plan: `p${at}`,
    backups: 1,
    bytes: 10,
  }));
  const days = plans.map(({ plan }) => ({
    date: '2026-11-20',
    plan,
    bytes: 10,
  }));
  days.push({ date: '2031-01-01', plan: 'p0', bytes: 5 });
  const grown = growthAreas(sampleGrowth({ plans, days }))!;
  expect(grown.areas.map(({ plan, bytes }) => [plan, bytes.at(-1)])).toEqual([
    ['p0', 15],
    ['p1', 10],
    ['p2', 10],
    ['p3', 10],
    ['p4', 10],
    [null, 30],
  ]);
  expect(grown.total).toBe(85);
});

it.each([
  [0, 4],
  [5, 8],
  [1024, 1024],
  [1025, 2048],
])('ticks of %d end at %d', (most, top) => {
  expect(ticksOf(most).at(-1)).toBe(top);
});
