import { randomBytes } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  RestoreObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import {
  bucketName,
  type Harness,
  refusal,
  startHarness,
} from './__testUtils__/testSupport';
import type { FaultEffect } from './faults';

const data = randomBytes(1_000_000);

describe('faults', () => {
  let harness: Harness;
  let client: S3Client;
  const put = (Key: string, Body: Buffer | string = data, more = {}) =>
    client.send(
      new PutObjectCommand({ Bucket: bucketName, Key, Body, ...more }),
    );
  const get = async (Key: string, more = {}) => {
    const answer = await client.send(
      new GetObjectCommand({ Bucket: bucketName, Key, ...more }),
    );
    return Buffer.from(await answer.Body!.transformToByteArray());
  };
  const add = (operation: string, effect: FaultEffect, more = {}) =>
    harness.server.faults.add({ operation, effect, ...more });

  beforeAll(async () => {
    harness = await startHarness();
    // No checksums, so that the client can't notice by itself what is spoilt.
    client = harness.client({
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
    await put('k');
  });
  afterEach(() => harness.server.faults.clear());
  afterAll(() => harness.end());

  it('are none until one is added, and none when removed', async () => {
    const fault = add('GetObject', { status: 503, code: 'SlowDown' });
    fault.remove();
    await get('k');
    expect(fault.hits).toBe(0);
  });

  it('hit the operation, the key and the calls they are meant for', async () => {
    await put('other');
    const fault = add(
      'GetObject',
      {
        status: 503,
        code: 'SlowDown',
        message: 'Please reduce your request rate.',
      },
      { key: /^k$/, after: 1, count: 2 },
    );
    await get('other');
    await get('k');
    for (let i = 0; i < 2; i++) {
      expect(await refusal(get('k'))).toEqual({
        name: 'SlowDown',
        status: 503,
        message: 'Please reduce your request rate.',
      });
    }
    await get('k');
    expect(fault.hits).toBe(2);
  });

  it('can answer 200 with an error in the body', async () => {
    add('CompleteMultipartUpload', { status: 200, code: 'InternalError' });
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ Bucket: bucketName, Key: 'm' }),
    );
    const { ETag } = await client.send(
      new UploadPartCommand({
        Bucket: bucketName,
        Key: 'm',
        UploadId,
        PartNumber: 1,
        Body: 'x',
      }),
    );
    const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
    const complete = () =>
      client.send(
        new CompleteMultipartUploadCommand({
          Bucket: bucketName,
          Key: 'm',
          UploadId,
          MultipartUpload,
        }),
      );
    expect((await refusal(complete())).name).toBe('InternalError');
    await complete();
  });

  it('delay', async () => {
    add('GetObject', { delayMs: 150 });
    const begin = Date.now();
    await get('k');
    expect(Date.now() - begin).toBeGreaterThanOrEqual(140);
  });

  it('reset in the middle of an upload, and nothing is stored', async () => {
    add('PutObject', { resetAfterBytes: 500_000 });
    const { message } = await refusal(put('reset'));
    expect(message).toMatch(/ECONNRESET|EPIPE|socket hang up/);
    expect((await refusal(get('reset'))).name).toBe('NoSuchKey');
    const [logged] = harness.server.requests.filter(r => r.key === 'reset');
    expect([logged.operation, logged.status]).toEqual(['PutObject', 0]);
  });

  it('reset in the middle of a download', async () => {
    add('GetObject', { resetAfterBytes: 500_000 });
    await expect(get('k')).rejects.toThrow(/aborted|ECONNRESET/);
  });

  it('shorten a download, with a clean end or without', async () => {
    add('GetObject', { truncateBytes: 10 });
    expect((await get('k')).equals(data.subarray(0, -10))).toBe(true);
    add('GetObject', { truncateBytes: 10, keepContentLength: true });
    await expect(get('k')).rejects.toThrow(/aborted|ECONNRESET/);
  });

  it('flip a byte of a download', async () => {
    add('GetObject', { flipByteAt: 700_000 });
    const spoilt = await get('k');
    expect(spoilt[700_000]).toBe(data[700_000] ^ 0xff);
    spoilt[700_000] ^= 0xff;
    expect(spoilt.equals(data)).toBe(true);
  });

  it('flip or leave out stored bytes under a good answer', async () => {
    add('PutObject', { flipByteAt: 3 });
    const { ETag } = await put('flipped');
    const { ETag: right } = await put('right');
    expect(ETag).toBe(right);
    const stored = await get('flipped');
    expect(stored[3]).toBe(data[3] ^ 0xff);
    add('PutObject', { truncateBytes: 100 });
    await put('short');
    expect((await get('short')).equals(data.subarray(0, -100))).toBe(true);
  });

  it('commit and then reset', async () => {
    add('PutObject', { afterCommit: 'reset' });
    const { message } = await refusal(
      put('committed', 'x', { IfNoneMatch: '*' }),
    );
    expect(message).toMatch(/ECONNRESET|socket hang up/);
    expect((await get('committed')).toString()).toBe('x');
    const again = await refusal(put('committed', 'x', { IfNoneMatch: '*' }));
    expect(again.name).toBe('PreconditionFailed');
  });

  it('ignore conditions, as some stores do', async () => {
    add('PutObject', { ignoreConditions: true });
    await put('k', data, { IfNoneMatch: '*' });
    const { status } = await refusal(put('k', data, { IfNoneMatch: '*' }));
    expect(status).toBe(412);
  });

  it('omit checksums, as some stores do', async () => {
    add('*', { omitChecksums: true }, { count: 3 });
    const answer = await put('sums', 'x', { ChecksumCRC32: 'AAAAAA==' });
    expect(answer.ChecksumCRC32).toBeUndefined();
    const head = await client.send(
      new HeadObjectCommand({
        Bucket: bucketName,
        Key: 'sums',
        ChecksumMode: 'ENABLED',
      }),
    );
    expect(head.ChecksumCRC32).toBeUndefined();
  });

  it('act together, and on listings too', async () => {
    add('ListObjectsV2', { delayMs: 1 }, { count: Infinity });
    add('ListObjectsV2', { truncateBytes: 30 });
    const list = () =>
      client.send(new ListObjectsV2Command({ Bucket: bucketName }));
    await refusal(list());
    expect((await list()).KeyCount).toBeGreaterThan(0);
  });

  it('stamp late what they write', async () => {
    const effect = { stampLateMs: 90_000 };
    harness.server.faults.add({ operation: 'PutObject', effect });
    await put('late', 'x');
    const { LastModified } = await client.send(
      new HeadObjectCommand({ Bucket: bucketName, Key: 'late' }),
    );
    expect(Number(LastModified) - Date.now()).toBeGreaterThan(60_000);
  });

  it('show late what they took, to reads and listings', async () => {
    const { server } = harness;
    const effect = { invisibleMs: 3_600_000 };
    server.faults.add({ operation: 'PutObject', effect });
    await put('hidden', 'x');
    const count = async () => {
      const named = { Bucket: bucketName, Prefix: 'hidden' };
      return (await client.send(new ListObjectsV2Command(named))).KeyCount;
    };
    expect((await refusal(get('hidden'))).name).toBe('NoSuchKey');
    expect(await count()).toBe(0);
    // It is there all the same: conditions see it.
    const again = put('hidden', 'y', { IfNoneMatch: '*' });
    expect((await refusal(again)).status).toBe(412);
    await server.advance(3_600_000);
    expect(String(await get('hidden'))).toBe('x');
    expect(await count()).toBe(1);
  });

  it('are refused when they make no sense', () => {
    const effect = { explode: true } as unknown as FaultEffect;
    expect(() => harness.server.faults.add({ effect })).toThrow();
  });
});

describe('faults from another process', () => {
  let harness: Harness;
  const token = 'a-test-token';
  const call = (method: string, path: string, body?: object, by = token) =>
    fetch(`${harness.server.endpoint}/_local-s3/${path}`, {
      method,
      headers: { authorization: `Bearer ${by}` },
      body: body && JSON.stringify(body),
    });
  beforeAll(async () => {
    harness = await startHarness({ admin: { token } });
  });
  afterAll(() => harness.end());

  it('are added, seen and cleared by who holds the token', async () => {
    const fault = {
      operation: 'GetObject',
      key: { pattern: '^a' },
      count: 'always',
      effect: { status: 500, code: 'InternalError' },
    };
    expect((await call('POST', 'faults', fault)).status).toBe(204);
    const client = harness.client();
    const get = (Key: string) =>
      refusal(client.send(new GetObjectCommand({ Bucket: bucketName, Key })));
    expect((await get('abc')).name).toBe('InternalError');
    expect((await get('abc')).name).toBe('InternalError');
    expect((await get('xyz')).name).toBe('NoSuchKey');
    const { faults } = await (await call('GET', 'faults')).json();
    expect(faults).toMatchObject([{ operation: 'GetObject', hits: 2 }]);
    await call('DELETE', 'faults');
    expect((await get('abc')).name).toBe('NoSuchKey');
    const { requests } = await (await call('GET', 'requests')).json();
    expect(requests).toHaveLength(4);
    expect(requests[0]).toMatchObject({
      operation: 'GetObject',
      bucket: bucketName,
      key: 'abc',
      status: 500,
      code: 'InternalError',
    });
  });

  it('are joined by time, which moves when it is told to', async () => {
    const client = harness.client();
    const named = { Bucket: bucketName, Key: 'archived' };
    await client.send(
      new PutObjectCommand({ ...named, Body: 'x', StorageClass: 'GLACIER' }),
    );
    await client.send(
      new RestoreObjectCommand({ ...named, RestoreRequest: { Days: 1 } }),
    );
    const get = () => client.send(new GetObjectCommand(named));
    expect((await refusal(get())).name).toBe('InvalidObjectState');
    expect((await call('POST', 'advance', { ms: -1 })).status).toBe(400);
    expect((await call('POST', 'advance', { ms: 18_000_000 })).status).toBe(
      204,
    );
    expect(await (await get()).Body?.transformToString()).toBe('x');
  });

  it('are refused to others', async () => {
    expect((await call('GET', 'requests', undefined, 'wrong')).status).toBe(
      401,
    );
    expect((await call('POST', 'faults', { effect: {} })).status).toBe(400);
    await harness.restart({ admin: undefined });
    expect((await call('GET', 'requests')).status).toBe(404);
  });
});
