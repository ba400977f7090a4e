import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  checksumAlgorithms,
  checksumBytes,
  createDigest,
} from '../checksum/algorithms';
import {
  bucketName,
  type Harness,
  refusal,
  startHarness,
  testUser,
} from '../__testUtils__/testSupport';
import { code, rawRequest } from '../__testUtils__/rawRequest';

describe('objects', () => {
  let harness: Harness;
  let client: S3Client;
  const put = (
    Key: string,
    Body: PutObjectCommandInput['Body'],
    more: Partial<PutObjectCommandInput> = {},
    by = client,
  ) =>
    by.send(new PutObjectCommand({ Bucket: bucketName, Key, Body, ...more }));
  const get = async (Key: string, more = {}) => {
    const answer = await client.send(
      new GetObjectCommand({ Bucket: bucketName, Key, ...more }),
    );
    const bytes = Buffer.from(await answer.Body!.transformToByteArray());
    return { ...answer, bytes };
  };

  beforeAll(async () => {
    harness = await startHarness();
    client = harness.client();
  });
  afterAll(() => harness.end());

  describe.each(['WHEN_SUPPORTED', 'WHEN_REQUIRED'] as const)(
    'with checksums %s',
    mode => {
      it.each([0, 1, 65_536, 3_000_001])(
        'keeps %d bytes, from a Buffer and from a stream',
        async size => {
          const by = harness.client({ requestChecksumCalculation: mode });
          const data = randomBytes(size);
          const md5 = createHash('md5').update(data).digest('hex');
          const sources = [data, Readable.from(size ? [data] : [])];
          for (const body of sources) {
            const key = `bytes/${mode}/${size}`;
            const { ETag } = await put(key, body, { ContentLength: size }, by);
            expect(ETag).toBe(`"${md5}"`);
            const { bytes, ContentLength } = await get(key);
            expect(ContentLength).toBe(size);
            expect(bytes.equals(data)).toBe(true);
          }
        },
      );
    },
  );

  it('keeps metadata and headers, and gives them with GET and HEAD', async () => {
    const described = {
      ContentType: 'text/plain; charset=utf-8',
      CacheControl: 'no-store',
      ContentDisposition: 'attachment; filename="a.txt"',
      ContentEncoding: 'gzip',
      ContentLanguage: 'en',
      Metadata: { one: '1', 'two-words': 'a b' },
    };
    await put('described', 'text', described);
    await harness.restart();
    client = harness.client();
    expect(await get('described')).toMatchObject(described);
    const head = await client.send(
      new HeadObjectCommand({ Bucket: bucketName, Key: 'described' }),
    );
    expect(head).toMatchObject({ ...described, ContentLength: 4 });
    expect(head.LastModified).toBeInstanceOf(Date);
    const { ContentType } = await get('described', {
      ResponseContentType: 'application/x-other',
    });
    expect(ContentType).toBe('application/x-other');
  });

  it('refuses too much metadata', async () => {
    const call = put('k', 'x', { Metadata: { large: 'x'.repeat(2048) } });
    expect((await refusal(call)).name).toBe('MetadataTooLarge');
  });

  const oddKeys = [
    'plain',
    'plain/below',
    'plain/',
    'plain//twice',
    '/leading',
    'trailing space ',
    ' leading space',
    'a + b % c %2F %2e',
    '../../escape',
    './here/../there',
    '.',
    '..',
    'snow/雪/é/e\u0301',
    'emoji 🙂',
    'quotes "\'<>&;=?#',
    'back\\slash',
    'tab\tand\nline\rbreak',
    'x'.repeat(1021),
    `${'é'.repeat(510)}x`,
    'CASE',
    'case',
    'con.txt:stream',
  ];

  it('keeps odd keys apart, lists them as they are, and over a restart', async () => {
    const by = harness.client();
    for (const key of oddKeys) await put(`odd${key}`, key, {}, by);
    await put('..', 'dots', {}, by);
    await harness.restart();
    client = harness.client();
    for (const key of oddKeys) {
      expect((await get(`odd${key}`)).bytes.toString()).toBe(key);
    }
    const list = await client.send(
      new ListObjectsV2Command({ Bucket: bucketName, Prefix: 'odd' }),
    );
    const sorted = oddKeys
      .map(key => Buffer.from(`odd${key}`))
      .sort(Buffer.compare)
      .map(String);
    expect(list.Contents?.map(({ Key }) => Key)).toEqual(sorted);
    const { Deleted } = await client.send(
      new DeleteObjectsCommand({
        Bucket: bucketName,
        Delete: { Objects: oddKeys.map(key => ({ Key: `odd${key}` })) },
      }),
    );
    expect(Deleted?.map(({ Key }) => Key).sort()).toEqual(
      oddKeys.map(key => `odd${key}`).sort(),
    );
  }, 20_000);

  it('refuses a key that is too long', async () => {
    const call = put('x'.repeat(1025), 'x');
    expect((await refusal(call)).name).toBe('KeyTooLongError');
  });

  describe('ranges', () => {
    const data = randomBytes(1_500_000);
    beforeAll(() => put('ranged', data));

    it.each([
      ['bytes=0-0', 0, 1],
      ['bytes=100-599999', 100, 600_000],
      ['bytes=1499999-', 1_499_999, 1_500_000],
      ['bytes=-10', 1_499_990, 1_500_000],
      ['bytes=5-99999999', 5, 1_500_000],
    ])('%s', async (Range, start, end) => {
      const { bytes, ContentRange, $metadata } = await get('ranged', { Range });
      expect($metadata.httpStatusCode).toBe(206);
      expect(ContentRange).toBe(`bytes ${start}-${end - 1}/1500000`);
      expect(bytes.equals(data.subarray(start, end))).toBe(true);
    });

    it.each(['bytes=1500000-', 'bytes=-0'])('%s is refused', async Range => {
      const { name, status } = await refusal(get('ranged', { Range }));
      expect([name, status]).toEqual(['InvalidRange', 416]);
    });

    it.each(['bytes=5-3', 'bytes=0-1,3-4', 'lines=1-2'])(
      '%s is ignored',
      async Range => {
        const { bytes, $metadata } = await get('ranged', { Range });
        expect([$metadata.httpStatusCode, bytes.length]).toEqual([
          200, 1_500_000,
        ]);
      },
    );
  });

  describe('checksums', () => {
    it.each(checksumAlgorithms)(
      '%s: a wrong one is refused, a right one kept and given again',
      async algorithm => {
        const key = `sum-${algorithm}`;
        const field = `Checksum${algorithm}` as const;
        const wrong = Buffer.alloc(checksumBytes[algorithm]).toString('base64');
        const bad = await refusal(put(key, 'data', { [field]: wrong }));
        expect([bad.name, bad.status]).toEqual(['BadDigest', 400]);
        expect((await refusal(get(key))).name).toBe('NoSuchKey');
        const digest = createDigest(algorithm);
        digest.update(Buffer.from('data'));
        const right = digest.digest().toString('base64');
        const answer = await put(key, 'data', { [field]: right });
        expect(answer[field]).toBe(right);
        const head = await client.send(
          new HeadObjectCommand({
            Bucket: bucketName,
            Key: key,
            ChecksumMode: 'ENABLED',
          }),
        );
        expect([head[field], head.ChecksumType]).toEqual([
          right,
          'FULL_OBJECT',
        ]);
        const unasked = await client.send(
          new HeadObjectCommand({ Bucket: bucketName, Key: key }),
        );
        expect(unasked[field]).toBeUndefined();
      },
    );

    it('refuses a wrong trailer', async () => {
      const answer = await rawRequest({
        endpoint: harness.server.endpoint,
        method: 'PUT',
        path: `/${bucketName}/trailer`,
        user: testUser,
        payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        headers: {
          'content-encoding': 'aws-chunked',
          'x-amz-decoded-content-length': '4',
          'x-amz-trailer': 'x-amz-checksum-crc32',
        },
        body: '4\r\ndata\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n',
      });
      expect([answer.status, code(answer)]).toEqual([400, 'BadDigest']);
    });

    it.each([
      ['a missing trailer', '4\r\ndata\r\n0\r\n\r\n', 'MalformedTrailerError'],
      ['fewer bytes than promised', '3\r\ndat\r\n0\r\n\r\n', 'IncompleteBody'],
      ['more bytes than promised', '5\r\ndata!\r\n0\r\n\r\n', 'IncompleteBody'],
    ])('refuses %s', async (_, body, expected) => {
      const answer = await rawRequest({
        endpoint: harness.server.endpoint,
        method: 'PUT',
        path: `/${bucketName}/trailer`,
        user: testUser,
        payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        headers: {
          'x-amz-decoded-content-length': '4',
          'x-amz-trailer': 'x-amz-checksum-crc32',
        },
        body,
      });
      expect([answer.status, code(answer)]).toEqual([400, expected]);
      expect((await refusal(get('trailer'))).name).toBe('NoSuchKey');
    });

    it('verifies Content-MD5', async () => {
      const md5 = createHash('md5').update('data').digest('base64');
      await put('md5', 'data', { ContentMD5: md5 });
      const wrong = await refusal(put('md5', 'other', { ContentMD5: md5 }));
      expect(wrong.name).toBe('BadDigest');
      const invalid = await refusal(put('md5', 'data', { ContentMD5: 'abc' }));
      expect(invalid.name).toBe('InvalidDigest');
      expect((await get('md5')).bytes.toString()).toBe('data');
    });

    it('refuses two checksums, and a length that nobody said', async () => {
      const base = {
        endpoint: harness.server.endpoint,
        method: 'PUT',
        path: `/${bucketName}/two`,
        user: testUser,
      };
      const two = await rawRequest({
        ...base,
        body: 'x',
        headers: {
          'x-amz-checksum-crc32': 'AAAAAA==',
          'x-amz-checksum-crc32c': 'AAAAAA==',
        },
      });
      expect(code(two)).toBe('InvalidRequest');
      const chunked = await rawRequest({
        ...base,
        payloadHash: 'UNSIGNED-PAYLOAD',
        body: 'x',
        unsigned: { 'transfer-encoding': 'chunked' },
      });
      expect([chunked.status, code(chunked)]).toEqual([501, 'NotImplemented']);
    });
  });

  describe('reads under conditions', () => {
    it('answers 200, 304 and 412', async () => {
      const { ETag } = await put('conditions', 'data');
      const { LastModified } = await get('conditions');
      const before = new Date(LastModified!.getTime() - 5000);
      const status = async (more: object) => {
        try {
          return (await get('conditions', more)).$metadata.httpStatusCode;
        } catch (error) {
          return (error as { $metadata: { httpStatusCode: number } }).$metadata
            .httpStatusCode;
        }
      };
      expect(await status({ IfMatch: ETag })).toBe(200);
      expect(await status({ IfMatch: '"other"' })).toBe(412);
      expect(await status({ IfNoneMatch: ETag })).toBe(304);
      expect(await status({ IfNoneMatch: '"other"' })).toBe(200);
      expect(await status({ IfModifiedSince: LastModified })).toBe(304);
      expect(await status({ IfModifiedSince: before })).toBe(200);
      expect(await status({ IfUnmodifiedSince: LastModified })).toBe(200);
      expect(await status({ IfUnmodifiedSince: before })).toBe(412);
      expect(await status({ IfMatch: ETag, IfUnmodifiedSince: before })).toBe(
        200,
      );
    });
  });

  describe('copies', () => {
    beforeAll(() =>
      put('source é + %', 'to copy', {
        ContentType: 'text/x-source',
        Metadata: { from: 'source' },
      }),
    );
    const source = `${bucketName}/${encodeURIComponent('source é + %')}`;
    const copy = (Key: string, more = {}) =>
      client.send(
        new CopyObjectCommand({
          Bucket: bucketName,
          Key,
          CopySource: source,
          ...more,
        }),
      );

    it('takes bytes and metadata along, or replaces the metadata', async () => {
      const { CopyObjectResult } = await copy('copy');
      const { bytes, ContentType, Metadata, ETag } = await get('copy');
      expect(bytes.toString()).toBe('to copy');
      expect(ETag).toBe(CopyObjectResult?.ETag);
      expect([ContentType, Metadata]).toEqual([
        'text/x-source',
        { from: 'source' },
      ]);
      await copy('copy', {
        MetadataDirective: 'REPLACE',
        Metadata: { to: 'copy' },
      });
      expect((await get('copy')).Metadata).toEqual({ to: 'copy' });
    });

    it('refuses a source that is missing, changed or the target itself', async () => {
      const missing = copy('x', { CopySource: `${bucketName}/nothing` });
      expect((await refusal(missing)).name).toBe('NoSuchKey');
      const changed = copy('x', { CopySourceIfMatch: '"other"' });
      expect((await refusal(changed)).name).toBe('PreconditionFailed');
      const same = copy('source é + %');
      expect((await refusal(same)).name).toBe('InvalidRequest');
    });
  });

  it('deletes, and deletes again without complaint', async () => {
    await put('gone', 'x');
    for (let i = 0; i < 2; i++) {
      const answer = await client.send(
        new DeleteObjectCommand({ Bucket: bucketName, Key: 'gone' }),
      );
      expect(answer.$metadata.httpStatusCode).toBe(204);
    }
    const { name, status } = await refusal(get('gone'));
    expect([name, status]).toEqual(['NoSuchKey', 404]);
    const head = client.send(
      new HeadObjectCommand({ Bucket: bucketName, Key: 'gone' }),
    );
    expect((await refusal(head)).status).toBe(404);
  });

  it('deletes many quietly, and wants a digest of the list', async () => {
    await put('many/1', 'x');
    const { Deleted, Errors } = await client.send(
      new DeleteObjectsCommand({
        Bucket: bucketName,
        Delete: {
          Objects: [{ Key: 'many/1' }, { Key: 'many/2' }],
          Quiet: true,
        },
      }),
    );
    expect([Deleted, Errors]).toEqual([undefined, undefined]);
    const answer = await rawRequest({
      endpoint: harness.server.endpoint,
      method: 'POST',
      path: `/${bucketName}?delete=`,
      user: testUser,
      body: '<Delete><Object><Key>k</Key></Object></Delete>',
    });
    expect([answer.status, code(answer)]).toEqual([400, 'InvalidRequest']);
  });

  it.each([
    ['content-md5', 'AAAAAAAAAAAAAAAAAAAAAA=='],
    ['x-amz-checksum-crc32', 'AAAAAA=='],
  ])('deletes nothing where %s of the list is wrong', async (header, wrong) => {
    await put('stays', 'x');
    const answer = await rawRequest({
      endpoint: harness.server.endpoint,
      method: 'POST',
      path: `/${bucketName}?delete=`,
      user: testUser,
      headers: { [header]: wrong },
      body: '<Delete><Object><Key>stays</Key></Object></Delete>',
    });
    expect([answer.status, code(answer)]).toEqual([400, 'BadDigest']);
    expect((await get('stays')).bytes.toString()).toBe('x');
  });

  it('reads what it began to read although it is replaced meanwhile', async () => {
    const data = randomBytes(8 * 1024 * 1024);
    await put('replaced', data);
    const answer = await client.send(
      new GetObjectCommand({ Bucket: bucketName, Key: 'replaced' }),
    );
    await put('replaced', 'new');
    const bytes = Buffer.from(await answer.Body!.transformToByteArray());
    expect(bytes.equals(data)).toBe(true);
    expect((await get('replaced')).bytes.toString()).toBe('new');
  });
});
