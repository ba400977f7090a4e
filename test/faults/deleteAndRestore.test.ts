/**
 * Kills at each named point of a delete, of a held run and of a restore.
 */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FAULT_POINTS, listBackups } from '@understudy/engine';
import { makeDatabase } from './support/inside';
import { Ground } from './support/Ground';
import { LONG } from './support/seeds';

const LEASE_MS = 6_000;
const pointsOf = (what: string) =>
  FAULT_POINTS.filter(point => point.startsWith(`${what}:`));

for (const database of LONG
  ? (['sqlite', 'postgres'] as const)
  : (['postgres'] as const)) {
  describe(`a killed child, on ${database}`, () => {
    let ground: Ground;
    before(async () => {
      ground = await Ground.create({ database, leaseMs: LEASE_MS, rows: 500 });
      for (const what of ['delete', 'held', 'restore']) {
        for (const [n, point] of pointsOf(what).entries()) {
          ground.plan(`${what}-${n}`, { 1: { point, action: 'kill' } });
        }
      }
      await ground.portal(2);
    });
    after(() => ground?.stop());

    test('at each point of a delete: it goes on where it stopped', async () => {
      const work: Array<{ id: string; gone: string; stays: string }> = [];
      for (const n of pointsOf('delete').keys()) {
        const gone = await ground.makeBackup(`delete-${n}`);
        const stays = await ground.makeBackup(`delete-${n}`);
        const id = await ground.enqueue(`delete-${n}`, {
          kind: 'delete',
          backupId: gone.id,
          folder: gone.folder,
          why: 'a test',
        });
        work.push({ id, gone: gone.folder, stays: stays.folder });
      }
      for (const [n, { id }] of work.entries()) {
        const run = await ground.ended(id);
        const what = `${pointsOf('delete')[n]}: ${JSON.stringify(run)}`;
        assert.equal(run.status, 'succeeded', what);
        assert.equal(run.attempts[0].error?.code, 'worker-lost', what);
      }
      const { keys } = await ground.bucketNow();
      for (const { gone, stays } of work) {
        assert.deepEqual(
          keys.filter(key => key.startsWith(`${gone}/`)),
          [],
        );
        assert.ok(keys.includes(`${stays}/manifest.json`));
      }
      const found = [];
      for await (const backup of listBackups(ground.bucket)) found.push(backup);
      assert.ok(found.every(backup => backup.manifest && !backup.deleting));
      assert.equal(found.length, work.length);
      const { items } = await ground.backups.list({ limit: 200 });
      assert.equal(items.length, work.length);
    });

    test('while it holds what is suspicious: nothing is published', async () => {
      const big = join(ground.restoreRoot, '..', 'big.sqlite');
      makeDatabase(big, 5_000);
      for (const [n, point] of pointsOf('held').entries()) {
        const plan = `held-${n}`;
        for (let made = 0; made < 3; made += 1) {
          await ground.makeBackup(plan, big);
        }
        const id = await ground.enqueue(plan);
        const run = await ground.ended(id);
        assert.equal(run.status, 'failed', point);
        assert.equal(run.error?.code, 'suspicious', JSON.stringify(run));
        assert.equal(run.attempts[0].error?.code, 'worker-lost', point);
        await ground.swept();
        const { keys, uploads } = await ground.bucketNow();
        const own = keys.filter(key => key.includes(id));
        assert.deepEqual(uploads, []);
        assert.ok(own.some(key => key.endsWith('/held.json')));
        assert.ok(!own.some(key => key.endsWith('/manifest.json')));
        assert.ok(!own.some(key => key.includes('/a1/')), own.join('\n'));
        assert.ok(own.some(key => key.includes('/a2/')));
      }
    });

    test('at each point of a restore: whole or not at all', async () => {
      for (const [n, point] of pointsOf('restore').entries()) {
        const backup = await ground.makeBackup(`restore-${n}`);
        const name = `again-${n}`;
        const id = await ground.enqueue(
          `restore-${n}`,
          {
            kind: 'restore',
            backupId: backup.id,
            folder: backup.folder,
            target: join(ground.restoreRoot, name),
          },
          { attempts: 1 },
        );
        const run = await ground.ended(id);
        assert.equal(run.status, 'failed', point);
        assert.equal(run.error?.code, 'worker-lost', point);
        await ground.swept();
        const there = await readdir(ground.restoreRoot);
        assert.deepEqual(
          there.filter(one => one.startsWith(name)),
          point === 'restore:rename:after' ? [name] : [],
          point,
        );
      }
    });
  });
}
