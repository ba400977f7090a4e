import {
  CreateMultipartUploadCommand,
  DeleteBucketLifecycleCommand,
  DeleteObjectCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketReplicationCommand,
  type LifecycleRule,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  type Harness,
  refusal,
  startHarness,
} from '../__testUtils__/testSupport';

const Bucket = 'locked';
const day = 24 * 3600 * 1000;

describe('lifecycle', () => {
  let harness: Harness;
  let client: S3Client;
  beforeEach(async () => {
    harness = await startHarness({
      buckets: ['plain', { name: Bucket, objectLock: true }],
    });
    client = harness.client();
  });
  afterEach(() => harness.end());

  const set = (Rules: LifecycleRule[], to = Bucket) =>
    client.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: to,
        LifecycleConfiguration: { Rules },
      }),
    );
  const put = (Key: string, more: Partial<PutObjectCommandInput> = {}) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...more }));
  /** What there is, newest first: the key, with a minus for a marker, and the class. */
  const all = async (of = Bucket) => {
    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket: of }),
    );
    return [
      ...DeleteMarkers.map(({ Key }) => `-${Key}`),
      ...Versions.map(({ Key, StorageClass }) =>
        StorageClass === 'STANDARD' ? Key : `${Key} ${StorageClass}`,
      ),
    ];
  };
  const rule = (more: Partial<LifecycleRule>): LifecycleRule => ({
    ID: 'one',
    Status: 'Enabled',
    Filter: { Prefix: 'a/' },
    ...more,
  });

  it('is not there, is there as it was given, and goes', async () => {
    const read = () =>
      client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    expect(await refusal(read())).toMatchObject({
      name: 'NoSuchLifecycleConfiguration',
      status: 404,
    });
    const rules: LifecycleRule[] = [
      rule({
        Filter: {
          And: {
            Prefix: 'a/',
            Tags: [{ Key: 'x', Value: 'y' }],
            ObjectSizeGreaterThan: 10,
          },
        },
        Expiration: { Days: 30 },
        Transitions: [{ Days: 1, StorageClass: 'GLACIER' }],
        NoncurrentVersionExpiration: {
          NoncurrentDays: 3,
          NewerNoncurrentVersions: 2,
        },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      }),
      {
        ID: 'two',
        Status: 'Disabled',
        Filter: { Prefix: '' },
        Expiration: { ExpiredObjectDeleteMarker: true },
        NoncurrentVersionTransitions: [
          { NoncurrentDays: 4, StorageClass: 'STANDARD_IA' },
        ],
      },
    ];
    await set(rules);
    await harness.restart();
    expect((await read()).Rules).toEqual(rules);
    const twice = [rules[0], { ...rules[1], ID: 'one' }];
    expect((await refusal(set(twice))).name).toBe('InvalidArgument');
    expect((await refusal(set([rule({})]))).name).toBe('InvalidArgument');
    await client.send(new DeleteBucketLifecycleCommand({ Bucket }));
    expect((await refusal(read())).status).toBe(404);
  });

  it('lets objects under a prefix expire, at the midnight after their days', async () => {
    await set([rule({ Expiration: { Days: 2 } })], 'plain');
    for (const Key of ['a/1', 'b/1']) await put(Key, { Bucket: 'plain' });
    await harness.server.advance(1.9 * day);
    expect(await all('plain')).toEqual(['a/1', 'b/1']);
    await harness.server.advance(1.1 * day);
    expect(await all('plain')).toEqual(['b/1']);
    expect(await harness.storedFiles()).toHaveLength(1);
  });

  it('does nothing by a rule that is off, or to what lacks its tag', async () => {
    await set([
      rule({ Status: 'Disabled', Expiration: { Days: 1 } }),
      rule({
        ID: 'tagged',
        Filter: { Tag: { Key: 'x', Value: 'y' } },
        Expiration: { Days: 1 },
      }),
    ]);
    await put('a/1');
    await put('a/2', { Tagging: 'x=y' });
    await harness.server.advance(3 * day);
    expect(await all()).toEqual(['-a/2', 'a/1', 'a/2']);
  });

  it('clears old versions, but those it shall keep and those that are locked', async () => {
    const retain = new Date(Date.now() + 20 * day);
    await put('a/1', {
      ObjectLockMode: 'COMPLIANCE',
      ObjectLockRetainUntilDate: retain,
    });
    for (let i = 0; i < 3; i++) await put('a/1');
    await set([
      rule({
        NoncurrentVersionExpiration: {
          NoncurrentDays: 1,
          NewerNoncurrentVersions: 1,
        },
      }),
    ]);
    await harness.server.advance(3 * day);
    expect(await all()).toHaveLength(3);
    await harness.server.advance(20 * day);
    expect(await all()).toHaveLength(2);
  });

  it('clears markers under which nothing is left', async () => {
    const { VersionId } = await put('a/1');
    await client.send(new DeleteObjectCommand({ Bucket, Key: 'a/1' }));
    await set([rule({ Expiration: { ExpiredObjectDeleteMarker: true } })]);
    await harness.server.advance(day);
    expect(await all()).toEqual(['-a/1', 'a/1']);
    await client.send(
      new DeleteObjectCommand({ Bucket, Key: 'a/1', VersionId }),
    );
    await harness.server.advance(day);
    expect(await all()).toEqual([]);
  });

  it('moves to other classes, and ends uploads that nobody completes', async () => {
    await set([
      rule({
        Transitions: [
          { Days: 1, StorageClass: 'STANDARD_IA' },
          { Days: 5, StorageClass: 'GLACIER' },
        ],
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 4 },
      }),
    ]);
    await put('a/1');
    await client.send(
      new CreateMultipartUploadCommand({ Bucket, Key: 'a/upload' }),
    );
    const uploads = async () =>
      (await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads
        ?.length;
    await harness.server.advance(3 * day);
    expect([await all(), await uploads()]).toEqual([['a/1 STANDARD_IA'], 1]);
    await harness.server.advance(3 * day);
    expect([await all(), await uploads()]).toEqual([
      ['a/1 GLACIER'],
      undefined,
    ]);
  });

  it('of other copies is none: there is no replication', async () => {
    const call = client.send(new GetBucketReplicationCommand({ Bucket }));
    expect(await refusal(call)).toMatchObject({
      name: 'ReplicationConfigurationNotFoundError',
      status: 404,
    });
  });
});
