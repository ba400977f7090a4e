import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectTaggingCommand,
  GetObjectAclCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketOwnershipControlsCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  bucketName as Bucket,
  type Harness,
  refusal,
  startHarness,
} from '../__testUtils__/testSupport';

describe('what is said about an object', () => {
  let harness: Harness;
  let client: S3Client;
  beforeEach(async () => {
    harness = await startHarness();
    client = harness.client();
  });
  afterEach(() => harness.end());

  const put = (more: Partial<PutObjectCommandInput> = {}) =>
    client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...more }));
  const head = () => client.send(new HeadObjectCommand({ Bucket, Key: 'k' }));
  const tags = async (Key = 'k') =>
    (await client.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet;

  it('is its storage class, if S3 knows that', async () => {
    await put({ StorageClass: 'STANDARD_IA' });
    await harness.restart();
    expect((await head()).StorageClass).toBe('STANDARD_IA');
    const list = await client.send(new ListObjectsV2Command({ Bucket }));
    expect(list.Contents?.[0].StorageClass).toBe('STANDARD_IA');
    await put({ StorageClass: 'STANDARD' });
    expect((await head()).StorageClass).toBeUndefined();
    const odd = put({ StorageClass: 'TAPE' as never });
    expect(await refusal(odd)).toMatchObject({
      name: 'InvalidStorageClass',
      status: 400,
    });
    await harness.restart({ storageClasses: ['STANDARD'] });
    const refused = await refusal(put({ StorageClass: 'STANDARD_IA' }));
    expect(refused.name).toBe('InvalidStorageClass');
  });

  it('is its tags, from the header or set afterwards', async () => {
    await put({ Tagging: 'plan=daily&a%20b=c%2Bd' });
    expect(await tags()).toEqual([
      { Key: 'plan', Value: 'daily' },
      { Key: 'a b', Value: 'c+d' },
    ]);
    expect((await head()).TagCount).toBe(2);
    const set = (TagSet: Array<{ Key: string; Value: string }>) =>
      client.send(
        new PutObjectTaggingCommand({ Bucket, Key: 'k', Tagging: { TagSet } }),
      );
    await set([{ Key: 'one', Value: '' }]);
    await harness.restart();
    expect(await tags()).toEqual([{ Key: 'one', Value: '' }]);
    await client.send(new DeleteObjectTaggingCommand({ Bucket, Key: 'k' }));
    expect(await tags()).toEqual([]);
    await set([]);
    const many = Array.from({ length: 11 }, (_, i) => ({
      Key: `${i}`,
      Value: '',
    }));
    expect((await refusal(set(many))).name).toBe('BadRequest');
    expect(
      (await refusal(set([...many.slice(0, 1), ...many.slice(0, 1)]))).name,
    ).toBe('InvalidTag');
    expect((await refusal(put({ Tagging: 'a=1&a=2' }))).name).toBe(
      'InvalidArgument',
    );
    const missing = client.send(
      new GetObjectTaggingCommand({ Bucket, Key: 'none' }),
    );
    expect((await refusal(missing)).name).toBe('NoSuchKey');
  });

  it('goes with a copy as its directives say', async () => {
    await put({ Tagging: 'a=b', StorageClass: 'STANDARD_IA' });
    const copy = (more = {}) =>
      client.send(
        new CopyObjectCommand({
          Bucket,
          Key: 'copy',
          CopySource: `${Bucket}/k`,
          ...more,
        }),
      );
    await copy();
    expect(await tags('copy')).toEqual([{ Key: 'a', Value: 'b' }]);
    const { StorageClass } = await client.send(
      new HeadObjectCommand({ Bucket, Key: 'copy' }),
    );
    expect(StorageClass).toBeUndefined();
    await copy({ TaggingDirective: 'REPLACE', Tagging: 'c=d' });
    expect(await tags('copy')).toEqual([{ Key: 'c', Value: 'd' }]);
    const self = { Key: 'k' };
    expect((await refusal(copy(self))).name).toBe('InvalidRequest');
    await copy({ ...self, StorageClass: 'STANDARD' });
    expect((await head()).StorageClass).toBeUndefined();
  });

  it('is no ACL, unless the bucket takes them', async () => {
    const acl = (ACL: PutObjectCommandInput['ACL']) => put({ ACL });
    await acl('bucket-owner-full-control');
    expect(await refusal(acl('public-read'))).toMatchObject({
      name: 'AccessControlListNotSupported',
      status: 400,
      message: 'The bucket does not allow ACLs',
    });
    expect((await refusal(acl('private'))).name).toBe(
      'AccessControlListNotSupported',
    );
    expect((await refusal(acl('odd' as never))).name).toBe('InvalidArgument');
    await client.send(
      new PutBucketOwnershipControlsCommand({
        Bucket,
        OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
      }),
    );
    await acl('public-read');
    const { Grants } = await client.send(
      new GetObjectAclCommand({ Bucket, Key: 'k' }),
    );
    expect(Grants).toHaveLength(2);
    expect(Grants?.[1].Permission).toBe('READ');
  });

  it('is refused where the bucket belongs to somebody else', async () => {
    const owned = (ExpectedBucketOwner: string) => put({ ExpectedBucketOwner });
    await owned('000000000000');
    expect(await refusal(owned('111111111111'))).toMatchObject({
      name: 'AccessDenied',
      status: 403,
    });
    const source = client.send(
      new CopyObjectCommand({
        Bucket,
        Key: 'copy',
        CopySource: `${Bucket}/k`,
        ExpectedSourceBucketOwner: '111111111111',
      }),
    );
    expect((await refusal(source)).name).toBe('AccessDenied');
  });

  it('is the region of its bucket', async () => {
    await harness.restart({
      region: 'us-east-1',
      regions: ['eu-west-1', 'eu-central-1'],
    });
    const signedFor = (region: string) =>
      harness.client({ region, endpoint: harness.server.endpoint });
    const Elsewhere = 'elsewhere';
    await signedFor('us-east-1').send(
      new CreateBucketCommand({
        Bucket: Elsewhere,
        CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
      }),
    );
    const headBucket = (region: string) =>
      signedFor(region).send(new HeadBucketCommand({ Bucket: Elsewhere }));
    expect((await headBucket('eu-west-1')).BucketRegion).toBe('eu-west-1');
    const list = (region: string) =>
      signedFor(region).send(new ListObjectsV2Command({ Bucket: Elsewhere }));
    expect(await refusal(list('us-east-1'))).toMatchObject({
      name: 'AuthorizationHeaderMalformed',
      status: 400,
      message: expect.stringMatching(/expecting 'eu-west-1'/),
    });
    expect(await refusal(list('eu-central-1'))).toMatchObject({
      name: 'PermanentRedirect',
      status: 301,
    });
    const follows = harness.client({
      region: 'eu-central-1',
      followRegionRedirects: true,
    });
    await follows.send(new ListObjectsV2Command({ Bucket: Elsewhere }));
    expect((await refusal(list('sa-east-1'))).name).toBe(
      'AuthorizationHeaderMalformed',
    );
  });
});
