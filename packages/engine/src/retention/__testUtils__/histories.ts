import { PERIODS, RetentionRules, retentionSchema } from '@understudy/model';
import type { RetainedBackup } from '../RetainedBackup';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const START = Date.parse('2026-01-31T22:00:00Z');

/** Small and seeded, so that what it led to can be seen again. */
export function chanceOf(seed: number): () => number {
  let state = Math.floor(seed) % 2 ** 32;
  return () => {
    state = (state + 0x6d2b79f5) % 2 ** 32;
    /* eslint-disable no-bitwise */
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
    /* eslint-enable no-bitwise */
  };
}

/** As many as asked for, from a printed seed; `--long` asks for all. */
export function seedsOf(short: number, long: number): number[] {
  const given = Number(process.env.UNDERSTUDY_SEED);
  if (given) return [given];
  const first = Math.floor(Math.random() * 1_000_000_000);
  const count = process.env.UNDERSTUDY_LONG === '1' ? long : short;
  return Array.from({ length: count }, (_, n) => first + n);
}

/** Runs one seed, and says which one it was where it fails. */
export function withSeed<T>(seed: number, test: () => T): T {
  try {
    return test();
  } catch (error) {
    (error as Error).message = `UNDERSTUDY_SEED=${seed}: ${
      (error as Error).message
    }`;
    throw error;
  }
}

export const ZONES = [
  'UTC',
  'Europe/Berlin',
  'Pacific/Chatham',
  'America/St_Johns',
  'Asia/Kolkata',
];

export function rulesBy(chance: () => number): RetentionRules {
  const some = (likely: number, most: number) =>
    chance() < likely ? 1 + Math.floor(chance() * most) : undefined;
  const rules: Record<string, unknown> = {
    keepLast: some(0.3, 6),
    maxAge: chance() < 0.3 ? { hours: 1 + chance() * 24 * 60 } : undefined,
    maxTotalSize: some(0.2, 4000),
    minimumGood: some(0.7, 5),
    keepUntilProven: chance() < 0.5,
  };
  for (const period of PERIODS) rules[period] = some(0.35, 8);
  return retentionSchema.parse(
    JSON.parse(
      JSON.stringify(rules, (key, value) =>
        key === 'hours' ? Math.ceil(value) : value,
      ),
    ),
  );
}

export function backup(
  id: string,
  takenAt: number,
  changes: Partial<RetainedBackup> = {},
): RetainedBackup {
  return {
    id,
    takenAt,
    finishedAt: takenAt + 60_000,
    bytesStored: 100,
    complete: true,
    deleting: false,
    rung: 'read',
    damaged: false,
    lock: null,
    ...changes,
  };
}

function lockBy(chance: () => number, until: string): RetainedBackup['lock'] {
  const draw = chance();
  if (draw < 0.03) return 'unreadable';
  if (draw > 0.12) return null;
  return { reason: 'audit', by: 'jo', until: draw < 0.05 ? null : until };
}

/** Whatever a bucket may hold, also what should not be. */
export function anyBackup(
  id: string,
  takenAt: number,
  chance: () => number,
): RetainedBackup {
  const until = new Date(takenAt + (chance() - 0.2) * 90 * DAY).toISOString();
  return backup(id, takenAt, {
    bytesStored: Math.floor(chance() * 300),
    complete: chance() > 0.1,
    damaged: chance() < 0.05,
    deleting: chance() < 0.05,
    rung: chance() < 0.6 ? 'read' : 'stored',
    unreadable: chance() < 0.03,
    lock: lockBy(chance, until),
    objectLockUntil:
      chance() < 0.05 ? takenAt + (chance() - 0.2) * 90 * DAY : null,
  });
}
