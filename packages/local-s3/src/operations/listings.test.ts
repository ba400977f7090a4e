import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
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

const keys = [
  'a',
  'a/',
  'a/1',
  'a/2/x',
  'a/2/y',
  'b//c',
  'b/d',
  'c + é',
  'd',
  'e/1',
];

describe('listings', () => {
  let harness: Harness;
  let client: S3Client;

  beforeAll(async () => {
    harness = await startHarness();
    client = harness.client();
    for (const Key of keys) {
      await client.send(
        new PutObjectCommand({ Bucket: bucketName, Key, Body: 'x' }),
      );
    }
  });
  afterAll(() => harness.end());

  interface Page {
    Contents?: Array<{ Key?: string }>;
    CommonPrefixes?: Array<{ Prefix?: string }>;
    IsTruncated?: boolean;
    NextContinuationToken?: string;
    NextMarker?: string;
  }
  const namesOf = (page: Page) =>
    [
      ...(page.Contents ?? []).map(({ Key }) => Key!),
      ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix!),
    ].sort();

  const pagesV2 = async (options: object) => {
    const found: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page: Page = await client.send(
        new ListObjectsV2Command({
          Bucket: bucketName,
          ContinuationToken,
          ...options,
        }),
      );
      found.push(...namesOf(page));
      expect(page.IsTruncated).toBe(page.NextContinuationToken !== undefined);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    return found;
  };
  const pagesV1 = async (options: object) => {
    const found: string[] = [];
    let Marker: string | undefined;
    do {
      const page: Page = await client.send(
        new ListObjectsCommand({ Bucket: bucketName, Marker, ...options }),
      );
      found.push(...namesOf(page));
      const lastKey = page.Contents?.[page.Contents.length - 1]?.Key;
      Marker = page.IsTruncated ? page.NextMarker ?? lastKey : undefined;
    } while (Marker !== undefined);
    return found;
  };

  const cases: Array<[{ Prefix?: string; Delimiter?: string }, string[]]> = [
    [{}, keys],
    [{ Delimiter: '/' }, ['a', 'a/', 'b/', 'c + é', 'd', 'e/']],
    [{ Prefix: 'a/' }, ['a/', 'a/1', 'a/2/x', 'a/2/y']],
    [{ Prefix: 'a/', Delimiter: '/' }, ['a/', 'a/1', 'a/2/']],
    [{ Prefix: 'b/', Delimiter: '/' }, ['b//', 'b/d']],
    [
      { Delimiter: '/2/' },
      ['a', 'a/', 'a/1', 'a/2/', 'b//c', 'b/d', 'c + é', 'd', 'e/1'],
    ],
    [{ Prefix: 'nothing' }, []],
  ];

  it.each(cases)(
    '%j: the same in one page and in many, in both versions',
    async (options, expected) => {
      for (const MaxKeys of [1, 2, 3, 1000]) {
        expect(await pagesV2({ ...options, MaxKeys })).toEqual(expected);
        expect(await pagesV1({ ...options, MaxKeys })).toEqual(expected);
      }
    },
  );

  it('begins after a key', async () => {
    expect(await pagesV2({ StartAfter: 'c + é' })).toEqual(['d', 'e/1']);
    expect(await pagesV2({ StartAfter: 'a/2/x', Prefix: 'a/' })).toEqual([
      'a/2/y',
    ]);
    expect(await pagesV2({ StartAfter: 'z' })).toEqual([]);
  });

  it('gives no more than 1,000, and none if none are wanted', async () => {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket: bucketName, MaxKeys: 5000 }),
    );
    expect([page.MaxKeys, page.KeyCount]).toEqual([1000, keys.length]);
    const none = await client.send(
      new ListObjectsV2Command({ Bucket: bucketName, MaxKeys: 0 }),
    );
    expect([none.KeyCount, none.IsTruncated]).toEqual([0, false]);
  });

  it('encodes names where asked', async () => {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucketName,
        Prefix: 'c +',
        EncodingType: 'url',
      }),
    );
    expect(page.Contents?.[0].Key).toBe('c%20%2B%20%C3%A9');
    expect(page.Prefix).toBe('c%20%2B');
    expect(page.EncodingType).toBe('url');
  });

  it('goes on although the last key of a page was deleted', async () => {
    for (const Key of ['gone/1', 'gone/2', 'gone/3']) {
      await client.send(
        new PutObjectCommand({ Bucket: bucketName, Key, Body: 'x' }),
      );
    }
    const list = (ContinuationToken?: string) =>
      client.send(
        new ListObjectsV2Command({
          Bucket: bucketName,
          Prefix: 'gone/',
          MaxKeys: 1,
          ContinuationToken,
        }),
      );
    const { NextContinuationToken } = await list();
    await client.send(
      new DeleteObjectCommand({ Bucket: bucketName, Key: 'gone/1' }),
    );
    expect((await list(NextContinuationToken)).Contents?.[0].Key).toBe(
      'gone/2',
    );
  });

  it.each([
    'max-keys=x',
    'max-keys=-1',
    'encoding-type=base64',
    'continuation-token=abc',
  ])('refuses %s', async parameter => {
    const answer = await rawRequest({
      endpoint: harness.server.endpoint,
      method: 'GET',
      path: `/${bucketName}?list-type=2&${parameter}`,
      user: testUser,
    });
    expect([answer.status, code(answer)]).toEqual([400, 'InvalidArgument']);
  });
});

describe('buckets', () => {
  let harness: Harness;
  let client: S3Client;
  beforeAll(async () => {
    harness = await startHarness({ region: 'eu-west-1' });
    client = harness.client();
  });
  afterAll(() => harness.end());

  it('are made, listed, found and deleted', async () => {
    const Bucket = 'made.by-test';
    const wanted = { LocationConstraint: 'eu-west-1' as const };
    await client.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: wanted }),
    );
    await harness.restart();
    const { Buckets } = await client.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket, bucketName]);
    const head = await client.send(new HeadBucketCommand({ Bucket }));
    expect(head.BucketRegion).toBe('eu-west-1');
    const where = await client.send(new GetBucketLocationCommand({ Bucket }));
    expect(where.LocationConstraint).toBe('eu-west-1');
    const versions = await client.send(
      new GetBucketVersioningCommand({ Bucket }),
    );
    expect(versions.Status).toBeUndefined();
    await client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    const full = client.send(new DeleteBucketCommand({ Bucket }));
    const { name, status } = await refusal(full);
    expect([name, status]).toEqual(['BucketNotEmpty', 409]);
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'k' }));
    await client.send(new DeleteBucketCommand({ Bucket }));
    const gone = await refusal(
      client.send(new ListObjectsV2Command({ Bucket })),
    );
    expect([gone.name, gone.status]).toEqual(['NoSuchBucket', 404]);
  });

  it('are refused in another region, and under names that are none', async () => {
    const elsewhere = { LocationConstraint: 'eu-north-1' as const };
    const call = client.send(
      new CreateBucketCommand({
        Bucket: 'elsewhere',
        CreateBucketConfiguration: elsewhere,
      }),
    );
    expect((await refusal(call)).name).toBe(
      'IllegalLocationConstraintException',
    );
    for (const name of [
      'ab',
      'Upper',
      'under_score',
      '-dash',
      'a..b',
      '10.0.0.1',
      '...',
    ]) {
      const answer = await rawRequest({
        endpoint: harness.server.endpoint,
        method: 'PUT',
        path: `/${name}`,
        user: testUser,
        region: 'eu-west-1',
      });
      expect([name, code(answer)]).toEqual([name, 'InvalidBucketName']);
    }
  });

  it.each([
    ['GET', `/${bucketName}?website=`],
    ['PUT', `/${bucketName}?cors=`],
    ['GET', `/${bucketName}?notification=`],
    ['GET', `/${bucketName}/key?torrent=`],
    ['POST', `/${bucketName}/key?select=&select-type=2`],
  ])('%s %s is not implemented, and says so', async (method, path) => {
    const answer = await rawRequest({
      endpoint: harness.server.endpoint,
      method,
      path,
      user: testUser,
      region: 'eu-west-1',
    });
    expect([answer.status, code(answer)]).toEqual([501, 'NotImplemented']);
  });

  it.each([
    { 'x-amz-website-redirect-location': '/x' },
    { 'x-amz-write-offset-bytes': '4' },
  ])('PUT with %j is not implemented, and says so', async headers => {
    const answer = await rawRequest({
      endpoint: harness.server.endpoint,
      method: 'PUT',
      path: `/${bucketName}/key`,
      user: testUser,
      region: 'eu-west-1',
      body: 'x',
      headers: headers as unknown as Record<string, string>,
    });
    expect([answer.status, code(answer)]).toEqual([501, 'NotImplemented']);
  });
});
