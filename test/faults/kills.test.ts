/**
 * Kills at each named point of a backup: of the child alone, and of the whole
 * worker; and at any time between. Each is found, explained and tried again;
 * two leases later nothing of the dead attempt is left.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FAULT_POINTS } from '@understudy/engine';
import { Ground, wait } from './support/Ground';
import { chance, LONG, seeds } from './support/seeds';

/** After the manifest the backup exists: that has a test of its own. */
const POINTS = FAULT_POINTS.filter(
  point => point.startsWith('backup:') && point !== 'backup:manifest:after',
);
const LEASE_MS = 6_000;

/**
 * Here a child has its answer and may publish, whatever befalls its worker: it
 * then is the one manifest of the run, and nobody tries again.
 */
const ALLOWED: readonly string[] = [
  'backup:publish:asked',
  'backup:manifest:before',
];

/** Found, explained, and good in the end. */
async function expectRetried(ground: Ground, id: string, what: string) {
  const run = await ground.ended(id);
  assert.equal(run.status, 'succeeded', `${what}: ${JSON.stringify(run)}`);
  const outcomes = run.attempts.map(({ outcome }) => outcome);
  assert.equal(outcomes[0], 'lost', what);
  assert.equal(run.attempts[0].error?.code, 'worker-lost', what);
  assert.equal(run.backups.length, 1, what);
  if (outcomes.length === 1 && ALLOWED.includes(what)) {
    const published = await ground.backups.get(run.backups[0]);
    assert.equal(published?.manifest.attempt, 1, what);
  } else {
    assert.equal(outcomes.pop(), 'succeeded', what);
  }
}

/** One manifest a run, and nothing of any attempt but the one it names. */
async function expectClean(ground: Ground, runs: string[]) {
  await ground.swept();
  const { keys, uploads } = await ground.bucketNow();
  assert.deepEqual(uploads, []);
  for (const id of runs) {
    const own = keys.filter(key => key.includes(id));
    const manifests = own.filter(key => key.endsWith('/manifest.json'));
    assert.equal(manifests.length, 1, own.join('\n'));
    const run = await ground.runs.get(id);
    const [backup] = run?.backups ?? [];
    const { attempt } = (await ground.backups.get(backup))!.manifest;
    const foreign = own.filter(
      key => /\/a\d+\//.test(key) && !key.includes(`/a${attempt}/`),
    );
    assert.deepEqual(foreign, []);
  }
  await ground.until('empty temp directories', async () => {
    const left = await ground.tempNow();
    return left.length === 0;
  });
}

for (const database of LONG
  ? (['sqlite', 'postgres'] as const)
  : (['sqlite'] as const)) {
  describe(`a killed child, on ${database}`, () => {
    let ground: Ground;
    const runs: string[] = [];
    before(async () => {
      ground = await Ground.create({ database, leaseMs: LEASE_MS });
      for (const [n, point] of POINTS.entries()) {
        ground.plan(`child-${n}`, { 1: { point, action: 'kill' } });
      }
      ground.plan('told-not', {
        1: { point: 'backup:manifest:after', action: 'kill' },
      });
      await ground.portal(2);
    });
    after(() => ground?.stop());

    test('at each point of a backup', async () => {
      for (const n of POINTS.keys()) {
        runs.push(await ground.enqueue(`child-${n}`));
      }
      for (const [n, point] of POINTS.entries()) {
        await expectRetried(ground, runs[n], point);
      }
    });

    test('after its manifest: the backup is known, and made once', async () => {
      const id = await ground.enqueue('told-not');
      const run = await ground.ended(id);
      assert.equal(run.status, 'succeeded', JSON.stringify(run));
      assert.equal(run.backups.length, 1);
      const known = await ground.backups.get(run.backups[0]);
      assert.equal(known?.manifest.attempt, 1);
      runs.push(id);
    });

    test('leaves nothing two leases later', () => expectClean(ground, runs));
  });
}

for (const database of LONG
  ? (['sqlite', 'postgres'] as const)
  : (['postgres'] as const)) {
  describe(`a killed worker, on ${database}`, () => {
    let ground: Ground;
    const runs: string[] = [];
    before(async () => {
      ground = await Ground.create({ database, leaseMs: LEASE_MS });
      for (const [n, point] of POINTS.entries()) {
        ground.plan(`worker-${n}`, { 1: { point, action: 'kill-worker' } });
      }
      ground.plan('told-not', {
        1: { point: 'backup:manifest:after', action: 'kill-worker' },
      });
      ground.plan('at-last', {
        1: { point: 'backup:artifact:complete', action: 'kill-worker' },
      });
    });
    after(() => ground?.stop());

    test('at each point of a backup, with another that takes over', async () => {
      let portal = await ground.portal(1);
      for (const [n, point] of POINTS.entries()) {
        const dead = ground.gone(portal);
        const id = await ground.enqueue(`worker-${n}`);
        assert.equal(await dead, 'SIGKILL', point);
        portal = await ground.portal(1);
        await expectRetried(ground, id, point);
        runs.push(id);
      }
    });

    test('after the manifest: the backup is known, and made once', async () => {
      const [portal] = ground.alive();
      const dead = ground.gone(portal);
      const id = await ground.enqueue('told-not');
      await dead;
      await ground.portal(1);
      const run = await ground.ended(id);
      assert.equal(run.status, 'succeeded', JSON.stringify(run));
      const known = await ground.backups.get(run.backups[0]);
      assert.equal(known?.manifest.attempt, 1);
      assert.equal(run.attempts.length, 1);
      assert.equal(run.attempts[0].outcome, 'lost');
      runs.push(id);
    });

    test('without retries the run fails, and says why', async () => {
      const [portal] = ground.alive();
      const dead = ground.gone(portal);
      const request = { kind: 'backup' } as const;
      const id = await ground.enqueue('at-last', request, { attempts: 1 });
      await dead;
      await ground.portal(1);
      const run = await ground.ended(id);
      assert.equal(run.status, 'failed');
      assert.equal(run.error?.code, 'worker-lost');
      await ground.swept();
      const { keys } = await ground.bucketNow();
      assert.deepEqual(
        keys.filter(key => key.includes(id)),
        [],
      );
    });

    test('leaves nothing two leases later', () => expectClean(ground, runs));
  });
}

describe('killed at any time', () => {
  for (const seed of seeds(1, 12)) {
    test(`seed ${seed}`, async t => {
      const next = chance(seed);
      const database = next() < 0.5 ? 'sqlite' : 'postgres';
      const ground = await Ground.create({
        database,
        leaseMs: LEASE_MS,
        rows: 60_000,
      });
      t.after(() => ground.stop());
      ground.plan('orders', {});
      ground.plan('lines', {});
      const first = await ground.portal(2);
      const runs = [
        await ground.enqueue('orders'),
        await ground.enqueue('lines'),
      ];
      await ground.until('a run in work', async () => {
        const run = await ground.runs.get(runs[0]);
        return run?.status === 'running';
      });
      const delay = Math.floor(next() * 3_000);
      await wait(delay);
      t.diagnostic(`seed ${seed}: ${database}, SIGKILL after ${delay} ms`);
      first.kill('SIGKILL');
      await ground.portal(2);
      for (const id of runs) {
        const run = await ground.ended(id);
        assert.equal(run.status, 'succeeded', JSON.stringify(run));
      }
      await expectClean(ground, runs);
    });
  }
});
