import {
  CopyObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  RestoreObjectCommand,
  type S3Client,
  type StorageClass,
  type Tier,
} from '@aws-sdk/client-s3';
import {
  bucketName as Bucket,
  type Harness,
  refusal,
  startHarness,
} from '../__testUtils__/testSupport';

const hour = 3600 * 1000;
const Key = 'k';

describe('archived objects', () => {
  let harness: Harness;
  let client: S3Client;
  beforeEach(async () => {
    harness = await startHarness();
    client = harness.client();
  });
  afterEach(() => harness.end());

  const put = (Class: StorageClass) =>
    client.send(
      new PutObjectCommand({ Bucket, Key, Body: 'x', StorageClass: Class }),
    );
  const get = async () => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
    return Body?.transformToString();
  };
  const head = async () =>
    (await client.send(new HeadObjectCommand({ Bucket, Key }))).Restore;
  const thaw = (tier: Tier, Days = 1) =>
    client.send(
      new RestoreObjectCommand({
        Bucket,
        Key,
        RestoreRequest: { Days, GlacierJobParameters: { Tier: tier } },
      }),
    );
  const isFrozen = async () =>
    expect(await refusal(get())).toEqual({
      name: 'InvalidObjectState',
      status: 403,
      message: "The operation is not valid for the object's storage class",
    });

  it('come back when they are asked for, after their time, for their days', async () => {
    await put('GLACIER');
    await isFrozen();
    expect(await head()).toBeUndefined();
    const copy = client.send(
      new CopyObjectCommand({
        Bucket,
        Key: 'c',
        CopySource: `${Bucket}/${Key}`,
      }),
    );
    expect((await refusal(copy)).name).toBe('ObjectNotInActiveTierError');
    await thaw('Standard', 2);
    expect(await head()).toBe('ongoing-request="true"');
    await isFrozen();
    expect(await refusal(thaw('Standard'))).toMatchObject({
      name: 'RestoreAlreadyInProgress',
      status: 409,
    });
    await harness.server.advance(5 * hour);
    expect(await head()).toMatch(
      /^ongoing-request="false", expiry-date="\w{3}, .* 00:00:00 GMT"$/,
    );
    expect(await get()).toBe('x');
    await thaw('Standard', 2);
    await harness.server.advance(73 * hour);
    await isFrozen();
    expect(await head()).toBeUndefined();
  });

  it('come back later from the depths, and never at once', async () => {
    await put('DEEP_ARCHIVE');
    expect((await refusal(thaw('Expedited'))).name).toBe('InvalidArgument');
    await thaw('Bulk');
    await harness.server.advance(47 * hour);
    await isFrozen();
    await harness.server.advance(hour);
    expect(await get()).toBe('x');
  });

  it('are not those of other classes', async () => {
    await put('GLACIER_IR');
    expect(await get()).toBe('x');
    expect(await refusal(thaw('Standard'))).toMatchObject({
      name: 'InvalidObjectState',
      status: 403,
    });
  });

  it('come back as fast as a test wants', async () => {
    await harness.restart({ thawMs: 0 });
    await put('GLACIER');
    await thaw('Bulk');
    expect(await get()).toBe('x');
  });
});
