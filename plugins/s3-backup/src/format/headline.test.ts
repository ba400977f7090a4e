import { headlineOf } from './headline';

const counts = {
  plans: 43,
  protected: 43,
  atRisk: 0,
  notProtected: 0,
  paused: 0,
};
const oldestGood = { plan: 'orders', takenAt: '2026-11-21T01:00:00.000Z' };

it('says that all are protected only when all are', () => {
  expect(headlineOf({ counts, oldestGood })).toEqual({
    kind: 'all',
    state: 'protected',
    plans: 43,
    oldest: oldestGood.takenAt,
  });
  expect(
    headlineOf({ counts: { ...counts, protected: 42, paused: 1 }, oldestGood })
      .state,
  ).toBe('paused');
});

it('leads with the worst', () => {
  const worst = headlineOf({
    counts: { ...counts, protected: 41, atRisk: 1, notProtected: 1 },
    oldestGood,
  });
  expect(worst.kind).toBe('some');
  expect(worst.state).toBe('not-protected');
  expect(
    headlineOf({ counts: { ...counts, protected: 42, atRisk: 1 }, oldestGood })
      .state,
  ).toBe('at-risk');
});

it('knows an empty portal', () => {
  expect(
    headlineOf({
      counts: { ...counts, plans: 0, protected: 0 },
      oldestGood: null,
    }).kind,
  ).toBe('no-plans');
});
