import { afterQuiet, isNeverLoud } from './quietHours';
import { startOf } from './startOf';

const at = (text: string) => Date.parse(text);
const HOUR = 3_600_000;
const SLOT = at('2026-11-21T02:00Z');

describe('a start window', () => {
  it('gives a plan the same moment each time, within it', () => {
    for (let n = 0; n < 200; n += 1) {
      const how = { plan: `plan-${n}`, spread: 2 * HOUR };
      const start = startOf(SLOT, how);
      expect(start).toBeGreaterThanOrEqual(SLOT);
      expect(start).toBeLessThan(SLOT + 2 * HOUR);
      expect(startOf(SLOT + 24 * HOUR, how) - start).toBe(24 * HOUR);
    }
  });
  it('spreads a thousand plans evenly', () => {
    const tenths = Array<number>(10).fill(0);
    for (let n = 0; n < 1_000; n += 1) {
      const start = startOf(SLOT, { plan: `service-${n}`, spread: HOUR });
      tenths[Math.floor(((start - SLOT) / HOUR) * 10)] += 1;
    }
    // A hundred each, give or take.
    expect(Math.min(...tenths)).toBeGreaterThan(60);
    expect(Math.max(...tenths)).toBeLessThan(140);
  });
  it('is none where the plan has none', () => {
    expect(startOf(SLOT, { plan: 'orders' })).toBe(SLOT);
  });
});

describe('quiet hours', () => {
  const night = { from: '22:00', until: '06:00', timeZone: 'Europe/Berlin' };

  it.each([
    ['2026-11-21T20:59Z', '2026-11-21T20:59Z'],
    ['2026-11-21T21:00Z', '2026-11-22T05:00Z'],
    ['2026-11-22T04:59Z', '2026-11-22T05:00Z'],
    ['2026-11-22T05:00Z', '2026-11-22T05:00Z'],
    // Over the nights of both time changes.
    ['2026-03-28T23:30Z', '2026-03-29T04:00Z'],
    ['2026-10-24T23:30Z', '2026-10-25T05:00Z'],
  ])('over midnight: %s begins at %s', (instant, start) => {
    expect(afterQuiet([night], at(instant))).toBe(at(start));
  });
  it('begin on the days they name, by the clock of their zone', () => {
    const friday = { ...night, days: ['fri' as const] };
    // Saturday, 02:00 in Berlin: those of Friday.
    expect(afterQuiet([friday], at('2026-11-21T01:00Z'))).toBe(
      at('2026-11-21T05:00Z'),
    );
    expect(afterQuiet([friday], at('2026-11-22T01:00Z'))).toBe(
      at('2026-11-22T01:00Z'),
    );
  });
  it('follow each other, and are refused where they have no end', () => {
    const day = { from: '06:00', until: '09:00', timeZone: 'Europe/Berlin' };
    expect(afterQuiet([day, night], at('2026-11-21T22:00Z'))).toBe(
      at('2026-11-22T08:00Z'),
    );
    const rest = { ...day, until: '22:00' };
    expect(isNeverLoud([night, day], SLOT)).toBe(false);
    expect(isNeverLoud([night, rest], SLOT)).toBe(true);
  });
  it('move a moment of a start window, too', () => {
    const quiet = [{ from: '00:00', until: '12:00', timeZone: 'UTC' }];
    const how = { plan: 'orders', spread: HOUR, quiet };
    expect(startOf(SLOT, how)).toBe(at('2026-11-21T12:00Z'));
  });
});
