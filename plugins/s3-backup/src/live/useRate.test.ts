import { rateOf } from './useRate';

it('is unknown until two seconds passed', () => {
  expect(rateOf([])).toBeUndefined();
  expect(
    rateOf([
      { at: 0, bytes: 0 },
      { at: 1999, bytes: 1000 },
    ]),
  ).toBeUndefined();
});

it('is the mean of the window', () => {
  expect(
    rateOf([
      { at: 0, bytes: 0 },
      { at: 1000, bytes: 5000 },
      { at: 4000, bytes: 8000 },
    ]),
  ).toBe(2000);
});

it('is unknown while nothing moves', () => {
  expect(
    rateOf([
      { at: 0, bytes: 7 },
      { at: 5000, bytes: 7 },
    ]),
  ).toBeUndefined();
});
