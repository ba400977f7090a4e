import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import {
  ABLE,
  collect,
  startStore,
  streamOf,
  TestStore,
} from './__testUtils__/startStore';
import {
  downloadRanges,
  getText,
  headObject,
  listObjects,
  listUploads,
  planParts,
  putObject,
  uploadStream,
} from '.';

const MIB = 1024 ** 2;
const BODY = randomBytes(18 * MIB + 11);
/** 5, 5, 5 MiB and the rest. */
const PLAN = planParts({ maxParts: 1000, minimumPart: 5 * MIB });

// Real requests, on machines that may be busy.
jest.setTimeout(60_000);

let store: TestStore;

beforeAll(async () => {
  store = await startStore();
});
afterAll(() => store.stop());
beforeEach(() => {
  store.s3.faults.clear();
  store.s3.requests.clear();
});

const operations = () => [...store.s3.requests].map(it => it.operation);

function upload(
  bucket: Bucket,
  more: Partial<Parameters<typeof uploadStream>[1]> = {},
) {
  return uploadStream(bucket, {
    key: bucket.key('object'),
    body: streamOf(BODY),
    partPlan: PLAN,
    ...more,
  });
}

async function expectWhole(bucket: Bucket, body = BODY) {
  const key = bucket.key('object');
  const sha256 = createHash('sha256').update(body).digest('hex');
  const bytes = body.length;
  const back = await collect(downloadRanges(bucket, { key, bytes, sha256 }));
  expect(back.equals(body)).toBe(true);
}

async function expectNothing(bucket: Bucket) {
  store.s3.faults.clear();
  expect(await headObject(bucket, bucket.key('object'))).toBeUndefined();
  const left: unknown[] = [];
  const prefix = bucket.key('');
  for await (const found of listUploads(bucket, { prefix })) left.push(found);
  expect(left).toEqual([]);
}

const failure = (work: Promise<unknown>): Promise<UnderstudyError> =>
  work.then(
    () => {
      throw new Error('it succeeded');
    },
    error => error,
  );

describe('uploadStream', () => {
  it('sends in one request what fits into one part', async () => {
    const bucket = store.open();
    const body = BODY.subarray(0, 5 * MIB);
    const onUploadId = jest.fn();
    const result = await upload(bucket, { body: streamOf(body), onUploadId });
    expect(operations()).toEqual(['PutObject', 'HeadObject']);
    expect(onUploadId).not.toHaveBeenCalled();
    expect(result).toMatchObject({
      bytes: body.length,
      sha256: createHash('sha256').update(body).digest('hex'),
      etag: createHash('md5').update(body).digest('hex'),
    });
    await expectWhole(bucket, body);
  });

  it('sends more in parts, and knows all sums', async () => {
    const bucket = store.open();
    const progress: number[] = [];
    const result = await upload(bucket, {
      onProgress: bytes => progress.push(bytes),
    });
    const crc = Buffer.alloc(4);
    crc.writeUInt32BE(crc32(BODY));
    expect(result).toMatchObject({
      bytes: BODY.length,
      crc32: crc.toString('base64'),
      sha256: createHash('sha256').update(BODY).digest('hex'),
      etag: expect.stringMatching(/^[0-9a-f]{32}-4$/),
    });
    expect(progress.at(-1)).toBe(BODY.length);
    expect([...progress].sort((a, b) => a - b)).toEqual(progress);
    expect(store.s3.requests.list('UploadPart')).toHaveLength(4);
    const head = await headObject(bucket, bucket.key('object'));
    expect(head?.crc32).toBe(result.crc32);
    await expectWhole(bucket);
  });

  it('makes no empty last part where the stream ends with a part', async () => {
    const bucket = store.open();
    const body = BODY.subarray(0, 15 * MIB);
    await upload(bucket, { body: streamOf(body) });
    expect(store.s3.requests.list('UploadPart')).toHaveLength(3);
    await expectWhole(bucket, body);
  });

  it('waits for the upload id to be noted before the first part', async () => {
    const bucket = store.open();
    let seen: string[] = [];
    await upload(bucket, {
      onUploadId: async () => {
        await new Promise(resolve => setTimeout(resolve, 100));
        seen = operations();
      },
    });
    expect(seen).toEqual(['CreateMultipartUpload']);
  });

  it('aborts where the upload id cannot be noted', async () => {
    const bucket = store.open();
    const error = await failure(
      upload(bucket, {
        onUploadId: async () => {
          throw new UnderstudyError('lease-lost');
        },
      }),
    );
    expect(error.code).toBe('lease-lost');
    expect(operations()).not.toContain('UploadPart');
    await expectNothing(bucket);
  });

  it('keeps no more parts on their way than the plan says', async () => {
    const bucket = store.open();
    const { client } = bucket;
    let now = 0;
    let most = 0;
    client.middlewareStack.add(
      (next, context) => async args => {
        const counts = context.commandName === 'UploadPartCommand';
        if (counts) most = Math.max(most, ++now);
        await new Promise(resolve => setTimeout(resolve, counts ? 30 : 0));
        return next(args).finally(() => {
          if (counts) now -= 1;
        });
      },
      { step: 'finalizeRequest' },
    );
    const part = { bytes: 5 * MIB, spooled: false };
    const body = streamOf(Buffer.concat([BODY, BODY]));
    const plan = { ...PLAN, part: () => ({ ...part, inFlight: 2 }) };
    await upload(bucket, { body, partPlan: plan });
    expect(most).toBe(2);
  });

  it.each([
    ['an error of the server', { status: 500, code: 'InternalError' }],
    ['a request to slow down', { status: 503, code: 'SlowDown' }],
    ['too many requests', { status: 429, code: 'TooManyRequests' }],
    ['a broken connection', { resetAfterBytes: 100_000 }],
    ['a lost answer', { afterCommit: 'reset' as const }],
  ])('repeats after %s', async (_name, effect) => {
    for (const operation of [
      'CreateMultipartUpload',
      'UploadPart',
      'HeadObject',
    ]) {
      store.s3.faults.add({ operation, count: 2, effect });
    }
    const bucket = store.open();
    expect((await upload(bucket)).bytes).toBe(BODY.length);
    await expectWhole(bucket);
  });

  it('gives up after its tries, names the reason and leaves nothing', async () => {
    const fault = store.s3.faults.add({
      operation: 'UploadPart',
      after: 1,
      count: Infinity,
      effect: { status: 503, code: 'SlowDown' },
    });
    const bucket = store.open();
    const error = await failure(upload(bucket));
    expect(error.code).toBe('s3-slow-down');
    expect(error.details.n).toBe(4);
    expect(error.also).toEqual([]);
    expect(fault.hits).toBeGreaterThanOrEqual(4);
    await expectNothing(bucket);
  });

  it('does not repeat what will not pass', async () => {
    const fault = store.s3.faults.add({
      operation: 'CreateMultipartUpload',
      count: Infinity,
      effect: { status: 403, code: 'AccessDenied' },
    });
    const error = await failure(upload(store.open()));
    expect(error.code).toBe('s3-denied-put');
    expect(fault.hits).toBe(1);
  });

  it('tells the first error where aborting is denied, and both', async () => {
    store.s3.faults.add({
      operation: 'UploadPart',
      count: Infinity,
      effect: { status: 403, code: 'QuotaExceeded' },
    });
    store.s3.faults.add({
      operation: 'AbortMultipartUpload',
      count: Infinity,
      effect: { status: 403, code: 'AccessDenied' },
    });
    const error = await failure(upload(store.open()));
    expect(error.code).toBe('s3-quota');
    expect(error.details.store).toBe('QuotaExceeded');
    expect(error.also.map(it => it.code)).toEqual(['s3-denied-abort']);
  });

  it('aborts where the source fails, with its error', async () => {
    const bucket = store.open();
    const reason = new UnderstudyError('source-failed', { reason: 'exit 1' });
    const body = Readable.from(
      (async function* chunks() {
        yield BODY.subarray(0, 11 * MIB);
        throw reason;
      })(),
    );
    expect(await failure(upload(bucket, { body }))).toBe(reason);
    await expectNothing(bucket);
  });

  it('aborts where a source stops without an end', async () => {
    const bucket = store.open();
    const body = new Readable({ read() {} });
    body.push(BODY.subarray(0, 11 * MIB));
    setTimeout(() => body.destroy(), 100);
    const error = await failure(upload(bucket, { body }));
    expect(error).toBeInstanceOf(UnderstudyError);
    await expectNothing(bucket);
  });

  it('stops at once when cancelled, and destroys the source', async () => {
    const bucket = store.open();
    const stop = new AbortController();
    const reason = new UnderstudyError('cancelled', { by: 'somebody' });
    const body = new Readable({ read() {} });
    body.push(BODY.subarray(0, 11 * MIB));
    setTimeout(() => stop.abort(reason), 100);
    const error = await failure(upload(bucket, { body, signal: stop.signal }));
    expect(error).toBe(reason);
    expect(body.destroyed).toBe(true);
    await expectNothing(bucket);
  });

  it('stops waiting for a source that has not filled one part yet', async () => {
    const stop = new AbortController();
    const body = new Readable({ read() {} });
    body.push(BODY.subarray(0, 100));
    setTimeout(() => stop.abort(), 50);
    const bucket = store.open();
    const work = upload(bucket, { body, signal: stop.signal });
    expect((await failure(work)).code).toBe('cancelled');
    expect(body.destroyed).toBe(true);
    const key = bucket.key('object');
    expect(store.s3.requests.filter(it => it.key === key)).toEqual([]);
  });

  it('leaves no upload where it is cancelled while one begins', async () => {
    const bucket = store.open();
    const stop = new AbortController();
    store.s3.faults.add({
      operation: 'CreateMultipartUpload',
      effect: { delayMs: 400 },
    });
    setTimeout(() => stop.abort(), 200);
    const error = await failure(upload(bucket, { signal: stop.signal }));
    expect(error.code).toBe('cancelled');
    expect(operations()).toContain('AbortMultipartUpload');
    await expectNothing(bucket);
  });

  it('leaves no upload of a beginning whose answer got lost', async () => {
    const operation = 'CreateMultipartUpload';
    const effect = { afterCommit: 'reset' as const };
    const bucket = store.open();
    const left = async () => {
      const ids: string[] = [];
      const prefix = bucket.key('');
      for await (const it of listUploads(bucket, { prefix }))
        ids.push(it.uploadId);
      return ids;
    };
    store.s3.faults.add({ operation, count: 2, effect });
    await upload(bucket);
    expect(await left()).toEqual([]);
    store.s3.faults.add({ operation, count: Infinity, effect });
    expect((await failure(upload(bucket))).code).toBe('net-reset');
    expect(await left()).toEqual([]);
  });

  it('stops a part that hangs when cancelled', async () => {
    store.s3.faults.add({
      operation: 'UploadPart',
      effect: { delayMs: 60_000 },
    });
    const bucket = store.open();
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 200);
    const error = await failure(upload(bucket, { signal: stop.signal }));
    expect(error.code).toBe('cancelled');
    await expectNothing(bucket);
  });

  it('notices a store that stays silent', async () => {
    store.s3.faults.add({
      operation: 'UploadPart',
      effect: { delayMs: 30_000 },
    });
    const bucket = store.open({ timeouts: { idle: 300 } });
    await upload(bucket);
    expect(store.s3.requests.list('UploadPart').length).toBeGreaterThan(3);
    await expectWhole(bucket);
  });

  it('looks before it fails where the answer to Complete got lost', async () => {
    store.s3.faults.add({
      operation: 'CompleteMultipartUpload',
      effect: { afterCommit: 'reset' },
    });
    store.s3.faults.add({
      operation: 'CompleteMultipartUpload',
      after: 1,
      effect: { status: 404, code: 'NoSuchUpload' },
    });
    const bucket = store.open();
    const result = await upload(bucket, { ifNoneMatch: true });
    expect(result.etag).toMatch(/-4$/);
    await expectWhole(bucket);
  });

  it('takes a 412 after a lost answer for its own object', async () => {
    for (const operation of ['CompleteMultipartUpload', 'PutObject']) {
      store.s3.faults.add({ operation, effect: { afterCommit: 'reset' } });
    }
    const bucket = store.open();
    await upload(bucket, { ifNoneMatch: true });
    await expectWhole(bucket);
    const key = bucket.key('small');
    const body = Buffer.from('small');
    await putObject(bucket, { key, body, ifNoneMatch: true });
    expect(await getText(bucket, key)).toBe('small');
  });

  it("does not take somebody else's object of the same size for its own", async () => {
    const bucket = store.open();
    await upload(bucket);
    const error = await failure(
      upload(bucket, {
        body: streamOf(Buffer.alloc(BODY.length)),
        ifNoneMatch: true,
      }),
    );
    expect(error.code).toBe('s3-conflict');
    await expectWhole(bucket);
  });

  it('fails where the upload is gone and no object came of it', async () => {
    store.s3.faults.add({
      operation: 'CompleteMultipartUpload',
      count: Infinity,
      effect: { status: 404, code: 'NoSuchUpload' },
    });
    const bucket = store.open();
    const error = await failure(upload(bucket));
    expect(error.code).toBe('s3-failed');
    expect(error.details.store).toBe('NoSuchUpload');
    await expectNothing(bucket);
  });

  it('believes no good status with an error inside', async () => {
    store.s3.faults.add({
      operation: 'CompleteMultipartUpload',
      count: Infinity,
      effect: { status: 200, code: 'InternalError' },
    });
    const bucket = store.open();
    const error = await failure(upload(bucket));
    expect(error.code).toBe('s3-failed');
    await expectNothing(bucket);
  });

  it('notices bytes that the store lost', async () => {
    store.s3.faults.add({
      operation: 'UploadPart',
      after: 3,
      effect: { truncateBytes: 1 },
    });
    store.s3.faults.add({
      operation: '*',
      count: Infinity,
      effect: { omitChecksums: true },
    });
    const error = await failure(upload(store.open()));
    expect(error.code).toBe('s3-corrupt');
  });

  it('notices bytes that changed at the store', async () => {
    store.s3.faults.add({
      operation: 'UploadPart',
      after: 1,
      effect: { flipByteAt: 1000 },
    });
    store.s3.faults.add({
      operation: '*',
      count: Infinity,
      effect: { omitChecksums: true },
    });
    const error = await failure(upload(store.open()));
    expect(error.code).toBe('s3-corrupt');
  });

  it('reads back where a checksum that was promised is missing', async () => {
    store.s3.faults.add({
      operation: '*',
      count: Infinity,
      effect: { omitChecksums: true },
    });
    const bucket = store.open();
    await upload(bucket);
    expect(operations()).toContain('GetObject');
  });

  it('says so where an object is not found after the store took it', async () => {
    store.s3.faults.add({
      operation: 'HeadObject',
      count: Infinity,
      effect: { status: 404, code: 'NoSuchKey' },
    });
    const error = await failure(upload(store.open()));
    expect(error.code).toBe('s3-not-readable-yet');
  });

  it('checks by listing where keys may write but not read', async () => {
    store.s3.faults.add({
      operation: 'HeadObject',
      count: Infinity,
      effect: { status: 403, code: 'AccessDenied' },
    });
    const bucket = store.open();
    await upload(bucket);
    expect(operations()).toContain('ListObjectsV2');
  });

  describe('what is too large', () => {
    it('is refused before the first byte where an estimate says so', async () => {
      const bucket = store.open({ profile: { ...ABLE, maxParts: 1000 } });
      const body = streamOf(BODY);
      const read = jest.spyOn(body, 'read');
      const estimatedBytes = 5001 * 1024 ** 3;
      const error = await failure(
        uploadStream(bucket, { key: bucket.key('x'), body, estimatedBytes }),
      );
      expect(error.code).toBe('s3-too-large');
      expect(read).not.toHaveBeenCalled();
      expect(body.destroyed).toBe(true);
      expect(operations()).toEqual([]);
    });

    it('is refused at the last part of an estimate that was too low', async () => {
      const bucket = store.open();
      const part = () => ({ bytes: 5 * MIB, inFlight: 2, spooled: false });
      const plan = { ...PLAN, maxParts: 3, memoryCeiling: 15 * MIB, part };
      const error = await failure(upload(bucket, { partPlan: plan }));
      expect(error.code).toBe('s3-too-large');
      await expectNothing(bucket);
    });
  });

  it('writes nothing but its key', async () => {
    const bucket = store.open();
    await upload(bucket);
    const keys: string[] = [];
    for await (const found of listObjects(bucket, { prefix: bucket.key('') })) {
      if ('key' in found) keys.push(found.key);
    }
    expect(keys).toEqual([bucket.key('object')]);
  });
});
