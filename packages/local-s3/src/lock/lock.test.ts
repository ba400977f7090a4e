import {
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectLegalHoldCommand,
  GetObjectLockConfigurationCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  type ObjectLockRetention,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
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

const Bucket = 'locked';
const day = 24 * 3600 * 1000;

describe('Object Lock', () => {
  let harness: Harness;
  let client: S3Client;
  beforeEach(async () => {
    harness = await startHarness();
    client = harness.client();
    await client.send(
      new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }),
    );
  });
  afterEach(() => harness.end());

  const until = (days: number) => new Date(Date.now() + days * day);
  const put = (more: Partial<PutObjectCommandInput> = {}) =>
    client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...more }));
  const lock = (mode: 'GOVERNANCE' | 'COMPLIANCE', days: number) => ({
    ObjectLockMode: mode,
    ObjectLockRetainUntilDate: until(days),
  });
  const remove = (VersionId?: string, BypassGovernanceRetention?: boolean) =>
    client.send(
      new DeleteObjectCommand({
        Bucket,
        Key: 'k',
        VersionId,
        BypassGovernanceRetention,
      }),
    );
  const retain = (Retention: ObjectLockRetention, bypass?: boolean) =>
    client.send(
      new PutObjectRetentionCommand({
        Bucket,
        Key: 'k',
        Retention,
        BypassGovernanceRetention: bypass,
      }),
    );
  const isProtected = async (call: Promise<unknown>) =>
    expect(await refusal(call)).toEqual({
      name: 'AccessDenied',
      status: 403,
      message: 'Access Denied because object protected by object lock.',
    });

  it('in governance protects from all but a bypass', async () => {
    const { VersionId } = await put(lock('GOVERNANCE', 1));
    await harness.restart();
    await isProtected(remove(VersionId));
    await isProtected(
      retain({ Mode: 'GOVERNANCE', RetainUntilDate: until(0.5) }),
    );
    await retain({ Mode: 'GOVERNANCE', RetainUntilDate: until(0.5) }, true);
    await isProtected(retain({}));
    const marker = await remove();
    expect(marker.DeleteMarker).toBe(true);
    await remove(marker.VersionId);
    await remove(VersionId, true);
    expect(await harness.storedFiles()).toHaveLength(0);
  });

  it('in compliance protects from everybody until it ends', async () => {
    const { VersionId } = await put(lock('COMPLIANCE', 1));
    await isProtected(remove(VersionId, true));
    await isProtected(retain({}, true));
    await isProtected(
      retain({ Mode: 'GOVERNANCE', RetainUntilDate: until(3) }, true),
    );
    await retain({ Mode: 'COMPLIANCE', RetainUntilDate: until(2) });
    await isProtected(
      retain({ Mode: 'COMPLIANCE', RetainUntilDate: until(1) }, true),
    );
    const { Errors } = await client.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: [{ Key: 'k', VersionId }] },
        BypassGovernanceRetention: true,
      }),
    );
    expect(Errors?.[0]).toMatchObject({ Code: 'AccessDenied', VersionId });
    await harness.server.advance(2 * day + 1000);
    await remove(VersionId);
    expect(await harness.storedFiles()).toHaveLength(0);
  });

  it('holds while a legal hold does', async () => {
    const { VersionId } = await put({ ObjectLockLegalHoldStatus: 'ON' });
    await isProtected(remove(VersionId, true));
    const read = () =>
      client.send(new GetObjectLegalHoldCommand({ Bucket, Key: 'k' }));
    expect((await read()).LegalHold?.Status).toBe('ON');
    await client.send(
      new PutObjectLegalHoldCommand({
        Bucket,
        Key: 'k',
        LegalHold: { Status: 'OFF' },
      }),
    );
    expect((await read()).LegalHold?.Status).toBe('OFF');
    await remove(VersionId);
  });

  it('of the bucket is given to what comes without one', async () => {
    const read = () =>
      client.send(new GetObjectLockConfigurationCommand({ Bucket }));
    expect((await read()).ObjectLockConfiguration).toEqual({
      ObjectLockEnabled: 'Enabled',
    });
    const ObjectLockConfiguration = {
      ObjectLockEnabled: 'Enabled' as const,
      Rule: { DefaultRetention: { Mode: 'COMPLIANCE' as const, Days: 2 } },
    };
    await client.send(
      new PutObjectLockConfigurationCommand({
        Bucket,
        ObjectLockConfiguration,
      }),
    );
    expect((await read()).ObjectLockConfiguration).toEqual(
      ObjectLockConfiguration,
    );
    const { VersionId } = await put();
    await isProtected(remove(VersionId, true));
    const head = await client.send(new HeadObjectCommand({ Bucket, Key: 'k' }));
    expect(head.ObjectLockMode).toBe('COMPLIANCE');
    const left = Number(head.ObjectLockRetainUntilDate) - Date.now();
    expect(left / day).toBeCloseTo(2, 1);
    const { Retention } = await client.send(
      new GetObjectRetentionCommand({ Bucket, Key: 'k' }),
    );
    expect(Retention?.Mode).toBe('COMPLIANCE');
  });

  it('needs a digest in a header', async () => {
    const write = (headers: Record<string, string>) =>
      rawRequest({
        endpoint: harness.server.endpoint,
        method: 'PUT',
        path: `/${Bucket}/raw`,
        user: testUser,
        body: 'x',
        headers: {
          'x-amz-object-lock-mode': 'GOVERNANCE',
          'x-amz-object-lock-retain-until-date': until(1).toISOString(),
          ...headers,
        },
      });
    const refused = await write({});
    expect([refused.status, code(refused)]).toEqual([400, 'InvalidRequest']);
    expect(refused.text).toContain(
      'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
    );
    const good = await write({ 'content-md5': 'ndSbD+gQgetXyVC1eKNe+Q==' });
    expect(code(good)).toBe('BadDigest');
    const md5 = 'ndTkYSaMgDT1yFZOFVxnpg==';
    const answer = await write({ 'content-md5': md5 });
    expect([answer.status, code(answer)]).toEqual([200, undefined]);
  });

  it('refuses what makes no sense', async () => {
    const past = put(lock('GOVERNANCE', -1));
    expect((await refusal(past)).message).toMatch(/must be in the future/);
    const half = put({ ObjectLockMode: 'GOVERNANCE' });
    expect((await refusal(half)).name).toBe('InvalidArgument');
    const plain = put({ ...lock('GOVERNANCE', 1), Bucket: bucketName });
    expect(await refusal(plain)).toMatchObject({
      name: 'InvalidRequest',
      message: 'Bucket is missing Object Lock Configuration',
    });
    const suspend = client.send(
      new PutBucketVersioningCommand({
        Bucket,
        VersioningConfiguration: { Status: 'Suspended' },
      }),
    );
    expect(await refusal(suspend)).toMatchObject({
      name: 'InvalidBucketState',
      status: 409,
    });
    await put();
    const retention = client.send(
      new GetObjectRetentionCommand({ Bucket, Key: 'k' }),
    );
    expect((await refusal(retention)).name).toBe(
      'NoSuchObjectLockConfiguration',
    );
    const none = client.send(
      new GetObjectLockConfigurationCommand({ Bucket: bucketName }),
    );
    expect((await refusal(none)).name).toBe(
      'ObjectLockConfigurationNotFoundError',
    );
  });
});
