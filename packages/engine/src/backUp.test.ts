import { randomBytes } from 'node:crypto';
import { UnderstudyError } from '@understudy/model';
import { Bench } from './__testUtils__/bench';
import { orderOf } from './__testUtils__/order';
import { backUp } from './backUp';
import {
  claimPrefix,
  deleteObjects,
  FoundBackup,
  listBackups,
  makeIdentity,
} from '.';

const MiB = 1024 * 1024;
const big = randomBytes(18 * MiB);
const small = Buffer.from('a few bytes that matter');

jest.setTimeout(60_000);

describe('backUp', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.create();
  });
  afterEach(() => bench.close());

  async function found(): Promise<FoundBackup[]> {
    const all: FoundBackup[] = [];
    for await (const each of listBackups(bench.bucket)) all.push(each);
    return all;
  }

  /** No backup, no object, no part, and the source was closed. */
  async function expectNothingLeft(executor: {
    opened: number;
    closed: number;
  }) {
    expect(await bench.runKeys()).toEqual([]);
    expect(await bench.uploads()).toBe(0);
    expect(executor.closed).toBe(executor.opened);
  }

  it('publishes what the source gave, and says how to read it', async () => {
    const { recipient } = await makeIdentity();
    const progress: number[] = [];
    const phases: string[] = [];
    const order = await orderOf(
      bench,
      { files: { 'orders.db': big, 'notes.txt': small } },
      {
        pack: { compression: 'zstd', recipients: [recipient] },
        onPhase: phase => phases.push(phase),
        onProgress: ({ bytesRead }) => progress.push(bytesRead),
      },
    );
    const result = await backUp(order);
    const folder = `component/default/toys/toys/2026-11-21T02-00-00Z_${order.run.id}`;
    const { backup } = result.destinations[0];
    expect(backup).toMatchObject({
      folder,
      manifestKey: `${folder}/manifest.json`,
    });
    expect(await bench.runKeys()).toEqual([
      `${folder}/a1/intent.json`,
      `${folder}/a1/notes.txt.zst.age`,
      `${folder}/a1/orders.db.zst.age`,
      `${folder}/manifest.json`,
    ]);
    expect(backup!.manifest).toMatchObject({
      owner: bench.owner.owner,
      plan: 'toys',
      entityRef: 'component:default/toys',
      complete: true,
      counts: { rows: { things: 2 }, files: null },
      restore: [
        'aws s3 cp {s3}/a1/orders.db.zst.age - | age -d -i key.txt | zstd -d > orders.db',
        'aws s3 cp {s3}/a1/notes.txt.zst.age - | age -d -i key.txt | zstd -d > notes.txt',
      ],
    });
    expect(await found()).toMatchObject([
      {
        id: backup!.id,
        manifest: backup!.manifest,
        deleting: false,
        problem: null,
      },
    ]);
    expect(result.bytesRead).toBe(big.length + small.length);
    expect(progress[progress.length - 1]).toBe(result.bytesRead);
    expect(phases).toEqual([
      'prepare',
      'transfer',
      'check',
      'manifest',
      'finish',
    ]);
    expect(order.executor.closed).toBe(1);
  });

  it('writes the intent first and the manifest last', async () => {
    const order = await orderOf(bench, { files: { 'orders.db': big } });
    const before = bench.s3.requests.length;
    await backUp(order);
    const writes = bench.s3.requests
      .list()
      .slice(before)
      .filter(({ operation }) => !/^(Get|Head|List)/.test(operation))
      .map(({ key }) => key);
    expect(writes[0]).toMatch(/a1\/intent\.json$/);
    expect(writes[writes.length - 1]).toMatch(/\/manifest\.json$/);
    expect(writes.filter(key => key.endsWith('/manifest.json'))).toHaveLength(
      1,
    );
  });

  it('names gaps and is not complete then', async () => {
    const gaps = [{ kind: 'vanished', path: 'x', reason: 'ENOENT' }];
    const result = await backUp(
      await orderOf(bench, { files: { a: small }, gaps }),
    );
    const { manifest } = result.destinations[0].backup!;
    expect(manifest).toMatchObject({ complete: false, gaps, gapsTotal: 1 });
  });

  describe('where the source does not end well', () => {
    it.each([0, 100, 17 * MiB])(
      'a stream that breaks after %d bytes is told in its words',
      async bytes => {
        const error = new Error('the disk went away');
        const order = await orderOf(bench, {
          files: { 'orders.db': big, 'never.txt': small },
          breakAfter: { name: 'orders.db', bytes, error },
        });
        await expect(backUp(order)).rejects.toMatchObject({
          code: 'source-failed',
          message: 'the disk went away',
          also: [],
        });
        await expectNothingLeft(order.executor);
      },
    );

    it('an error of ours keeps its code', async () => {
      const error = new UnderstudyError('source-gone', { path: '/data/x' });
      const order = await orderOf(bench, {
        files: { 'orders.db': big },
        breakAfter: { name: 'orders.db', bytes: 100, error },
      });
      await expect(backUp(order)).rejects.toBe(error);
      await expectNothingLeft(order.executor);
    });

    it('a source that ends early, without its trailer, is no backup', async () => {
      const order = await orderOf(bench, {
        files: { 'orders.db': big },
        finishError: new Error('dump: exit code 1'),
      });
      await expect(backUp(order)).rejects.toMatchObject({
        code: 'source-failed',
        message: 'dump: exit code 1',
      });
      await expectNothingLeft(order.executor);
    });

    it('another length than it announced is a failure', async () => {
      const order = await orderOf(bench, {
        files: { 'orders.db': small },
        announce: small.length + 1,
      });
      await expect(backUp(order)).rejects.toMatchObject({
        code: 'source-failed',
      });
      await expectNothingLeft(order.executor);
    });

    it('an artifact whose name is no name is refused', async () => {
      const order = await orderOf(bench, { files: { '../x': small } });
      await expect(backUp(order)).rejects.toMatchObject({ code: 'defect' });
      await expectNothingLeft(order.executor);
    });
  });

  describe('cancel', () => {
    it.each(['backup:artifact:part', 'backup:manifest:before'])(
      'at %s aborts all and says who',
      async point => {
        const stop = new AbortController();
        const reason = new UnderstudyError('cancelled', { by: 'jo' });
        const order = await orderOf(
          bench,
          { files: { 'orders.db': big } },
          {
            signal: stop.signal,
            faultPoint: name => {
              if (name === point) stop.abort(reason);
            },
          },
        );
        await expect(backUp(order)).rejects.toBe(reason);
        expect(reason.also).toEqual([]);
        await expectNothingLeft(order.executor);
      },
    );

    it('ends a source that gives nothing any more', async () => {
      const stop = new AbortController();
      const reason = new UnderstudyError('stalled', { limit: '10 min' });
      const order = await orderOf(
        bench,
        { files: { 'orders.db': big }, hangAfter: 17 * MiB },
        {
          signal: stop.signal,
          onProgress: ({ bytesStored }) => {
            if (bytesStored > 0) setTimeout(() => stop.abort(reason), 5);
          },
        },
      );
      await expect(backUp(order)).rejects.toBe(reason);
      await expectNothingLeft(order.executor);
    });
  });

  describe('where the store fails', () => {
    it.each([
      ['PutObject', /intent/],
      ['CreateMultipartUpload', /./],
      ['UploadPart', /./],
      ['CompleteMultipartUpload', /./],
      ['PutObject', /manifest/],
    ])(
      '%s of %s: the store is named, not the source',
      async (operation, key) => {
        bench.s3.faults.add({
          operation,
          key,
          count: Infinity,
          effect: { status: 403, code: 'AccessDenied' },
        });
        const order = await orderOf(bench, { files: { 'orders.db': big } });
        await expect(backUp(order)).rejects.toMatchObject({
          code: 's3-denied-put',
        });
        bench.s3.faults.clear();
        await expectNothingLeft(order.executor);
      },
    );

    it('a clear, unpacked stream whose upload fails does not hang', async () => {
      bench.s3.faults.add({
        operation: 'UploadPart',
        count: Infinity,
        effect: { status: 403, code: 'AccessDenied' },
      });
      const order = await orderOf(
        bench,
        { files: { 'orders.db': big }, hangAfter: 17 * MiB },
        { pack: { compression: 'none', recipients: [] } },
      );
      await expect(backUp(order)).rejects.toMatchObject({
        code: 's3-denied-put',
      });
      await expectNothingLeft(order.executor);
    });

    it('a refused abort never hides the first error', async () => {
      bench.s3.faults.add({
        operation: 'UploadPart',
        count: Infinity,
        effect: { status: 403, code: 'AccessDenied' },
      });
      bench.s3.faults.add({
        operation: 'AbortMultipartUpload',
        count: Infinity,
        effect: { status: 403, code: 'AccessDenied' },
      });
      const order = await orderOf(bench, { files: { 'orders.db': big } });
      const error = await backUp(order).catch(caught => caught);
      expect(error).toMatchObject({ code: 's3-denied-put' });
      const codes = error.also.map(({ code }: { code: string }) => code);
      expect(codes).toContain('s3-denied-abort');
      // What could not be aborted stays named by its intent.
      const keys = await bench.runKeys();
      expect(keys).toHaveLength(1);
      expect(keys[0]).toMatch(/a1\/intent\.json$/);
    });

    it('bytes that changed on the way to the disk are no backup', async () => {
      bench.s3.faults.add({
        operation: 'PutObject',
        key: /orders/,
        effect: { truncateBytes: 3 },
      });
      const order = await orderOf(bench, { files: { 'orders.db': small } });
      await expect(backUp(order)).rejects.toBeInstanceOf(UnderstudyError);
      await expectNothingLeft(order.executor);
    });

    it('an artifact that vanishes before the manifest is no backup', async () => {
      const order = await orderOf(
        bench,
        { files: { 'orders.db': small } },
        {
          faultPoint: async name => {
            if (name !== 'backup:source:finished') return;
            const [key] = (await bench.runKeys()).filter(k => /orders/.test(k));
            await deleteObjects(bench.bucket, [bench.bucket.key(key)]);
          },
        },
      );
      await expect(backUp(order)).rejects.toMatchObject({
        code: 'backup-damaged',
      });
      await expectNothingLeft(order.executor);
    });

    it('a manifest whose answer is lost is published, once', async () => {
      bench.s3.faults.add({
        operation: 'PutObject',
        key: /manifest\.json$/,
        count: 10,
        effect: { afterCommit: 'reset' },
      });
      const order = await orderOf(bench, { files: { 'orders.db': small } });
      const result = await backUp(order);
      expect(await found()).toMatchObject([
        { id: result.destinations[0].backup!.id },
      ]);
    });
  });

  it('a manifest that is there although every try failed is published', async () => {
    const key = /manifest\.json$/;
    bench.s3.faults.add({
      operation: 'PutObject',
      key,
      effect: { afterCommit: 'reset' },
    });
    bench.s3.faults.add({
      operation: 'PutObject',
      key,
      after: 1,
      count: Infinity,
      effect: { status: 503, code: 'SlowDown' },
    });
    const order = await orderOf(bench, { files: { 'orders.db': small } });
    const result = await backUp(order);
    expect(await found()).toMatchObject([
      { id: result.destinations[0].backup!.id },
    ]);
  });

  it('is what a later attempt finds where the first could not tell of it', async () => {
    const order = await orderOf(bench, { files: { 'orders.db': small } });
    const first = await backUp(order);
    const again = await orderOf(
      bench,
      { files: { 'orders.db': small } },
      { run: { ...order.run, attempt: 2 } },
    );
    expect(await backUp(again)).toEqual(first);
    expect(again.executor.opened).toBe(0);
    expect(await found()).toHaveLength(1);
  });

  it.each([
    ['says no', async () => false],
    ['is not reached', async () => Promise.reject(new Error('no answer'))],
  ])('publishes nothing where the lease %s', async (_, mayPublish) => {
    const order = await orderOf(
      bench,
      { files: { 'orders.db': big } },
      { mayPublish },
    );
    await expect(backUp(order)).rejects.toMatchObject({ code: 'lease-lost' });
    await expectNothingLeft(order.executor);
  });

  it('does not begin where another portal took the prefix over', async () => {
    await claimPrefix(bench.bucket, {
      instance: '11111111-1111-4111-8111-111111111111',
      baseUrl: 'http://copy',
      adopt: true,
    });
    const order = await orderOf(bench, { files: { 'orders.db': small } });
    await expect(backUp(order)).rejects.toMatchObject({ code: 'stale-epoch' });
    expect(order.executor.opened).toBe(0);
    await expectNothingLeft(order.executor);
  });

  describe('sizes', () => {
    it('refuses an empty source, unless the plan says 0', async () => {
      const files = { 'orders.db': Buffer.alloc(0) };
      const order = await orderOf(bench, { files });
      await expect(backUp(order)).rejects.toMatchObject({
        code: 'source-empty',
      });
      await expectNothingLeft(order.executor);
      const allowed = await orderOf(bench, { files }, { minimumBytes: 0 });
      expect((await backUp(allowed)).destinations[0].backup).not.toBeNull();
    });

    it('holds what is much smaller than usual, and publishes nothing', async () => {
      const order = await orderOf(
        bench,
        { files: { 'orders.db': randomBytes(1000) } },
        { usualBytes: [10_000, 9_000, 11_000] },
      );
      const error = await backUp(order).catch(caught => caught);
      expect(error).toMatchObject({ code: 'suspicious', also: [] });
      expect(error.message).toContain('usual 10000 bytes');
      const days = (Date.parse(error.details.until) - Date.now()) / 86_400_000;
      expect(days).toBeCloseTo(7, 2);
      expect(
        (await bench.runKeys()).map(key => key.replace(/.*Z_[^/]*\//, '')),
      ).toEqual(['a1/intent.json', 'a1/orders.db.zst', 'held.json']);
      expect(await found()).toEqual([]);
    });

    it('keeps nothing where holding fails, and says so', async () => {
      bench.s3.faults.add({
        operation: 'PutObject',
        key: /held\.json$/,
        count: Infinity,
        effect: { status: 403, code: 'AccessDenied' },
      });
      const order = await orderOf(
        bench,
        { files: { 'orders.db': randomBytes(1000) } },
        { minimumBytes: 2000 },
      );
      const error = await backUp(order).catch(caught => caught);
      expect(error).toMatchObject({
        code: 'suspicious',
        also: [{ code: 's3-denied-put' }],
      });
      await expectNothingLeft(order.executor);
    });
  });
});
