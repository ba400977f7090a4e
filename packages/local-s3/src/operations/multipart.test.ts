import { createHash, randomBytes } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  type ChecksumAlgorithm,
  type ChecksumType,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { createDigest } from '../checksum/algorithms';
import {
  bucketName,
  type Harness,
  refusal,
  startHarness,
} from '../__testUtils__/testSupport';

const mebibyte = 1024 * 1024;
const first = randomBytes(5 * mebibyte);
const second = randomBytes(6 * mebibyte);
const last = randomBytes(1000);
const whole = Buffer.concat([first, second, last]);

describe('multipart uploads', () => {
  let harness: Harness;
  let client: S3Client;

  beforeAll(async () => {
    harness = await startHarness();
    // No checksums but those that a test asks for.
    client = harness.client({ requestChecksumCalculation: 'WHEN_REQUIRED' });
  });
  afterAll(() => harness.end());

  const create = async (Key: string, more = {}) => {
    const answer = await client.send(
      new CreateMultipartUploadCommand({ Bucket: bucketName, Key, ...more }),
    );
    return answer.UploadId!;
  };
  const part = async (
    Key: string,
    UploadId: string,
    PartNumber: number,
    Body: Buffer,
    more = {},
  ): Promise<CompletedPart> => {
    const { ETag, ...answer } = await client.send(
      new UploadPartCommand({
        Bucket: bucketName,
        Key,
        UploadId,
        PartNumber,
        Body,
        ...more,
      }),
    );
    const { ChecksumCRC32, ChecksumCRC32C, ChecksumSHA1, ChecksumSHA256 } =
      answer;
    return {
      PartNumber,
      ETag,
      ChecksumCRC32,
      ChecksumCRC32C,
      ChecksumSHA1,
      ChecksumSHA256,
    };
  };
  const complete = (
    Key: string,
    UploadId: string,
    Parts: CompletedPart[],
    more = {},
  ) =>
    client.send(
      new CompleteMultipartUploadCommand({
        Bucket: bucketName,
        Key,
        UploadId,
        MultipartUpload: { Parts },
        ...more,
      }),
    );
  const three = async (key: string, id: string, more = {}) => [
    await part(key, id, 1, first, more),
    await part(key, id, 2, second, more),
    await part(key, id, 7, last, more),
  ];
  const read = async (Key: string, more = {}) => {
    const answer = await client.send(
      new GetObjectCommand({ Bucket: bucketName, Key, ...more }),
    );
    const bytes = Buffer.from(await answer.Body!.transformToByteArray());
    return { ...answer, bytes };
  };

  it('become one object, over a restart in between', async () => {
    const id = await create('whole', {
      ContentType: 'text/x',
      Metadata: { a: 'b' },
    });
    const parts = await three('whole', id);
    await harness.restart();
    const { ETag } = await complete('whole', id, parts);
    const md5 = (data: Buffer) => createHash('md5').update(data).digest();
    const expected = md5(Buffer.concat([md5(first), md5(second), md5(last)]));
    expect(ETag).toBe(`"${expected.toString('hex')}-3"`);
    await harness.restart();
    const { bytes, ContentType, Metadata } = await read('whole');
    expect(bytes.equals(whole)).toBe(true);
    expect([ContentType, Metadata]).toEqual(['text/x', { a: 'b' }]);
    const across = await read('whole', {
      Range: `bytes=${5 * mebibyte - 10}-${11 * mebibyte + 9}`,
    });
    expect(
      across.bytes.equals(
        whole.subarray(5 * mebibyte - 10, 11 * mebibyte + 10),
      ),
    ).toBe(true);
    const one = await read('whole', { PartNumber: 2 });
    expect(one.bytes.equals(second)).toBe(true);
    expect(one.PartsCount).toBe(3);
    const again = await refusal(complete('whole', id, parts));
    expect([again.name, again.status]).toEqual(['NoSuchUpload', 404]);
  });

  it('take the part that came last, and leave out what is not named', async () => {
    const id = await create('chosen');
    await part('chosen', id, 1, second);
    await part('chosen', id, 2, last);
    const parts = [await part('chosen', id, 1, first)];
    await complete('chosen', id, parts);
    expect((await read('chosen')).bytes.equals(first)).toBe(true);
  });

  describe('completing', () => {
    it('refuses parts that are too small, missing, changed or out of order', async () => {
      const id = await create('refused');
      const [a, b] = [
        await part('refused', id, 1, last),
        await part('refused', id, 2, last),
      ];
      const name = async (parts: CompletedPart[]) =>
        (await refusal(complete('refused', id, parts))).name;
      expect(await name([a, b])).toBe('EntityTooSmall');
      expect(await name([b, a])).toBe('InvalidPartOrder');
      expect(await name([a, a])).toBe('InvalidPartOrder');
      expect(await name([a, { ...b, PartNumber: 3 }])).toBe('InvalidPart');
      expect(await name([{ ...a, ETag: '"0"' }])).toBe('InvalidPart');
      expect(await name([])).toBe('MalformedXML');
      // The upload is still there, and can still be completed.
      await complete('refused', id, [a]);
    });

    it('looks at conditions', async () => {
      await client.send(
        new PutObjectCommand({ Bucket: bucketName, Key: 'there', Body: 'x' }),
      );
      const id = await create('there');
      const parts = [await part('there', id, 1, last)];
      const call = complete('there', id, parts, { IfNoneMatch: '*' });
      const { name, status } = await refusal(call);
      expect([name, status]).toEqual(['PreconditionFailed', 412]);
      const { ETag } = await read('there');
      const wrong = complete('there', id, parts, { IfMatch: '"0"' });
      expect((await refusal(wrong)).status).toBe(412);
      await complete('there', id, parts, { IfMatch: ETag });
    });

    it('takes 10,000 parts', async () => {
      const id = await create('ten-thousand');
      const stored = await part('ten-thousand', id, 10_000, last);
      const parts = Array.from({ length: 9_999 }, (_, i) => ({
        PartNumber: i + 1,
        ETag: '"0"',
      }));
      const { name } = await refusal(
        complete('ten-thousand', id, [...parts, stored]),
      );
      // The list was read; the parts are missing.
      expect(name).toBe('InvalidPart');
      for (const PartNumber of [0, 10_001]) {
        const call = part('ten-thousand', id, PartNumber, last);
        expect((await refusal(call)).name).toBe('InvalidArgument');
      }
    });
  });

  describe('checksums', () => {
    const digest = (algorithm: ChecksumAlgorithm, ...data: Buffer[]) => {
      const running = createDigest(algorithm as 'CRC32');
      data.forEach(chunk => running.update(chunk));
      return running.digest();
    };

    it.each([
      ['CRC32', 'COMPOSITE'],
      ['CRC32', 'FULL_OBJECT'],
      ['CRC32C', 'FULL_OBJECT'],
      ['SHA1', 'COMPOSITE'],
      ['SHA256', 'COMPOSITE'],
    ] as Array<[ChecksumAlgorithm, ChecksumType]>)(
      '%s, %s',
      async (algorithm, type) => {
        const key = `sum/${algorithm}/${type}`;
        const field = `Checksum${algorithm}` as 'ChecksumCRC32';
        const id = await create(key, {
          ChecksumAlgorithm: algorithm,
          ChecksumType: type,
        });
        const parts = await three(key, id, { ChecksumAlgorithm: algorithm });
        const each = [first, second, last].map(data => digest(algorithm, data));
        expect(parts.map(p => p[field])).toEqual(
          each.map(sum => sum.toString('base64')),
        );
        const expected =
          type === 'FULL_OBJECT'
            ? digest(algorithm, whole).toString('base64')
            : `${digest(algorithm, ...each).toString('base64')}-3`;
        const wrong = digest(algorithm, last).toString('base64');
        const bad = await refusal(
          complete(key, id, parts, { [field]: wrong, ChecksumType: type }),
        );
        expect([bad.name, bad.status]).toEqual(['BadDigest', 400]);
        const answer = await complete(key, id, parts, {
          [field]: expected,
          ChecksumType: type,
        });
        expect([answer[field], answer.ChecksumType]).toEqual([expected, type]);
        const head = await client.send(
          new HeadObjectCommand({
            Bucket: bucketName,
            Key: key,
            ChecksumMode: 'ENABLED',
          }),
        );
        expect([head[field], head.ChecksumType]).toEqual([expected, type]);
      },
    );

    it('are verified for each part', async () => {
      const id = await create('bad-part', { ChecksumAlgorithm: 'CRC32' });
      const { name } = await refusal(
        part('bad-part', id, 1, last, { ChecksumCRC32: 'AAAAAA==' }),
      );
      expect(name).toBe('BadDigest');
    });

    it('must be of the kind that the upload was begun with', async () => {
      const id = await create('kind');
      const { name, message } = await refusal(
        part('kind', id, 1, last, { ChecksumAlgorithm: 'CRC32' }),
      );
      expect(name).toBe('InvalidRequest');
      expect(message).toContain(
        'expected checksum Type: null, actual checksum Type: crc32',
      );
      const sha = create('kind', {
        ChecksumAlgorithm: 'SHA256',
        ChecksumType: 'FULL_OBJECT',
      });
      expect((await refusal(sha)).name).toBe('InvalidRequest');
    });

    it('must be named for each part of a composite', async () => {
      const id = await create('named', { ChecksumAlgorithm: 'CRC32' });
      const [p] = [
        await part('named', id, 1, last, { ChecksumAlgorithm: 'CRC32' }),
      ];
      const without = complete('named', id, [
        { ...p, ChecksumCRC32: undefined },
      ]);
      expect((await refusal(without)).message).toContain(
        'must include the checksum for each part',
      );
      const wrong = complete('named', id, [
        { ...p, ChecksumCRC32: 'AAAAAA==' },
      ]);
      expect((await refusal(wrong)).name).toBe('InvalidPart');
    });
  });

  it('end with an abort, and nothing of them is left', async () => {
    const id = await create('aborted');
    await part('aborted', id, 1, first);
    const abort = () =>
      client.send(
        new AbortMultipartUploadCommand({
          Bucket: bucketName,
          Key: 'aborted',
          UploadId: id,
        }),
      );
    await abort();
    expect((await refusal(abort())).name).toBe('NoSuchUpload');
    expect((await refusal(part('aborted', id, 2, last))).name).toBe(
      'NoSuchUpload',
    );
    expect((await refusal(read('aborted'))).name).toBe('NoSuchKey');
  });

  it('belong to their key', async () => {
    const id = await create('mine');
    expect((await refusal(part('yours', id, 1, last))).name).toBe(
      'NoSuchUpload',
    );
    expect((await refusal(part('mine', '../x', 1, last))).name).toBe(
      'NoSuchUpload',
    );
  });

  it('copy parts of objects', async () => {
    await client.send(
      new PutObjectCommand({ Bucket: bucketName, Key: 'from', Body: whole }),
    );
    const id = await create('to');
    const copy = async (PartNumber: number, CopySourceRange?: string) => {
      const { CopyPartResult } = await client.send(
        new UploadPartCopyCommand({
          Bucket: bucketName,
          Key: 'to',
          UploadId: id,
          PartNumber,
          CopySource: `${bucketName}/from`,
          CopySourceRange,
        }),
      );
      return { PartNumber, ETag: CopyPartResult?.ETag };
    };
    const parts = [await copy(1), await copy(2, 'bytes=10-19')];
    await complete('to', id, parts);
    const { bytes } = await read('to');
    expect(bytes.equals(Buffer.concat([whole, whole.subarray(10, 20)]))).toBe(
      true,
    );
  });

  describe('listings', () => {
    it('give every part, page by page', async () => {
      const id = await create('listed');
      for (const n of [3, 1, 10, 2, 7]) await part('listed', id, n, last);
      const found: Array<number | undefined> = [];
      let PartNumberMarker: string | undefined;
      let pages = 0;
      do {
        const page: {
          Parts?: CompletedPart[];
          NextPartNumberMarker?: string;
          IsTruncated?: boolean;
        } = await client.send(
          new ListPartsCommand({
            Bucket: bucketName,
            Key: 'listed',
            UploadId: id,
            MaxParts: 2,
            PartNumberMarker,
          }),
        );
        found.push(...(page.Parts ?? []).map(p => p.PartNumber));
        PartNumberMarker = page.IsTruncated
          ? page.NextPartNumberMarker
          : undefined;
        pages += 1;
      } while (PartNumberMarker !== undefined);
      expect([found, pages]).toEqual([[1, 2, 3, 7, 10], 3]);
    });

    it('give every upload, page by page, several of a key too', async () => {
      const expected: string[] = [];
      for (const key of ['up/a', 'up/b', 'up/b', 'up/b', 'up/c/d', 'up/c/e']) {
        expected.push(await create(key));
      }
      const found: Array<string | undefined> = [];
      let markers: { KeyMarker?: string; UploadIdMarker?: string } | undefined =
        {};
      while (markers) {
        const page: {
          Uploads?: Array<{ UploadId?: string }>;
          IsTruncated?: boolean;
          NextKeyMarker?: string;
          NextUploadIdMarker?: string;
        } = await client.send(
          new ListMultipartUploadsCommand({
            Bucket: bucketName,
            Prefix: 'up/',
            MaxUploads: 2,
            ...markers,
          }),
        );
        found.push(...(page.Uploads ?? []).map(u => u.UploadId));
        markers = page.IsTruncated
          ? {
              KeyMarker: page.NextKeyMarker,
              UploadIdMarker: page.NextUploadIdMarker,
            }
          : undefined;
      }
      expect(found).toHaveLength(6);
      expect([...found].sort()).toEqual([...expected].sort());
      const grouped = await client.send(
        new ListMultipartUploadsCommand({
          Bucket: bucketName,
          Prefix: 'up/',
          Delimiter: '/',
        }),
      );
      expect(grouped.CommonPrefixes).toEqual([{ Prefix: 'up/c/' }]);
      expect(grouped.Uploads).toHaveLength(4);
    });
  });
});
