/**
 * Kills at each named point of a prune: what was begun is ended, nothing else
 * is touched, and what is locked or of the minimum stays.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FAULT_POINTS, listBackups, writeLock } from '@understudy/engine';
import { Ground } from './support/Ground';
import { LONG } from './support/seeds';

const POINTS = FAULT_POINTS.filter(point => /^(?:prune|delete):/.test(point));
const RULES = { keepLast: 1, minimumGood: 2, keepUntilProven: false };

for (const database of LONG
  ? (['sqlite', 'postgres'] as const)
  : (['postgres'] as const)) {
  describe(`a prune that is killed, on ${database}`, () => {
    let ground: Ground;
    before(async () => {
      ground = await Ground.create({ database, leaseMs: 6_000, rows: 200 });
      for (const [n, point] of POINTS.entries()) {
        const faults = { 1: { point, action: 'kill' as const } };
        ground.plan(`prune-${n}`, faults, { retention: RULES });
      }
      await ground.portal(2);
    });
    after(() => ground?.stop());

    test('at each point goes on where it stopped', async () => {
      const work: { id: string; gone: string[]; stays: string[] }[] = [];
      for (const n of POINTS.keys()) {
        const plan = `prune-${n}`;
        const made: string[] = [];
        for (let count = 0; count < 5; count += 1) {
          made.push((await ground.makeBackup(plan)).folder);
        }
        await writeLock(ground.bucket, made[0], {
          reason: 'audit',
          by: 'jo',
          at: new Date().toISOString(),
          until: null,
        });
        // The first prune by these rules runs dry, past no fault.
        const dry = await ground.ended(
          await ground.enqueue(plan, { kind: 'prune' }),
        );
        assert.equal(dry.status, 'succeeded', JSON.stringify(dry.error));
        assert.deepEqual(
          [dry.result?.dryRun, dry.result?.leavingTotal, dry.result?.deleted],
          [true, 2, 0],
        );
        work.push({
          id: await ground.enqueue(plan, { kind: 'prune' }),
          gone: [made[1], made[2]],
          stays: [made[0], made[3], made[4]],
        });
      }
      for (const [n, { id }] of work.entries()) {
        const run = await ground.ended(id);
        const what = `${POINTS[n]}: ${JSON.stringify(run)}`;
        assert.equal(run.status, 'succeeded', what);
        assert.equal(run.attempts[0].error?.code, 'worker-lost', what);
        assert.equal(run.result?.dryRun, false, what);
      }
      const { keys } = await ground.bucketNow();
      for (const { gone, stays } of work) {
        for (const folder of gone) {
          assert.ok(!keys.some(key => key.startsWith(`${folder}/`)), folder);
        }
        for (const folder of stays) {
          assert.ok(keys.includes(`${folder}/manifest.json`), folder);
        }
      }
      const found = [];
      for await (const backup of listBackups(ground.bucket)) found.push(backup);
      assert.ok(found.every(backup => backup.manifest && !backup.deleting));
      assert.equal(found.length, 3 * work.length);
      // The cache knows what the bucket has, and no more.
      const { items } = await ground.backups.list({ limit: 200 });
      assert.equal(items.length, found.length);
      assert.ok(items.every(({ state }) => state === 'good'));
    });
  });
}
