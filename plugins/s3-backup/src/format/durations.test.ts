import { between, formatAge, formatDuration } from './durations';

describe('formatDuration', () => {
  it.each([
    [0, '< 1 s'],
    [999, '< 1 s'],
    [1000, '1 s'],
    [4_230, '4.2 s'],
    [42_900, '42 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [192_000, '3 min 12 s'],
    [3_840_000, '1 h 04 min'],
    [183_600_000, '2 d 3 h'],
    [9 * 86_400_000, '9 d'],
  ])('%d ms reads %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});

describe('formatAge', () => {
  it.each([
    [44_000, undefined],
    [46_000, '1 min'],
    [12 * 60_000, '12 min'],
    [59.6 * 60_000, '1 h'],
    [26 * 3_600_000, '26 h'],
    [48 * 3_600_000, '2 d'],
    [-12 * 60_000, '12 min'],
  ])('%d ms reads %s', (milliseconds, text) => {
    expect(formatAge(milliseconds)).toBe(text);
  });
});

it('never measures less than nothing between two instants', () => {
  expect(between('2026-11-21T02:00:07.000Z', '2026-11-21T02:00:05.000Z')).toBe(
    0,
  );
  expect(between(null, Date.now())).toBeUndefined();
  expect(between('2026-11-21T02:00:00.000Z', '2026-11-21T02:00:05.000Z')).toBe(
    5000,
  );
});
