/**
 * A portal and its bucket through the months, by chance: backups good and bad,
 * locks, clocks that jump, files that nobody can read, rules that change,
 * prunes that break off in the middle. After each step the promises are looked
 * at by what the model knows to be true, not by what retention believes.
 */
import type { RetentionRules } from '@understudy/model';
import { CLOCK_TOLERANCE, findAnomalies } from './anomalies';
import {
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
import { isGood, RetainedBackup } from './RetainedBackup';

jest.setTimeout(40 * 60_000);

const LIMIT = 25 * HOUR;

class Model {
  readonly chance: () => number;
  readonly timeZone: string;
  rules: RetentionRules;
  backups: RetainedBackup[] = [];
  /** What is so. */
  time = START;
  /** What this machine believes beside it. */
  skew = 0;
  held = 0;
  made = 0;
  deleted = 0;
  stops: Record<string, number> = {};

  constructor(seed: number) {
    this.chance = chanceOf(seed);
    this.timeZone = ZONES[Math.floor(this.chance() * ZONES.length)];
    this.rules = rulesBy(this.chance);
  }

  any(): RetainedBackup | undefined {
    return this.backups[Math.floor(this.chance() * this.backups.length)];
  }

  backUp(): void {
    const { chance } = this;
    this.made += 1;
    this.backups.push(
      backup(`b${this.made}`, this.time + this.skew - 60_000, {
        bytesStored: 80 + Math.floor(chance() * 40),
        complete: chance() > 0.1,
        rung: chance() < 0.7 ? 'read' : 'stored',
      }),
    );
  }

  locked({ lock }: RetainedBackup): boolean {
    if (lock === null || lock === 'unreadable') return lock !== null;
    return lock.until === null || Date.parse(lock.until) > this.time;
  }

  prune(): void {
    const now = this.time + this.skew;
    const anomalies = findAnomalies({
      backups: this.backups,
      rules: this.rules,
      now,
      clocks: [{ name: 'the store', at: this.time }],
      freshness: LIMIT,
      held: this.held,
    });
    for (const { code } of anomalies) {
      this.stops[code] = (this.stops[code] ?? 0) + 1;
    }
    const wrong =
      this.held > 0 ||
      Math.abs(this.skew) > CLOCK_TOLERANCE ||
      this.backups.some(one => one.unreadable || one.lock === 'unreadable');
    if (wrong && anomalies.length === 0) throw new Error('promise 3: no stop');
    if (anomalies.length > 0) return;
    const { rules, timeZone } = this;
    const decisions = planRetention({
      backups: this.backups,
      rules,
      now,
      timeZone,
    });
    for (const one of [...this.backups]) {
      if (decisions.get(one.id)!.keep) continue;
      // Killed between two steps: what was begun counts as gone already.
      if (this.chance() < 0.05) {
        one.deleting = true;
        return;
      }
      this.remove(one);
    }
  }

  remove(one: RetainedBackup): void {
    if (this.locked(one)) throw new Error(`promise 4: ${one.id} was locked`);
    this.backups.splice(this.backups.indexOf(one), 1);
    this.deleted += 1;
    const left = this.backups.filter(isGood).length;
    if (isGood(one) && left < this.rules.minimumGood) {
      throw new Error(`promise 3: ${left} good ones are left`);
    }
  }

  /** What people, disks and clocks do. */
  disturb(): void {
    const { chance } = this;
    const one = this.any();
    const draw = Math.floor(chance() * 9);
    if (draw === 0 && one) {
      const until =
        chance() < 0.3
          ? null
          : new Date(this.time + chance() * 40 * DAY).toISOString();
      one.lock = { reason: 'audit', by: 'jo', until };
    } else if (draw === 1 && one) one.lock = null;
    else if (draw === 2 && one) one.lock = 'unreadable';
    else if (draw === 3 && one) one.unreadable = true;
    else if (draw === 4) this.skew = (chance() - 0.5) * 800 * DAY;
    else if (draw === 5) this.skew = (chance() - 0.5) * 10 * 60_000;
    else if (draw === 6) this.rules = rulesBy(chance);
    else if (draw === 7) this.held = Math.floor(chance() * 2);
    else this.time += chance() * 20 * DAY;
  }

  /** Somebody looked, and put it in order. */
  mend(): void {
    this.skew = 0;
    this.held = 0;
    for (const one of this.backups) {
      one.unreadable = false;
      if (one.lock === 'unreadable') one.lock = null;
      if (one.finishedAt > this.time) {
        one.takenAt = this.time - 60_000;
        one.finishedAt = this.time;
      }
    }
  }
}

/** A month of it. */
function live(seed: number): Model {
  const model = new Model(seed);
  for (let day = 0; day < 30; day += 1) {
    model.time += DAY;
    if (model.chance() < 0.15) model.disturb();
    if (model.chance() < 0.1) model.mend();
    model.backUp();
    model.prune();
  }
  return model;
}

it('promises 3 and 4 hold whatever happens', () => {
  let deleted = 0;
  const stops = new Set<string>();
  for (const seed of seedsOf(1_500, 100_000)) {
    const model = withSeed(seed, () => live(seed));
    deleted += model.deleted;
    for (const code of Object.keys(model.stops)) stops.add(code);
  }
  // Histories in which nothing happens would show nothing.
  expect(deleted).toBeGreaterThan(1000);
  expect([...stops].sort()).toEqual([
    'clock',
    'held',
    'lock-unreadable',
    'manifest-unreadable',
    'quiet',
  ]);
});
