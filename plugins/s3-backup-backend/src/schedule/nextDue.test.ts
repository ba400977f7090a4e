import type { Schedule } from '@understudy/model';
import { scheduleSchema } from '@understudy/model';
import { Settings } from 'luxon';
import { dueBetween, nextDue, previewSlots, slotsAfter } from './nextDue';
import { toInstant, toWall } from './wallClock';
import { cronProblem } from './wallTimes';

const SUMMER = Date.UTC(2026, 6, 15);
const WINTER = Date.UTC(2026, 0, 15);
const at = (text: string) => Date.parse(text);
const iso = (instant: number | null) =>
  instant === null ? null : new Date(instant).toISOString();
const schedule = (input: unknown): Schedule => scheduleSchema.parse(input);

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Asia/Kathmandu',
  'Africa/Casablanca',
  'Asia/Tehran',
];

/** Small and seeded, so that a failure can be repeated. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

afterEach(() => {
  Settings.now = () => Date.now();
});

// luxon's own answer to an ambiguous hour depends on today's date.
describe.each([
  ['summer', SUMMER],
  ['winter', WINTER],
])('whatever the season: %s', (_, today) => {
  beforeEach(() => {
    Settings.now = () => today;
  });

  const daily = (time: string) => schedule({ every: 'day', at: time });

  it.each([
    // 2026-03-29: 02:00 → 03:00
    ['02:30', '2026-03-28T12:00Z', '2026-03-29T01:00:00.000Z'],
    ['02:00', '2026-03-28T12:00Z', '2026-03-29T01:00:00.000Z'],
    ['03:00', '2026-03-28T12:00Z', '2026-03-29T01:00:00.000Z'],
    ['01:59', '2026-03-28T12:00Z', '2026-03-29T00:59:00.000Z'],
    // 2026-10-25: 03:00 → 02:00
    ['02:30', '2026-10-24T12:00Z', '2026-10-25T00:30:00.000Z'],
    ['02:30', '2026-10-25T00:30Z', '2026-10-26T01:30:00.000Z'],
    ['02:30', '2026-10-25T01:29Z', '2026-10-26T01:30:00.000Z'],
    ['03:00', '2026-10-24T12:00Z', '2026-10-25T02:00:00.000Z'],
  ])('Berlin, daily %s after %s', (time, after, due) => {
    expect(iso(nextDue(daily(time), 'Europe/Berlin', at(after)))).toBe(due);
  });

  it('jumps over a whole day that a zone skipped', () => {
    // Apia had no 2011-12-30.
    const due = dueBetween(
      daily('12:00'),
      'Pacific/Apia',
      at('2011-12-28T12:00Z'),
      at('2012-01-01T12:00Z'),
      10,
    );
    expect(due.map(iso)).toEqual([
      '2011-12-28T22:00:00.000Z',
      '2011-12-29T22:00:00.000Z',
      '2011-12-30T10:00:00.000Z',
      '2011-12-30T22:00:00.000Z',
      '2011-12-31T22:00:00.000Z',
    ]);
  });

  it('handles a change of half an hour', () => {
    // Lord Howe, 2026-04-05: 02:00 → 01:30.
    const slots = previewSlots(
      daily('01:45'),
      'Australia/Lord_Howe',
      at('2026-04-04T00:00Z'),
      2,
    );
    expect(slots).toMatchObject([
      {
        at: '2026-04-04T14:45:00.000Z',
        wall: '2026-04-05 01:45',
        note: 'overlap',
      },
      { at: '2026-04-05T15:15:00.000Z', wall: '2026-04-06 01:45', note: null },
    ]);
  });

  it('keeps wall hours on the nights of a change', () => {
    const hours = schedule({ every: 'hours', hours: 1 });
    const walls = (from: string, count: number) =>
      previewSlots(hours, 'Europe/Berlin', at(from), count).map(slot => [
        slot.wall.slice(11),
        slot.note,
      ]);
    expect(walls('2026-03-28T23:30Z', 3)).toEqual([
      ['01:00', null],
      ['03:00', 'gap'],
      ['04:00', null],
    ]);
    expect(walls('2026-10-24T22:30Z', 3)).toEqual([
      ['01:00', null],
      ['02:00', 'overlap'],
      ['03:00', null],
    ]);
  });
});

describe('kinds of schedule', () => {
  const next = (input: unknown, after: string, zone = 'UTC') =>
    iso(nextDue(schedule(input), zone, at(after)));

  it('never', () => {
    expect(next({ every: 'never' }, '2026-01-01T00:00Z')).toBeNull();
  });
  it.each([1, 2, 3, 4, 6, 8, 12])('every %s hours from midnight', hours => {
    const due = dueBetween(
      schedule({ every: 'hours', hours, minute: 5 }),
      'Asia/Kathmandu',
      at('2026-01-01T00:00:00+05:45'),
      at('2026-01-01T23:59:00+05:45'),
      99,
    );
    expect(
      due.map(slot =>
        new Date(toWall(slot, 'Asia/Kathmandu')).toISOString().slice(11, 16),
      ),
    ).toEqual(
      Array.from(
        { length: 24 / hours },
        (_, n) => `${String(n * hours).padStart(2, '0')}:05`,
      ),
    );
  });
  it('weekly', () => {
    const input = { every: 'week', days: ['sun', 'wed'], at: '02:00' };
    expect(next(input, '2026-11-21T12:00Z')).toBe('2026-11-22T02:00:00.000Z');
    expect(next(input, '2026-11-22T02:00Z')).toBe('2026-11-25T02:00:00.000Z');
  });
  it.each([
    ['2027-02-01T00:00Z', '2027-02-28T02:00:00.000Z'],
    ['2028-02-01T00:00Z', '2028-02-29T02:00:00.000Z'],
    ['2028-02-29T02:00Z', '2028-03-31T02:00:00.000Z'],
    ['2026-12-31T02:00Z', '2027-01-31T02:00:00.000Z'],
  ])('monthly on the 31st after %s', (after, due) => {
    expect(next({ every: 'month', day: 31, at: '02:00' }, after)).toBe(due);
  });
  it('cron, by the wall clock', () => {
    const input = { every: 'cron', cron: '30 2 29 2 *' };
    expect(next(input, '2026-01-01T00:00Z', 'Europe/Berlin')).toBe(
      '2028-02-29T01:30:00.000Z',
    );
    const berlin = { every: 'cron', cron: '30 2 * * sun' };
    expect(next(berlin, '2026-03-28T12:00Z', 'Europe/Berlin')).toBe(
      '2026-03-29T01:00:00.000Z',
    );
    expect(next(berlin, '2026-10-24T12:00Z', 'Europe/Berlin')).toBe(
      '2026-10-25T00:30:00.000Z',
    );
  });
  it('refuses what is no cron', () => {
    expect(cronProblem('0 2 * * *')).toBeNull();
    expect(cronProblem('0 0 2 * * *')).toMatch('five fields');
    expect(cronProblem('@daily')).toMatch('five fields');
    expect(cronProblem('61 2 * * *')).not.toBeNull();
    expect(cronProblem('0 0 30 2 *')).toMatch('never');
  });
});

describe('for any zone and time', () => {
  it('a wall time exists, or is the end of its gap; the earlier of two', () => {
    const next = random(20261121);
    for (let n = 0; n < 4_000; n += 1) {
      const zone = ZONES[Math.floor(next() * ZONES.length)];
      const wall =
        Math.floor(
          (Date.UTC(2010, 0) + next() * 25 * 365 * 86_400_000) / 60_000,
        ) * 60_000;
      const { instant, note } = toInstant(wall, zone);
      const shown = toWall(instant, zone);
      // In a gap: the first instant whose wall time is later.
      const endsGap = shown > wall && toWall(instant - 1, zone) < wall;
      const again = [30, 60, 120, 24 * 60].some(
        minutes => toWall(instant - minutes * 60_000, zone) === wall,
      );
      expect({
        zone,
        wall,
        right: note === 'gap' ? endsGap : shown === wall && !again,
      }).toEqual({ zone, wall, right: true });
    }
  });

  it('slots ascend, each once, none passed over by asking in steps', () => {
    const next = random(42);
    const kinds = [
      { every: 'minutes', minutes: 20 },
      { every: 'times', at: ['14:00', '02:30', '01:59'] },
      { every: 'hours', hours: 1, minute: 30 },
      { every: 'hours', hours: 6 },
      { every: 'day', at: '02:15' },
      { every: 'week', days: ['sat', 'sun', 'mon'], at: '01:30' },
      { every: 'month', day: 31, at: '00:00' },
      { every: 'cron', cron: '*/20 0-3 * * *' },
    ].map(schedule);
    for (let n = 0; n < 60; n += 1) {
      const zone = ZONES[Math.floor(next() * ZONES.length)];
      const kind = kinds[n % kinds.length];
      const from = Date.UTC(2026, Math.floor(next() * 12), 1) + n * 7_000;
      const until = from + 45 * 86_400_000;
      const whole = dueBetween(kind, zone, from, until, 10_000);
      const steps: number[] = [];
      for (let low = from; low < until; ) {
        const high = Math.min(until, low + Math.floor(next() * 4 * 3_600_000));
        steps.push(...dueBetween(kind, zone, low, high, 10_000));
        low = Math.max(high, low + 1);
        if (high < low) {
          steps.push(...dueBetween(kind, zone, high, low, 10));
        }
      }
      expect(steps).toEqual(whole);
      expect([...whole].sort((a, b) => a - b)).toEqual(whole);
      for (const slot of kind.every === 'minutes' ? whole : []) {
        expect(new Date(toWall(slot, zone)).getUTCMinutes() % 20).toBe(0);
      }
      expect(new Set(whole).size).toBe(whole.length);
      const [first] = slotsAfter(kind, zone, whole[0] - 1);
      expect(first.at).toBe(whole[0]);
    }
  });
});

describe('every so many minutes', () => {
  const every = (minutes: number, zone: string, from: string, until: string) =>
    dueBetween(
      schedule({ every: 'minutes', minutes }),
      zone,
      at(from),
      at(until),
      10_000,
    ).map(iso);

  it('also in the hour that the clock shows twice', () => {
    // 03:00 → 02:00 at 01:00Z
    expect(
      every(30, 'Europe/Berlin', '2026-10-25T00:00Z', '2026-10-25T02:00Z'),
    ).toEqual([
      '2026-10-25T00:30:00.000Z',
      '2026-10-25T01:00:00.000Z',
      '2026-10-25T01:30:00.000Z',
      '2026-10-25T02:00:00.000Z',
    ]);
  });
  it('never further apart than that, in any zone, over any change', () => {
    const next = random(7);
    for (let n = 0; n < 120; n += 1) {
      const zone = ZONES[n % ZONES.length];
      const minutes = [5, 10, 15, 20, 30][n % 5];
      const from = Date.UTC(2026, Math.floor(next() * 120), 1);
      const due = dueBetween(
        schedule({ every: 'minutes', minutes }),
        zone,
        from,
        from + 20 * 86_400_000,
        10_000,
      );
      const gaps = due.slice(1).map((slot, i) => slot - due[i]);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(minutes * 60_000);
    }
  });
});

describe('for a hundred years', () => {
  const CENTURY = [Date.UTC(2000, 0, 1), Date.UTC(2100, 0, 1)] as const;
  const dates = (slots: number[], zone: string) =>
    slots.map(slot => new Date(toWall(slot, zone)).toISOString().slice(0, 10));

  it.each(['Europe/Berlin', 'America/Sao_Paulo', 'Australia/Lord_Howe'])(
    'each day of %s has its slot, once, whatever the clock does that night',
    zone => {
      const [from, until] = CENTURY;
      const slots = dueBetween(
        schedule({ every: 'day', at: '00:30' }),
        zone,
        from,
        until,
        Infinity,
      );
      const found = dates(slots, zone);
      const [first] = found;
      const days = found.map((_, n) =>
        new Date(Date.parse(first) + n * 86_400_000).toISOString().slice(0, 10),
      );
      expect(found).toEqual(days);
      expect(found.length).toBeGreaterThan(36_500);
    },
  );
  it('each month has its end', () => {
    const [from, until] = CENTURY;
    const month = { every: 'month', day: 31, at: '23:59' };
    const slots = dueBetween(schedule(month), 'UTC', from, until, Infinity);
    expect(slots).toHaveLength(1_200);
    for (const slot of slots) {
      expect(new Date(slot + 60_000).getUTCDate()).toBe(1);
    }
  });
  it('29 February comes in leap years alone', () => {
    const cron = { every: 'cron', cron: '0 12 29 2 *' };
    const years = dueBetween(
      schedule(cron),
      'UTC',
      Date.UTC(2000, 0, 1),
      Date.UTC(2105, 0, 1),
      Infinity,
    ).map(slot => new Date(slot).getUTCFullYear());
    expect(years).toHaveLength(26);
    expect(years).not.toContain(2100);
    expect(years.every(year => year % 4 === 0)).toBe(true);
  });
});

describe('a preview', () => {
  it('says which slot quiet hours move, and which it stands for', () => {
    const slots = previewSlots(
      schedule({ every: 'hours', hours: 1 }),
      'Europe/Berlin',
      at('2026-11-21T00:30Z'),
      4,
      {
        plan: 'orders',
        quiet: [{ from: '02:30', until: '04:30', timeZone: 'Europe/Berlin' }],
      },
    );
    expect(
      slots.map(({ at: slot, startsAt, quiet }) => [slot, startsAt, quiet]),
    ).toEqual([
      ['2026-11-21T01:00:00.000Z', '2026-11-21T01:00:00.000Z', null],
      ['2026-11-21T02:00:00.000Z', '2026-11-21T03:30:00.000Z', 'moved'],
      ['2026-11-21T03:00:00.000Z', '2026-11-21T03:30:00.000Z', 'missed'],
      ['2026-11-21T04:00:00.000Z', '2026-11-21T04:00:00.000Z', null],
    ]);
  });
});
