import { randomBytes } from 'node:crypto';
import {
  ABLE,
  collect,
  startStore,
  TestStore,
} from './__testUtils__/startStore';
import {
  abortUpload,
  copyObject,
  deleteObjects,
  getObject,
  getText,
  headObject,
  listObjects,
  listUploads,
  putObject,
} from '.';
import type { Bucket } from '../destination';

const MIB = 1024 ** 2;
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

const count = (operation: string) => store.s3.requests.list(operation).length;
const body = Buffer.from('x');

async function keysOf(bucket: Bucket, pageSize?: number): Promise<string[]> {
  const keys: string[] = [];
  const prefix = bucket.key('');
  for await (const found of listObjects(bucket, { prefix, pageSize })) {
    if ('key' in found) keys.push(found.key);
  }
  return keys;
}

async function some(bucket: Bucket, length: number): Promise<string[]> {
  const keys = Array.from({ length }, (_, at) => bucket.key(`k${at}`));
  for (const key of keys) await putObject(bucket, { key, body });
  return keys;
}

describe('putObject', () => {
  it('looks first where a store ignores conditions', async () => {
    store.s3.faults.add({
      operation: 'PutObject',
      count: Infinity,
      effect: { ignoreConditions: true },
    });
    const profile = { ...ABLE, conditionalPut: 'no' as const };
    const bucket = store.open({ profile });
    const key = bucket.key('once');
    await putObject(bucket, { key, body, ifNoneMatch: true });
    const again = putObject(bucket, { key, body, ifNoneMatch: true });
    await expect(again).rejects.toMatchObject({ code: 's3-conflict' });
    expect(count('PutObject')).toBe(1);
  });

  it('has its body checked on arrival, by CRC32 or by MD5', async () => {
    for (const checksumEcho of ['yes', 'no'] as const) {
      const bucket = store.open({ profile: { ...ABLE, checksumEcho } });
      const sent: Array<Record<string, string>> = [];
      bucket.client.middlewareStack.add(
        next => args => {
          sent.push({ ...(args.request as { headers: {} }).headers });
          return next(args);
        },
        { step: 'finalizeRequest', priority: 'low' },
      );
      await putObject(bucket, { key: bucket.key('a'), body });
      const digest =
        checksumEcho === 'yes' ? 'x-amz-checksum-crc32' : 'content-md5';
      const other =
        checksumEcho === 'no' ? 'x-amz-checksum-crc32' : 'content-md5';
      expect(Object.keys(sent[0])).toContain(digest);
      expect(Object.keys(sent[0])).not.toContain(other);
      expect(Object.keys(sent[0])).not.toContain('expect');
      expect(sent[0]['transfer-encoding']).toBeUndefined();
    }
  });
});

describe('getObject', () => {
  it('does not end cleanly where the body ends early', async () => {
    const bucket = store.open();
    const key = bucket.key('a');
    await putObject(bucket, { key, body: randomBytes(100_000) });
    for (const keepContentLength of [true, false]) {
      store.s3.faults.add({
        operation: 'GetObject',
        count: keepContentLength ? 1 : 4,
        effect: { resetAfterBytes: 10 },
      });
      const work = getObject(bucket, key).then(it => collect(it.body));
      await expect(work).rejects.toMatchObject({ code: 'net-reset' });
      store.s3.faults.clear();
    }
  });

  it('lets go of a body that nobody reads', async () => {
    const bucket = store.open();
    const key = bucket.key('a');
    await putObject(bucket, { key, body: randomBytes(4 * MIB) });
    // More than there are connections: a kept one would block the last.
    for (let at = 0; at < 20; at++) {
      (await getObject(bucket, key)).body.destroy();
    }
    expect((await headObject(bucket, key))?.bytes).toBe(4 * MIB);
  });

  it('reads a text again where its body broke', async () => {
    const bucket = store.open();
    const key = bucket.key('a');
    await putObject(bucket, { key, body: Buffer.alloc(100_000, 'ä') });
    store.s3.faults.add({
      operation: 'GetObject',
      count: 2,
      effect: { resetAfterBytes: 10 },
    });
    expect(await getText(bucket, key)).toBe('ä'.repeat(50_000));
  });
});

describe('listObjects', () => {
  it('goes on to the last page, also after errors', async () => {
    const bucket = store.open();
    const keys = await some(bucket, 7);
    store.s3.faults.add({
      operation: 'ListObjectsV2',
      after: 2,
      count: 2,
      effect: { status: 503, code: 'SlowDown' },
    });
    expect(await keysOf(bucket, 2)).toEqual(keys);
    expect(count('ListObjectsV2')).toBe(6);
  });

  it('does not take a page that cannot go on for the last one', async () => {
    const bucket = store.open();
    await some(bucket, 3);
    bucket.client.middlewareStack.add(
      next => async args => {
        const result = await next(args);
        Object.assign(result.output, { NextContinuationToken: undefined });
        return result;
      },
      { step: 'initialize' },
    );
    await expect(keysOf(bucket, 1)).rejects.toMatchObject({
      code: 's3-failed',
    });
  });
});

describe('deleteObjects', () => {
  it('deletes many at once, by the thousand', async () => {
    const bucket = store.open();
    const keys = await some(bucket, 3);
    const never = Array.from({ length: 1200 }, (_, at) => bucket.key(`n${at}`));
    await deleteObjects(bucket, [...keys, ...never]);
    expect(count('DeleteObjects')).toBe(2);
    expect(await keysOf(bucket)).toEqual([]);
  });

  it('tries with an MD5, then one by one, and remembers', async () => {
    const bucket = store.open();
    const refuse = { status: 501, code: 'NotImplemented' };
    store.s3.faults.add({ operation: 'DeleteObjects', effect: refuse });
    await deleteObjects(bucket, await some(bucket, 3));
    expect(count('DeleteObjects')).toBe(2);
    expect(await keysOf(bucket)).toEqual([]);
    store.s3.faults.add({ operation: 'DeleteObjects', effect: refuse });
    await deleteObjects(bucket, await some(bucket, 3));
    expect(count('DeleteObject')).toBe(3);
    expect(await keysOf(bucket)).toEqual([]);
    const before = count('DeleteObjects');
    await deleteObjects(bucket, await some(bucket, 2));
    expect(count('DeleteObjects')).toBe(before);
  });

  it('fails where one key stays, under a good status', async () => {
    const bucket = store.open();
    const keys = await some(bucket, 2);
    bucket.client.middlewareStack.add(
      next => async args => {
        const result = await next(args);
        const Errors = [{ Key: keys[1], Code: 'AccessDenied', Message: 'no' }];
        Object.assign(result.output, { Errors });
        return result;
      },
      { step: 'initialize' },
    );
    await expect(deleteObjects(bucket, keys)).rejects.toMatchObject({
      code: 's3-denied-delete',
      details: { failed: 1, keys: [keys[1]] },
    });
  });

  it('fails where keys may not delete', async () => {
    const writer = store.open();
    const keys = await some(writer, 2);
    const reader = store.open(
      {},
      {
        credentials: {
          type: 'keys',
          accessKeyId: 'UNDERSTUDYREADER0001',
          secretAccessKey: 'the-secret-of-the-reader',
        },
      },
    );
    for (const some_ of [keys, [keys[0]]]) {
      const work = deleteObjects(reader, some_);
      await expect(work).rejects.toMatchObject({ code: 's3-denied-delete' });
    }
    expect(await keysOf(writer)).toEqual(keys);
  });
});

describe('abortUpload and listUploads', () => {
  it('is content with an upload that is gone', async () => {
    const bucket = store.open();
    const id = '00000000000000000000000000000000';
    await expect(
      abortUpload(bucket, bucket.key('a'), id),
    ).resolves.toBeUndefined();
  });
});

describe('copyObject', () => {
  const large = randomBytes(40 * MIB);
  let from: { bucket: Bucket; key: string };

  beforeEach(async () => {
    const bucket = store.open();
    from = { bucket, key: bucket.key('from') };
    await putObject(bucket, { key: from.key, body: large });
  });

  const copy = (to: Bucket, bytes = large.length, sha256?: string) =>
    copyObject({ from, to: { bucket: to, key: to.key('to') }, bytes, sha256 });

  it.each(['yes', 'no'] as const)(
    'copies and checks, with retries (checksum echo: %s)',
    async checksumEcho => {
      for (const operation of ['UploadPart', 'GetObject']) {
        const effect = { status: 503, code: 'SlowDown' };
        store.s3.faults.add({ operation, count: 2, effect });
      }
      store.s3.faults.add({
        operation: 'CompleteMultipartUpload',
        effect: { afterCommit: 'reset' },
      });
      store.s3.faults.add({
        operation: 'CompleteMultipartUpload',
        after: 1,
        effect: { status: 404, code: 'NoSuchUpload' },
      });
      const to = store.open({ profile: { ...ABLE, checksumEcho } });
      const result = await copy(to);
      expect(result.bytes).toBe(large.length);
      const read = await getObject(to, to.key('to'));
      expect((await collect(read.body)).equals(large)).toBe(true);
    },
  );

  it('keeps the first error, and leaves no parts', async () => {
    const to = store.open();
    store.s3.faults.add({
      operation: 'UploadPart',
      after: 1,
      count: Infinity,
      effect: { status: 403, code: 'AccessDenied' },
    });
    const abort = store.s3.faults.add({
      operation: 'AbortMultipartUpload',
      count: Infinity,
      effect: { status: 403, code: 'AccessDenied' },
    });
    await expect(copy(to)).rejects.toMatchObject({
      code: 's3-denied-put',
      also: [{ code: 's3-denied-abort' }],
    });
    abort.remove();
    await expect(copy(to)).rejects.toMatchObject({ code: 's3-denied-put' });
    expect(await headObject(to, to.key('to'))).toBeUndefined();
    let left = 0;
    const prefix = to.key('');
    for await (const _ of listUploads(to, { prefix })) left += 1;
    expect(left).toBe(1);
  });

  it('refuses a source that is another one', async () => {
    const to = store.open();
    const work = copy(to, large.length, 'f'.repeat(64));
    await expect(work).rejects.toMatchObject({ code: 's3-corrupt' });
    expect(await headObject(to, to.key('to'))).toBeUndefined();
  });
});
