import { randomBytes } from 'node:crypto';
import type { Fault } from '@understudy/local-s3';
import { UnderstudyError } from '@understudy/model';
import { Bench, runId } from './__testUtils__/bench';
import { orderOf } from './__testUtils__/order';
import { backUp } from './backUp';
import { acceptHeld, Bucket, downloadRanges, listBackups } from '.';

const MiB = 1024 * 1024;
const big = randomBytes(34 * MiB);
const EVERYTHING: Fault = {
  count: Infinity,
  effect: { status: 403, code: 'AccessDenied' },
};

jest.setTimeout(60_000);

describe('a backup to two destinations', () => {
  let near: Bench;
  let far: Bench;
  beforeEach(async () => {
    near = await Bench.create({ wishes: { name: 'near' } });
    far = await Bench.create({ wishes: { name: 'far' } });
  });
  afterEach(() => Promise.all([near.close(), far.close()]));

  async function order(changes: Parameters<typeof orderOf>[2] = {}) {
    const { owner, instance, epoch } = far.owner;
    const made = await orderOf(near, { files: { 'orders.db': big } }, changes);
    made.destinations.push({
      bucket: far.bucket,
      owner: { owner, instance, epoch },
      usualBytes: [],
    });
    return made;
  }

  async function manifests(bench: Bench) {
    const found = [];
    for await (const each of listBackups(bench.bucket)) found.push(each);
    return found;
  }

  async function stored(bench: Bench, key: string, bytes: number) {
    const chunks: Buffer[] = [];
    const body = downloadRanges(bench.bucket, {
      key: bench.bucket.key(key),
      bytes,
    });
    for await (const chunk of body) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  }

  /** Lengths of the parts that go to a bucket, in their order. */
  function watch(bucket: Bucket): () => number[] {
    const seen: Array<{ PartNumber: number; ContentLength: number }> = [];
    bucket.client.middlewareStack.add(
      next => args => {
        const input = args.input as Partial<(typeof seen)[number]>;
        const { PartNumber, ContentLength } = input;
        if (PartNumber && ContentLength)
          seen.push({ PartNumber, ContentLength });
        return next(args);
      },
      { step: 'initialize' },
    );
    return () =>
      seen
        .sort((one, other) => one.PartNumber - other.PartNumber)
        .map(({ ContentLength }) => ContentLength);
  }

  async function expectNothing(bench: Bench) {
    bench.s3.faults.clear();
    expect(await bench.runKeys()).toEqual([]);
    expect(await bench.uploads()).toBe(0);
  }

  it('reads once and stores the same bytes in the same parts at both', async () => {
    const asked: number[] = [];
    const made = await order({
      mayPublish: async () => {
        asked.push(
          (await manifests(near)).length + (await manifests(far)).length,
        );
        return true;
      },
    });
    const [toNear, toFar] = made.destinations.map(it => watch(it.bucket));
    const { destinations } = await backUp(made);
    expect(destinations.map(({ name, problem }) => [name, problem])).toEqual([
      ['near', null],
      ['far', null],
    ]);
    const [a, b] = destinations.map(({ backup }) => backup!);
    expect(made.executor.opened).toBe(1);
    expect(a.id).not.toBe(b.id);
    expect(a.folder).toBe(b.folder);
    expect([a, b].map(({ manifest }) => manifest.destination)).toEqual([
      'near',
      'far',
    ]);
    const { stored: sums, key } = a.manifest.artifacts[0];
    expect(b.manifest.artifacts[0].stored).toEqual(sums);
    const [one, two] = await Promise.all([
      stored(near, `${a.folder}/${key}`, sums.bytes),
      stored(far, `${b.folder}/${key}`, sums.bytes),
    ]);
    expect(one.equals(two)).toBe(true);
    expect(toNear().slice(0, 4)).toEqual(Array(4).fill(8 * MiB));
    expect(toFar()).toEqual(toNear());
    // Each manifest has a fence of its own.
    expect(asked).toHaveLength(2);
  });

  it('cuts the parts as the strictest store wants them', async () => {
    const made = await order();
    made.destinations[1].bucket = far.open({
      profile: { uniformParts: true, maxParts: 1000 },
    });
    const [toNear, toFar] = made.destinations.map(it => watch(it.bucket));
    await backUp(made);
    expect(toNear().slice(0, -1)).toEqual([16 * MiB, 16 * MiB]);
    expect(toFar()).toEqual(toNear());
  });

  const broken: Array<[string, Fault, string]> = [
    [
      'dies in the middle of the upload',
      { ...EVERYTHING, operation: 'UploadPart' },
      's3-denied-put',
    ],
    [
      'refuses the manifest',
      {
        ...EVERYTHING,
        operation: 'PutObject',
        key: /manifest\.json$/,
      },
      's3-denied-put',
    ],
    [
      'refuses the intent',
      { ...EVERYTHING, operation: 'PutObject' },
      's3-denied-put',
    ],
  ];
  it.each(broken)('goes on without one that %s', async (_what, rule, code) => {
    far.s3.faults.add(rule);
    const { destinations } = await backUp(await order());
    expect(destinations).toMatchObject([
      { name: 'near', backup: { bytesStored: expect.any(Number) } },
      { name: 'far', backup: null, problem: { code } },
    ]);
    expect(await manifests(near)).toHaveLength(1);
    await expectNothing(far);
  });

  it('goes on without one that is gone', async () => {
    const made = await order();
    await far.s3.stop();
    const { destinations } = await backUp(made);
    expect(destinations[1]).toMatchObject({
      backup: null,
      problem: { code: 'net-refused' },
    });
    expect(await manifests(near)).toHaveLength(1);
  });

  it.each([
    ['a part', 'UploadPart'],
    ['the end of the upload', 'CompleteMultipartUpload'],
    ['the intent', 'PutObject'],
  ] as const)(
    'waits the stall limit for one that does not take %s, not longer',
    async (_what, operation) => {
      far.s3.faults.add({
        operation,
        count: Infinity,
        effect: { delayMs: 3_600_000 },
      });
      const progress: unknown[] = [];
      const { destinations } = await backUp(
        await order({
          stallLimit: 700,
          onProgress: news => progress.push(news.destinations?.[1].state),
        }),
      );
      expect(destinations).toMatchObject([
        { backup: { manifest: { complete: true } } },
        { backup: null, problem: { code: 'stalled' } },
      ]);
      expect(progress.at(-1)).toBe('failed');
      await expectNothing(far);
    },
  );

  it('is governed by the slower one, which is not left out', async () => {
    far.s3.faults.add({
      operation: 'UploadPart',
      count: Infinity,
      effect: { delayMs: 400 },
    });
    const { destinations } = await backUp(await order({ stallLimit: 5000 }));
    expect(destinations.map(({ problem }) => problem)).toEqual([null, null]);
  });

  it('has failed where all have, with the first error', async () => {
    near.s3.faults.add({ ...EVERYTHING, operation: 'UploadPart' });
    far.s3.faults.add({
      operation: 'UploadPart',
      count: Infinity,
      effect: { status: 507, code: 'QuotaExceeded' },
    });
    const made = await order();
    const error = await backUp(made).then(
      () => undefined,
      (it: UnderstudyError) => it,
    );
    expect(error).toBeInstanceOf(UnderstudyError);
    expect(error!.also).toHaveLength(1);
    expect([error!.code, error!.also[0].code]).toContain('s3-denied-put');
    await expectNothing(near);
    await expectNothing(far);
    expect(made.executor.closed).toBe(1);
  });

  it('leaves nothing at either where the source breaks', async () => {
    const made = await order();
    made.source.options = {
      files: { 'orders.db': big },
      breakAfter: { name: 'orders.db', bytes: 20 * MiB, error: new Error('x') },
    };
    await expect(backUp(made)).rejects.toMatchObject({ code: 'source-failed' });
    await expectNothing(near);
    await expectNothing(far);
  });

  it('publishes nowhere without a yes', async () => {
    const made = await order({ mayPublish: async () => false });
    await expect(backUp(made)).rejects.toMatchObject({ code: 'lease-lost' });
    await expectNothing(near);
    await expectNothing(far);
  });

  it('adds nothing to what an earlier attempt published at one of them', async () => {
    const id = runId();
    let asked = 0;
    const first = await order({
      run: { id },
      mayPublish: async () => {
        asked += 1;
        return asked === 1;
      },
    });
    const before = await backUp(first);
    const good = before.destinations.findIndex(({ backup }) => backup);
    const again = await order({ run: { id, attempt: 2 } });
    const after = await backUp(again);
    expect(after.destinations[good].backup?.id).toBe(
      before.destinations[good].backup?.id,
    );
    expect(after.destinations[1 - good]).toMatchObject({
      backup: null,
      problem: { code: 'worker-lost' },
    });
    expect(again.executor.opened).toBe(0);
  });

  it('is suspicious at both by the history of one, and can be accepted', async () => {
    const made = await order({ usualBytes: [] });
    made.destinations[1].usualBytes = [900 * MiB, 900 * MiB, 900 * MiB];
    await expect(backUp(made)).rejects.toMatchObject({ code: 'suspicious' });
    for (const bench of [near, far]) {
      expect(await manifests(bench)).toEqual([]);
      const keys = await bench.runKeys();
      const held = keys.find(key => key.endsWith('held.json'))!;
      const { owner, instance, epoch } = bench.owner;
      await acceptHeld({
        bucket: bench.bucket,
        owner: { owner, instance, epoch },
        folder: held.replace('/held.json', ''),
        by: 'user:default/guest',
        signal: new AbortController().signal,
        log: () => {},
        mayPublish: async () => true,
      });
      expect(await manifests(bench)).toHaveLength(1);
    }
  });
});
