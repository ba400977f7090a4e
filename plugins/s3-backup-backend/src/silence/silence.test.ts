import { judgeFreshness } from './judgeFreshness';
import { offAfter, switchDue } from './switchedOff';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse('2026-11-21T12:00:00Z');

describe('freshness', () => {
  const facts = (over: {
    age?: number | null;
    knownFor?: number;
    toldAgo?: number;
    automatic?: boolean;
    plan?: { enabled?: boolean; freshness?: number; pausedUntil?: string };
  }) => {
    const { age = null, knownFor = 0, toldAgo, automatic = true } = over;
    return judgeFreshness({
      plan: {
        enabled: true,
        freshness: 49 * HOUR,
        pausedUntil: null,
        ...over.plan,
      },
      told: {
        knownSince: NOW - knownFor,
        toldAt: toldAgo === undefined ? null : NOW - toldAgo,
      },
      lastGood: age === null ? null : NOW - age,
      automatic,
      now: NOW,
    });
  };

  it('is told once when the newest good backup is too old', () => {
    expect(facts({ age: 49 * HOUR })).toBeNull();
    expect(facts({ age: 49 * HOUR + 1 })).toBe('stale');
    expect(facts({ age: 50 * HOUR, toldAgo: HOUR })).toBeNull();
  });
  it('is told of a plan that never had a backup, too', () => {
    expect(facts({ knownFor: 48 * HOUR })).toBeNull();
    expect(facts({ knownFor: 50 * HOUR })).toBe('stale');
  });
  it('reminds each day, and each week where somebody halted it', () => {
    const stale = { age: 400 * HOUR };
    const pausedUntil = new Date(NOW + DAY).toISOString();
    expect(facts({ ...stale, toldAgo: DAY })).toBe('reminder');
    for (const halt of [
      { automatic: false },
      { plan: { enabled: false } },
      { plan: { pausedUntil } },
    ]) {
      expect(facts({ ...stale, toldAgo: DAY, ...halt })).toBeNull();
      expect(facts({ ...stale, toldAgo: 7 * DAY, ...halt })).toBe('reminder');
      // Whatever the reason: that it is stale is told.
      expect(facts({ ...stale, ...halt })).toBe('stale');
    }
  });
  it('says once that it is over', () => {
    expect(facts({ age: HOUR, toldAgo: DAY })).toBe('fresh-again');
    expect(facts({ age: HOUR })).toBeNull();
  });
  it('is no matter where no age is too old', () => {
    expect(facts({ age: 9_999 * DAY, plan: { freshness: 0 } })).toBeNull();
  });
});

describe('the switch that is off', () => {
  const until = new Date(NOW + 10 * DAY).toISOString();
  const turn = { turnedOff: true, by: 'user:default/guest', now: NOW };

  it('needs a reason and an end', () => {
    expect(() => offAfter(null, undefined, turn)).toThrow(/say why/);
    const never = { reason: 'for ever', until: '2099-01-01T00:00:00.000Z' };
    expect(() => offAfter(null, never, turn)).toThrow(/within a year/);
    const past = { reason: 'too late', until: '2020-01-01T00:00:00.000Z' };
    expect(() => offAfter(null, past, turn)).toThrow(/within a year/);
    const off = offAfter(null, { reason: 'The store moves', until }, turn);
    expect(off).toMatchObject({
      reason: 'The store moves',
      until,
      by: turn.by,
    });
    // Other settings may be saved while it is off.
    expect(offAfter(off, undefined, { ...turn, turnedOff: false })).toBe(off);
  });
  it('reminds each week, and comes back on at its end', () => {
    const off = offAfter(null, { reason: 'The store moves', until }, turn)!;
    expect(switchDue(off, NOW + 6 * DAY)).toBeNull();
    expect(switchDue(off, NOW + 7 * DAY)).toBe('reminder');
    expect(switchDue(off, NOW + 10 * DAY)).toBe('on');
  });
});
