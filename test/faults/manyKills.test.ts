/**
 * Two backends that also answer and two that only work, on one PostgreSQL: any
 * of them is killed at random moments of short runs, and started again. Every
 * run succeeds once, history tells every attempt, and nothing is left behind.
 */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { Ground, wait } from './support/Ground';
import { chance, LONG, seeds } from './support/seeds';

const LEASE_MS = 6_000;
const PORTALS = 4;
const RUNS = LONG ? 200 : 16;
const KILLS = LONG ? 100 : 8;

const skip =
  !process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING &&
  'PostgreSQL not found';

describe('many kills, on postgres', { skip }, () => {
  let ground: Ground;
  before(async () => {
    ground = await Ground.create({
      database: 'postgres',
      leaseMs: LEASE_MS,
      rows: 5_000,
    });
    for (let n = 0; n < RUNS; n += 1) ground.plan(`plan-${n}`, {});
  });
  after(() => ground?.stop());

  const [seed] = seeds(1, 1);
  test(`no run lost or doubled, seed ${seed}`, async t => {
    const next = chance(seed);
    const portals: ChildProcess[] = [];
    for (let n = 0; n < PORTALS; n += 1) portals.push(await ground.portal(2));
    const runs: string[] = [];
    for (let n = 0; n < RUNS; n += 1) {
      runs.push(
        await ground.enqueue(`plan-${n}`, { kind: 'backup' }, { attempts: 50 }),
      );
    }
    for (let kill = 0; kill < KILLS; kill += 1) {
      await wait(Math.floor(next() * 2_500));
      const victim = Math.floor(next() * PORTALS);
      const gone = ground.gone(portals[victim]);
      portals[victim].kill('SIGKILL');
      await gone;
      portals[victim] = await ground.portal(2);
    }
    const lost: number[] = [];
    for (const id of runs) {
      const run = await ground.ended(id);
      assert.equal(run.status, 'succeeded', JSON.stringify(run));
      assert.equal(run.backups.length, 1);
      // Told without a gap, and each attempt with its end.
      run.attempts.forEach(({ n, outcome, endedAt, error }, index) => {
        assert.equal(n, index + 1);
        assert.ok(endedAt, JSON.stringify(run));
        assert.ok(outcome === 'succeeded' || outcome === 'lost');
        assert.equal(
          error?.code,
          outcome === 'lost' ? 'worker-lost' : undefined,
        );
      });
      lost.push(run.attempts.filter(one => one.outcome === 'lost').length);
    }
    t.diagnostic(
      `${KILLS} kills, ${lost.reduce((a, b) => a + b, 0)} attempts lost`,
    );
    await ground.swept();
    const { keys, uploads } = await ground.bucketNow();
    assert.deepEqual(uploads, []);
    for (const id of runs) {
      const own = keys.filter(key => key.includes(id));
      const manifests = own.filter(key => key.endsWith('/manifest.json'));
      assert.equal(manifests.length, 1, own.join('\n'));
      const { backups } = (await ground.runs.get(id))!;
      const known = await ground.backups.get(backups[0]);
      const foreign = own.filter(
        key =>
          /\/a\d+\//.test(key) &&
          !key.includes(`/a${known?.manifest.attempt}/`),
      );
      assert.deepEqual(foreign, []);
    }
    const jobs = await ground.knex('s3_backup_queue.job').count({ n: '*' });
    const waiting = await ground.knex('runs').where({ status: 'queued' });
    assert.equal(waiting.length, 0);
    assert.ok(Number(jobs[0].n) <= RUNS);
    await ground.until('jobs without a run to be gone', async () => {
      const left = await ground.knex('s3_backup_queue.job').first('id');
      return left === undefined;
    });
  });
});
