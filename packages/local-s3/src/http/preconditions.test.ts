import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  bucketName,
  type Harness,
  refusal,
  startHarness,
  testUser,
} from '../__testUtils__/testSupport';
import { code, rawRequest } from '../__testUtils__/rawRequest';

describe('writes under conditions', () => {
  let harness: Harness;
  let client: S3Client;
  beforeAll(async () => {
    harness = await startHarness();
    client = harness.client();
  });
  afterEach(() => harness.server.faults.clear());
  afterAll(() => harness.end());
  const put = (Key: string, Body: string | Buffer, more = {}) =>
    client.send(
      new PutObjectCommand({ Bucket: bucketName, Key, Body, ...more }),
    );

  it('If-None-Match: * writes once', async () => {
    await put('once', 'first', { IfNoneMatch: '*' });
    const { name, status } = await refusal(
      put('once', 'second', { IfNoneMatch: '*' }),
    );
    expect([name, status]).toEqual(['PreconditionFailed', 412]);
  });

  it('If-Match writes over what it names, quoted or not', async () => {
    const { ETag } = await put('match', 'one');
    expect((await refusal(put('match', 'x', { IfMatch: '"0"' }))).status).toBe(
      412,
    );
    const { ETag: next } = await put('match', 'two', { IfMatch: ETag });
    await put('match', 'three', { IfMatch: next!.replace(/"/g, '') });
    const missing = await refusal(put('nothing', 'x', { IfMatch: ETag }));
    expect([missing.name, missing.status]).toEqual(['NoSuchKey', 404]);
  });

  it('of many at once exactly one wins', async () => {
    const bodies = Array.from({ length: 20 }, (_, i) =>
      Buffer.alloc(300_000, i + 1),
    );
    const results = await Promise.allSettled(
      bodies.map(body => put('race', body, { IfNoneMatch: '*' })),
    );
    const winners = results.flatMap((r, i) =>
      r.status === 'fulfilled' ? [i] : [],
    );
    expect(winners).toHaveLength(1);
    const losers = results.flatMap(r =>
      r.status === 'rejected' ? [r.reason.name] : [],
    );
    expect(losers).toEqual(Array(19).fill('PreconditionFailed'));
    const { Body } = await client.send(
      new GetObjectCommand({ Bucket: bucketName, Key: 'race' }),
    );
    const stored = Buffer.from(await Body!.transformToByteArray());
    expect(stored.equals(bodies[winners[0]])).toBe(true);
  });

  /** An upload that has sent half of its bytes; `finish` sends the rest. */
  const begin = async (Key: string, more: Partial<PutObjectCommandInput>) => {
    let go = () => {};
    const gate = new Promise<void>(resolve => {
      go = resolve;
    });
    async function* bytes() {
      yield randomBytes(100_000);
      await gate;
      yield randomBytes(100_000);
    }
    const before = (await harness.storedFiles()).length;
    const call = refusal(
      client.send(
        new PutObjectCommand({
          Bucket: bucketName,
          Key,
          Body: Readable.from(bytes()),
          ContentLength: 200_000,
          ...more,
        }),
      ),
    );
    while ((await harness.storedFiles()).length === before) {
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    return {
      finish: () => {
        go();
        return call;
      },
    };
  };

  it('one that was overtaken while its bytes came is refused', async () => {
    const late = await begin('overtaken', { IfNoneMatch: '*' });
    await put('overtaken', 'early', { IfNoneMatch: '*' });
    expect((await late.finish()).name).toBe('PreconditionFailed');
  });

  it('a delete in between is a conflict', async () => {
    const { ETag } = await put('conflict', 'old');
    const late = await begin('conflict', { IfMatch: ETag });
    await client.send(
      new DeleteObjectCommand({ Bucket: bucketName, Key: 'conflict' }),
    );
    const { name, status } = await late.finish();
    expect([name, status]).toEqual(['ConditionalRequestConflict', 409]);
  });

  it('If-None-Match with an ETag is not implemented, as on S3', async () => {
    const answer = await rawRequest({
      endpoint: harness.server.endpoint,
      method: 'PUT',
      path: `/${bucketName}/k`,
      user: testUser,
      body: 'x',
      headers: { 'if-none-match': '"0"' },
    });
    expect([answer.status, code(answer)]).toEqual([501, 'NotImplemented']);
  });
});
