import { Pace } from './Pace';

describe('Pace', () => {
  it('lets bytes pass at its speed, on average', () => {
    let now = 0;
    const pace = Pace.create({ bytesPerSecond: 1000, now: () => now });
    expect(pace.next(500)).toBe(0);
    expect(pace.next(1000)).toBe(500);
    expect(pace.next(1)).toBe(1500);
    now = 10_000;
    // What was not used is gone: no burst later on.
    expect(pace.next(1000)).toBe(0);
    expect(pace.next(1000)).toBe(1000);
  });

  it('does not hold back where there is no limit', () => {
    const pace = Pace.create({ bytesPerSecond: undefined });
    expect([pace.next(1e12), pace.next(1e12)]).toEqual([0, 0]);
  });

  it('ends waiting when it is cancelled', async () => {
    const pace = Pace.create({ bytesPerSecond: 1 });
    await pace.take(1000);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    const since = performance.now();
    await pace.take(1, stop.signal);
    expect(performance.now() - since).toBeLessThan(5000);
  });
});
