import { PERIODS, RetentionInput, retentionSchema } from '@understudy/model';
import {
  anyBackup,
  backup,
  chanceOf,
  DAY,
  HOUR,
  rulesBy,
  seedsOf,
  START,
  withSeed,
  ZONES,
} from './__testUtils__/histories';
import { planRetention } from './planRetention';
import { isGood, newestFirst, RetainedBackup } from './RetainedBackup';

jest.setTimeout(20 * 60_000);

const rulesOf = (input: RetentionInput) =>
  retentionSchema.parse({ minimumGood: 1, ...input });

function plan(
  backups: RetainedBackup[],
  input: RetentionInput,
  options: { now?: number; timeZone?: string } = {},
) {
  const now = options.now ?? Math.max(...backups.map(one => one.finishedAt));
  const decisions = planRetention({
    backups,
    rules: rulesOf(input),
    now,
    timeZone: options.timeZone ?? 'UTC',
  });
  const of = (id: string) => decisions.get(id)!;
  return {
    kept: backups.filter(({ id }) => of(id).keep).map(({ id }) => id),
    why: (id: string) => of(id).reasons.map(({ code }) => code),
    of,
  };
}

/** One each day at two o'clock, the oldest first: d1, d2, … */
const daily = (count: number, changes: Partial<RetainedBackup> = {}) =>
  Array.from({ length: count }, (_, n) =>
    backup(`d${n + 1}`, Date.UTC(2026, 10, 1 + n, 2), changes),
  );

describe('planRetention', () => {
  it('keeps everything where no rule is set', () => {
    const { kept, why } = plan(daily(5), {});
    expect(kept).toHaveLength(5);
    expect(why('d1')).toEqual(['no-rule']);
  });

  it('keeps the newest of each period, and says which', () => {
    const { kept, of } = plan(daily(21), { daily: 3, weekly: 3, monthly: 2 });
    // 21 November 2026 is a Saturday of week 47.
    expect(kept).toEqual(['d8', 'd15', 'd19', 'd20', 'd21']);
    expect(of('d21').reasons).toEqual([
      { code: 'daily', details: { period: '2026-11-21' } },
      { code: 'weekly', details: { period: '2026-W47' } },
      { code: 'monthly', details: { period: '2026-11' } },
      { code: 'minimum', details: { count: 1 } },
    ]);
    expect(of('d15').reasons).toEqual([
      { code: 'weekly', details: { period: '2026-W46' } },
    ]);
    expect(of('d14').reasons).toEqual([{ code: 'surplus', details: {} }]);
  });

  it('days begin in the zone of the plan', () => {
    const two = [
      backup('late', Date.parse('2026-11-20T22:30:00Z')),
      backup('early', Date.parse('2026-11-20T23:30:00Z')),
    ];
    expect(plan(two, { daily: 5 }).kept).toEqual(['early']);
    expect(
      plan(two, { daily: 5 }, { timeZone: 'Europe/Berlin' }).kept,
    ).toHaveLength(2);
  });

  it('counts days that have one: a pause costs no backup', () => {
    const backups = [...daily(3), backup('now', Date.UTC(2027, 5, 1, 2))];
    expect(plan(backups, { daily: 4 }).kept).toHaveLength(4);
  });

  it('what is not good stands for no day, and goes when enough are newer', () => {
    const backups = daily(6);
    backups[5].complete = false;
    backups[2].damaged = true;
    const { kept, why } = plan(backups, { daily: 2, minimumGood: 2 });
    expect(kept).toEqual(['d4', 'd5', 'd6']);
    expect(why('d6')).toEqual(['recent']);
    expect(why('d3')).toEqual(['not-good']);
  });

  it('an age is a limit, and alone keeps what is younger', () => {
    const limit = { maxAge: { days: 3 } };
    expect(plan(daily(6), limit).kept).toEqual(['d4', 'd5', 'd6']);
    expect(plan(daily(6), limit).why('d3')).toEqual(['too-old']);
    expect(plan(daily(6), { ...limit, weekly: 5 }).kept).toEqual(['d6']);
  });

  it('a size takes the oldest out, and never what must stay', () => {
    const backups = daily(6);
    backups[0].lock = { reason: 'audit', by: 'jo', until: null };
    const { kept, why } = plan(backups, {
      maxTotalSize: 350,
      minimumGood: 2,
    });
    expect(kept).toEqual(['d1', 'd5', 'd6']);
    expect(why('d4')).toEqual(['too-large']);
    expect(plan(backups, { maxTotalSize: 1, minimumGood: 4 }).kept).toEqual([
      'd1',
      'd3',
      'd4',
      'd5',
      'd6',
    ]);
  });

  it('keeps the minimum of good ones whatever else is said', () => {
    const rules = { keepLast: 1, maxAge: { hours: 1 }, minimumGood: 3 };
    const { kept, why } = plan(daily(6), rules, { now: START + 900 * DAY });
    expect(kept).toEqual(['d4', 'd5', 'd6']);
    expect(why('d4')).toEqual(['minimum']);
  });

  it('nothing goes before the newest good one was read', () => {
    const backups = daily(4);
    backups[3].rung = 'stored';
    const { kept, of } = plan(backups, { keepLast: 1 });
    expect(kept).toHaveLength(4);
    expect(of('d1').reasons).toEqual([
      {
        code: 'unproven',
        details: { newest: 'd4', takenAt: '2026-11-04T02:00:00.000Z' },
      },
    ]);
    const rules = { keepLast: 1, keepUntilProven: false };
    expect(plan(backups, rules).kept).toEqual(['d4']);
  });

  it('locks keep, and end when they say', () => {
    const backups = daily(4);
    const until = new Date(backups[3].finishedAt + HOUR).toISOString();
    backups[0].lock = { reason: 'audit', by: 'jo', until };
    backups[1].lock = 'unreadable';
    backups[2].objectLockUntil = backups[3].finishedAt + HOUR;
    const { kept, why, of } = plan(backups, { keepLast: 1 });
    expect(kept).toHaveLength(4);
    expect(of('d1').reasons[0].details).toEqual({
      reason: 'audit',
      by: 'jo',
      until,
    });
    expect(why('d2')).toEqual(['lock-unreadable']);
    expect(why('d3')).toEqual(['object-lock']);
    const later = { now: backups[3].finishedAt + HOUR };
    expect(plan(backups, { keepLast: 1 }, later).kept).toEqual(['d2', 'd4']);
  });

  it('what was begun to be deleted goes on, unless nothing is known', () => {
    const backups = daily(4);
    backups[0].deleting = true;
    backups[1].deleting = true;
    backups[1].unreadable = true;
    const { kept, why } = plan(backups, {});
    expect(kept).toEqual(['d2', 'd3', 'd4']);
    expect(why('d1')).toEqual(['begun']);
  });

  /** Said otherwise, and by another way of telling days: what the rules mean. */
  function namer(timeZone: string) {
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      dateStyle: 'short',
      timeStyle: 'medium',
    });
    return (at: number, period: (typeof PERIODS)[number]): string => {
      const local = format.format(at);
      if (period === 'yearly') return local.slice(0, 4);
      if (period === 'monthly') return local.slice(0, 7);
      if (period === 'daily') return local.slice(0, 10);
      if (period === 'weekly') {
        const date = new Date(`${local.slice(0, 10)}T00:00:00Z`);
        date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
        return date.toISOString();
      }
      // Hours of one wall clock that are an hour apart are not one.
      const minutes = Number(local.slice(14, 16));
      return String(Math.floor(at / 60_000) - minutes);
    };
  }

  function must(holds: unknown, what: string): asserts holds {
    if (!holds) throw new Error(what);
  }

  function tryOne(seed: number): void {
    const chance = chanceOf(seed);
    const timeZone = ZONES[Math.floor(chance() * ZONES.length)];
    const name = namer(timeZone);
    const rules = rulesBy(chance);
    const step = [HOUR, 6 * HOUR, DAY, 10 * DAY][Math.floor(chance() * 4)];
    const backups: RetainedBackup[] = [];
    let at = START + chance() * 300 * DAY;
    for (let n = Math.floor(chance() * 25); n >= 0; n -= 1) {
      at += step * (chance() < 0.1 ? chance() * 9 : 1);
      backups.push(anyBackup(`b${n}`, at, chance));
    }
    const now = at + chance() * 3 * step;
    const question = { backups, rules, now, timeZone };
    const decisions = planRetention(question);

    must(decisions.size === backups.length, 'one decision each');
    const good = backups.filter(isGood).sort(newestFirst);
    for (const { id } of good.slice(0, rules.minimumGood)) {
      must(decisions.get(id)!.keep, `promise 3: ${id} is of the minimum`);
    }
    const expected = new Set<string>();
    for (const period of PERIODS) {
      const seen = new Set<string>();
      for (const one of good) {
        const its = name(one.takenAt, period);
        if (seen.has(its)) continue;
        seen.add(its);
        const young = !rules.maxAge || one.takenAt >= now - rules.maxAge;
        if (young && seen.size <= (rules[period] ?? 0)) {
          expected.add(`${one.id} ${period}`);
        }
      }
    }
    for (const one of backups) {
      const { keep, reasons } = decisions.get(one.id)!;
      const codes = reasons.map(({ code }) => code as string);
      must(codes.length > 0, `${one.id} has no reason`);
      const { lock, objectLockUntil } = one;
      const locked =
        lock === 'unreadable' ||
        (lock && (!lock.until || Date.parse(lock.until) > now)) ||
        (objectLockUntil && objectLockUntil > now);
      if (locked || one.unreadable) must(keep, `promise 4: ${one.id}`);
      if (codes.some(code => ['too-large', 'unproven', 'begun'].includes(code)))
        continue;
      for (const period of PERIODS) {
        const is = codes.includes(period);
        const should = expected.has(`${one.id} ${period}`);
        must(is === should, `${one.id}: ${period} ${is}, not ${should}`);
      }
    }
    // What stayed stays: asked again, nothing more goes.
    const staying = backups.filter(({ id }) => decisions.get(id)!.keep);
    const again = planRetention({ ...question, backups: staying });
    for (const { id } of staying) must(again.get(id)!.keep, `${id} goes later`);
    // In whatever order they came.
    backups.reverse();
    const turned = planRetention(question);
    for (const [id, { keep }] of decisions) {
      must(turned.get(id)!.keep === keep, `${id} depends on the order`);
    }
  }

  it('holds what it promises in random histories', () => {
    const seeds = seedsOf(2_000, 100_000);
    for (const seed of seeds) withSeed(seed, () => tryOne(seed));
    expect(seeds.length).toBeGreaterThan(0);
  });
});
