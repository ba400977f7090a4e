/**
 * A store that fails at every call of a backup and of a restore, in each of
 * several ways: never a false success, and the first error has a name.
 */
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  backUp,
  claimPrefix,
  openBucket,
  readBackup,
  restoreBackup,
  runFolder,
  verifyBackup,
  type Bucket,
} from '@understudy/engine';
import type { FaultEffect } from '@understudy/local-s3';
import { UnderstudyError } from '@understudy/model';
import { executors } from '@understudy/sources/executor';
import { TEST_INSTANCE } from './support/inside';
import { newRunId } from '../support/newRunId';
import { Ground } from './support/Ground';

interface Call {
  operation: string;
  /** How many of this operation came before it. */
  nth: number;
}

const ALWAYS = Number.POSITIVE_INFINITY;

/** What may happen to a call, how often, and which code it may lead to. */
const EFFECTS: Array<{ name: string; effect: FaultEffect; count: number }> = [
  {
    name: 'is denied',
    effect: { status: 403, code: 'AccessDenied' },
    count: ALWAYS,
  },
  {
    name: 'fails once',
    effect: { status: 500, code: 'InternalError' },
    count: 1,
  },
  {
    name: 'is slowed down',
    effect: { status: 503, code: 'SlowDown' },
    count: ALWAYS,
  },
  { name: 'loses its answer', effect: { afterCommit: 'reset' }, count: 1 },
  { name: 'breaks off', effect: { resetAfterBytes: 10 }, count: 1 },
  { name: 'flips a byte', effect: { flipByteAt: 40 }, count: 1 },
  { name: 'loses bytes', effect: { truncateBytes: 3 }, count: 1 },
];

describe('a store that fails at one call', () => {
  let ground: Ground;
  let backup: { id: string; folder: string };
  let hash: string;

  before(async () => {
    ground = await Ground.create({
      database: 'sqlite',
      leaseMs: 10_000,
      rows: 9_000,
    });
    backup = await ground.makeBackup('orders');
    hash = await restoredHash(ground.bucket, backup.folder);
  });
  after(() => ground?.stop());

  /** A client that gives up soon. */
  function open(): Bucket {
    return openBucket(ground.bucket.connection, {
      profile: ground.bucket.profile,
      retry: { attempts: 2, baseMilliseconds: 1, capMilliseconds: 5 },
    });
  }

  async function back(bucket: Bucket, run: string, startedAt: string) {
    const owner = await claimPrefix(bucket, {
      instance: TEST_INSTANCE,
      baseUrl: 'http://localhost:7007',
    });
    return backUp({
      run: {
        id: run,
        attempt: 1,
        plan: 'orders',
        entityRef: null,
        slot: null,
        startedAt,
      },
      source: {
        type: 'sqlite',
        executor: executors.sqlite,
        options: { path: ground.source },
      },
      destinations: [{ bucket, owner, usualBytes: [] }],
      pack: { compression: 'none', recipients: [ground.keys.recipient] },
      tempDirectory: await tempFolder(),
      signal: new AbortController().signal,
      log: () => {},
      mayPublish: async () => true,
    });
  }

  async function tempFolder(): Promise<string> {
    const path = join(ground.restoreRoot, '..', `temp-${randomUUID()}`);
    await mkdir(path);
    return path;
  }

  async function restore(bucket: Bucket, folder: string): Promise<string> {
    const target = join(ground.restoreRoot, randomUUID());
    await restoreBackup({
      bucket,
      folder,
      executor: executors.sqlite,
      identities: [ground.keys.identity],
      target,
      roots: [ground.restoreRoot],
      runId: newRunId(),
      tempDirectory: await tempFolder(),
      signal: new AbortController().signal,
      log: () => {},
    });
    return target;
  }

  async function restoredHash(bucket: Bucket, folder: string) {
    const target = await restore(bucket, folder);
    const [name] = await readdir(target);
    const digest = createHash('sha256')
      .update(await readFile(join(target, name)))
      .digest('hex');
    await rm(target, { recursive: true });
    return digest;
  }

  /** The calls of one clean pass. */
  async function callsOf(work: () => Promise<unknown>): Promise<Call[]> {
    const from = ground.s3.requests.length;
    await work();
    const seen = new Map<string, number>();
    return [...ground.s3.requests].slice(from).map(({ operation }) => {
      const nth = seen.get(operation) ?? 0;
      seen.set(operation, nth + 1);
      return { operation, nth };
    });
  }

  /** Every call in every way; what it led to is judged by `judge`. */
  async function everyWay(
    calls: Call[],
    attempt: (bucket: Bucket, what: string, rots: boolean) => Promise<void>,
  ): Promise<number> {
    let hits = 0;
    for (const { operation, nth } of calls) {
      for (const { name, effect, count } of EFFECTS) {
        ground.s3.faults.clear();
        const fault = ground.s3.faults.add({
          operation,
          after: nth,
          count,
          effect,
        });
        const bucket = open();
        try {
          // What the store loses after it has checked and accepted it, no
          // writer can see: then proving must.
          const rots =
            ('flipByteAt' in effect || 'truncateBytes' in effect) &&
            /^(Put|Upload)/.test(operation);
          await attempt(bucket, `${operation} ${nth + 1} ${name}`, rots);
        } finally {
          bucket.close();
          hits += fault.hits > 0 ? 1 : 0;
          ground.s3.faults.clear();
        }
      }
    }
    return hits;
  }

  /** The error has a name of ours, and is not called a defect. */
  function named(error: unknown, what: string): void {
    assert.ok(error instanceof UnderstudyError, `${what}: ${String(error)}`);
    assert.notEqual(error.code, 'defect', `${what}: ${error.message}`);
  }

  test('of a backup', async t => {
    const calls = await callsOf(() =>
      back(open(), newRunId(), new Date().toISOString()),
    );
    assert.ok(calls.length > 5, JSON.stringify(calls));
    let good = 0;
    let failed = 0;
    const hits = await everyWay(calls, async (bucket, what, rots) => {
      const run = newRunId();
      const startedAt = new Date().toISOString();
      const folder = runFolder({
        entityRef: null,
        plan: 'orders',
        at: startedAt,
        runId: run,
      });
      let error: unknown;
      try {
        await back(bucket, run, startedAt);
      } catch (thrown) {
        error = thrown;
      }
      ground.s3.faults.clear();
      if (error === undefined) {
        good += 1;
        await verifyBackup({
          bucket: ground.bucket,
          folder,
          to: 'opened',
          executor: executors.sqlite,
          identities: [ground.keys.identity],
          by: 'faults',
          signal: new AbortController().signal,
          tempDirectory: await tempFolder(),
          log: () => {},
        }).catch(thrown => {
          if (rots) named(thrown, what);
          else assert.fail(`${what}: a false success: ${thrown}`);
        });
      } else {
        failed += 1;
        named(error, what);
        await expectNoFalseBackup(folder, what);
      }
    });
    t.diagnostic(
      `${calls.length} calls, ${hits} faults hit: ${good} survived, ${failed} failed by name`,
    );
    assert.ok(hits > calls.length * 4);
    assert.ok(good > 0 && failed > 0);
  });

  /**
   * A failed attempt has no manifest. Where the answer to the manifest's PUT
   * was lost it may be there all the same: then the backup must be good.
   */
  async function expectNoFalseBackup(folder: string, what: string) {
    try {
      await readBackup(ground.bucket, folder);
    } catch {
      return;
    }
    const again = await restoredHash(ground.bucket, folder);
    assert.equal(again, hash, `${what}: failed, and published something else`);
  }

  test('of a restore', async t => {
    const calls = await callsOf(async () => {
      const bucket = open();
      await rm(await restore(bucket, backup.folder), { recursive: true });
      bucket.close();
    });
    let good = 0;
    let failed = 0;
    const hits = await everyWay(calls, async (bucket, what) => {
      try {
        const found = await restoredHash(bucket, backup.folder);
        assert.equal(found, hash, `${what}: a false success`);
        good += 1;
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
        failed += 1;
        named(error, what);
        assert.deepEqual(await readdir(ground.restoreRoot), [], what);
      }
    });
    t.diagnostic(
      `${calls.length} calls, ${hits} faults hit: ${good} survived, ${failed} failed by name`,
    );
    assert.ok(good > 0 && failed > 0);
  });
});
