/**
 * Random histories in a real bucket, with a store that fails and prunes that
 * break off at any point: promises 3, 4 and 5 by what is in the bucket.
 */
import { randomBytes } from 'node:crypto';
import { Bench, runId } from './__testUtils__/bench';
import { orderOf } from './__testUtils__/order';
import { replace } from './__testUtils__/stored';
import { backUp } from './backUp';
import { FAULT_POINTS, listBackups, prune, writeLock } from '.';
import {
  chanceOf,
  DAY,
  rulesBy,
  seedsOf,
} from './retention/__testUtils__/histories';

jest.setTimeout(60 * 60_000);

const POINTS = FAULT_POINTS.filter(name => /^(?:delete|prune):/.test(name));

async function history(
  seed: number,
): Promise<{ broken: number; deleted: number }> {
  const chance = chanceOf(seed);
  const bench = await Bench.create();
  const count = { broken: 0, deleted: 0 };
  try {
    const made: string[] = [];
    for (let n = 12; n > 0; n -= 1) {
      const slot = new Date(Date.now() - n * DAY * chance() * 3).toISOString();
      const order = await orderOf(
        bench,
        { files: { 'orders.db': randomBytes(500) } },
        { run: { id: runId(), slot } },
      );
      made.push((await backUp(order)).destinations[0].backup!.folder);
    }
    const locked = made.filter(() => chance() < 0.2);
    for (const folder of locked) {
      await writeLock(bench.bucket, folder, {
        reason: 'audit',
        by: 'jo',
        at: new Date().toISOString(),
        until: chance() < 0.5 ? null : new Date(Date.now() + DAY).toISOString(),
      });
    }
    const theirs = [
      `${made[0]}/notes.txt`,
      `${made[1]}/a1/other.db`,
      `${made[2]}/a1/orders.db.old`,
      'component/default/toys/toys/keep.txt',
      'component/default/toys/toys/2020-01-01T00-00-00Z_x/manifest.json',
    ];
    for (const key of theirs) await replace(bench, key, Buffer.from('mine'));
    const rules = { ...rulesBy(chance), keepUntilProven: false };

    for (let round = 0; round < 6; round += 1) {
      let left = chance() < 0.7 ? Math.floor(chance() * 40) : Infinity;
      if (chance() < 0.4) {
        bench.s3.faults.add({
          operation: chance() < 0.5 ? '*' : 'DeleteObject',
          after: Math.floor(chance() * 60),
          count: 3,
          effect: { status: 503, code: 'SlowDown' },
        });
      }
      await prune({
        bucket: bench.bucket,
        owner: bench.owner,
        plan: { entityRef: 'component:default/toys', plan: 'toys' },
        rules,
        timeZone: 'Europe/Berlin',
        freshness: DAY,
        clocks: [],
        dryRun: false,
        by: 'test',
        signal: new AbortController().signal,
        mayDelete: async () => true,
        log: () => {},
        faultPoint: name => {
          if (!POINTS.includes(name)) return;
          left -= 1;
          if (left < 0) throw new Error(`broken off at ${name}`);
        },
      }).catch(() => {
        count.broken += 1;
      });
      bench.s3.faults.clear();

      const good: string[] = [];
      for await (const found of listBackups(bench.bucket)) {
        if (found.manifest && !found.deleting) good.push(found.folder);
      }
      count.deleted = made.length - good.length;
      const fewest = Math.min(rules.minimumGood, made.length);
      if (good.length < fewest) throw new Error(`promise 3: ${good.length}`);
      for (const folder of locked) {
        if (!good.includes(folder)) throw new Error(`promise 4: ${folder}`);
      }
      const keys = await bench.keys();
      for (const key of theirs) {
        if (!keys.includes(key)) throw new Error(`promise 5: ${key} is gone`);
      }
    }
  } finally {
    await bench.close();
  }
  return count;
}

it('promises 3, 4 and 5 hold in a bucket', async () => {
  const sum = { broken: 0, deleted: 0 };
  for (const seed of seedsOf(6, 300)) {
    try {
      const { broken, deleted } = await history(seed);
      sum.broken += broken;
      sum.deleted += deleted;
    } catch (error) {
      throw new Error(`UNDERSTUDY_SEED=${seed}: ${(error as Error).message}`);
    }
  }
  expect(sum.broken).toBeGreaterThan(0);
  expect(sum.deleted).toBeGreaterThan(0);
});
