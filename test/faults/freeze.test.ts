/**
 * A frozen attempt: stopped after the answer to *may I publish* and before its
 * PUT, while another attempt finishes; then woken up. Exactly one manifest.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { Ground, wait } from './support/Ground';

const LEASE_MS = 6_000;

/** State letter of a process, `T` for a stopped one; null when it is gone. */
function stateOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2)[0];
  } catch {
    return null;
  }
}

/**
 * On PostgreSQL only: a whole worker that stands still may hold SQLite's one
 * lock, and on SQLite one process does all anyway.
 */
const CASES = [
  { database: 'postgres', outlive: false },
  { database: 'postgres', outlive: true },
] as const;

async function frozen(ground: Ground, outlive: boolean) {
  ground.plan('orders', {
    1: { point: 'backup:publish:asked', action: 'stop', outlive },
  });
  const portal = await ground.portal(1);
  const id = await ground.enqueue('orders');
  const child = await ground.childOf(id, 1);
  await ground.until('a frozen child', async () => stateOf(child) === 'T');
  // The whole machine of the first worker stands still.
  portal.kill('SIGSTOP');
  return { id, child, portal };
}

async function manifestsOf(ground: Ground, id: string): Promise<string[]> {
  const { keys } = await ground.bucketNow();
  return keys.filter(key => key.includes(id) && key.endsWith('/manifest.json'));
}

describe(
  'an attempt frozen between its answer and its manifest',
  { skip: process.platform !== 'linux' && 'needs /proc' },
  () => {
    for (const { database, outlive } of CASES) {
      const how = outlive
        ? 'the conditional PUT alone stops it'
        : 'it ends itself';
      test(`on ${database}, woken up after another finished: ${how}`, async t => {
        const ground = await Ground.create({ database, leaseMs: LEASE_MS });
        t.after(() => ground.stop());
        const { id, child, portal } = await frozen(ground, outlive);
        await ground.portal(1);
        const run = await ground.ended(id);
        assert.equal(run.status, 'succeeded', JSON.stringify(run));
        const [first] = run.attempts;
        assert.equal(first.outcome, 'lost');
        assert.deepEqual(await manifestsOf(ground, id), [
          `${(await ground.backups.get(run.backups[0]))!.manifestKey}`,
        ]);

        const asked = ground.s3.requests.length;
        process.kill(child, 'SIGCONT');
        if (!outlive) portal.kill('SIGCONT');
        await ground.until(
          'the end of the frozen child',
          async () => stateOf(child) === null || stateOf(child) === 'Z',
        );
        if (outlive) {
          const refused = [...ground.s3.requests]
            .slice(asked)
            .filter(
              one =>
                one.operation === 'PutObject' &&
                one.key.endsWith('/manifest.json'),
            );
          assert.ok(refused.length > 0, 'it never tried to publish');
          assert.ok(refused.every(one => one.status === 412));
          portal.kill('SIGCONT');
        }
        await wait(500);
        assert.equal((await manifestsOf(ground, id)).length, 1);
        const { items } = await ground.backups.list({ limit: 10 });
        assert.equal(items.length, 1);
        assert.equal(items[0].manifest.attempt, run.attempts.length);
        assert.equal((await ground.runs.get(id))?.status, 'succeeded');
        await ground.swept();
        const { keys, uploads } = await ground.bucketNow();
        assert.deepEqual(uploads, []);
        assert.deepEqual(
          keys.filter(key => key.includes(id) && key.includes('/a1/')),
          [],
        );
      });
    }

    test('woken up while another is at work: the other takes its manifest over', async t => {
      const ground = await Ground.create({
        database: 'postgres',
        leaseMs: LEASE_MS,
      });
      t.after(() => ground.stop());
      ground.faults['orders/2'] = {
        point: 'backup:manifest:before',
        action: 'stop',
        outlive: true,
      };
      const { id, child } = await frozen(ground, true);
      await ground.portal(1);
      const second = await ground.childOf(id, 2);
      await ground.until('the second one', async () => stateOf(second) === 'T');
      process.kill(child, 'SIGCONT');
      await ground.until('the first manifest', async () => {
        return (await manifestsOf(ground, id)).length === 1;
      });
      process.kill(second, 'SIGCONT');
      const run = await ground.ended(id);
      assert.equal(run.status, 'succeeded', JSON.stringify(run));
      assert.equal((await manifestsOf(ground, id)).length, 1);
      const { items } = await ground.backups.list({ limit: 10 });
      assert.deepEqual(
        items.map(backup => backup.id),
        run.backups,
      );
      const { attempt } = items[0].manifest;
      await ground.swept();
      const { keys } = await ground.bucketNow();
      const artifacts = keys.filter(
        key => key.includes(id) && /\/a\d+\//.test(key),
      );
      assert.ok(artifacts.length > 0);
      assert.ok(artifacts.every(key => key.includes(`/a${attempt}/`)));
    });
  },
);
