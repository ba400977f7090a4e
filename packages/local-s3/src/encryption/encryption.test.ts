import { createHash, randomBytes } from 'node:crypto';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteBucketEncryptionCommand,
  GetBucketEncryptionCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutBucketEncryptionCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import {
  bucketName as Bucket,
  type Harness,
  refusal,
  startHarness,
  testUser,
} from '../__testUtils__/testSupport';
import { code, rawRequest } from '../__testUtils__/rawRequest';

describe('encryption', () => {
  let harness: Harness;
  let client: S3Client;
  beforeEach(async () => {
    harness = await startHarness({
      kmsKeys: { 'key-1': 'enabled', 'key-2': 'disabled' },
    });
    client = harness.client();
  });
  afterEach(() => harness.end());

  const put = (more: Partial<PutObjectCommandInput> = {}) =>
    client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x', ...more }));
  const head = () => client.send(new HeadObjectCommand({ Bucket, Key: 'k' }));
  const key = randomBytes(32);
  const customer = {
    SSECustomerAlgorithm: 'AES256',
    SSECustomerKey: key.toString('base64'),
  };

  it('with AES256 is kept and said', async () => {
    const answer = await put({ ServerSideEncryption: 'AES256' });
    expect(answer.ServerSideEncryption).toBe('AES256');
    await harness.restart();
    expect((await head()).ServerSideEncryption).toBe('AES256');
    await put();
    expect((await head()).ServerSideEncryption).toBeUndefined();
  });

  it('with KMS names its key, and its ETag is no MD5', async () => {
    const answer = await put({
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'key-1',
      BucketKeyEnabled: true,
      SSEKMSEncryptionContext: Buffer.from('{"a":"b"}').toString('base64'),
    });
    expect(answer).toMatchObject({
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: 'key-1',
      BucketKeyEnabled: true,
    });
    const md5 = createHash('md5').update('x').digest('hex');
    expect(answer.ETag).not.toBe(`"${md5}"`);
    expect((await put()).ETag).toBe(`"${md5}"`);
    const own = await put({ ServerSideEncryption: 'aws:kms' });
    expect(own.SSEKMSKeyId).toMatch(/^arn:aws:kms:us-east-1:000000000000:key/);
  });

  it('with KMS is refused under a key that is off, or is not there', async () => {
    const under = (SSEKMSKeyId: string) =>
      refusal(put({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId }));
    expect((await under('key-2')).name).toBe('KMS.DisabledException');
    expect((await under('key-3')).name).toBe('KMS.NotFoundException');
    const context = await refusal(
      put({ ServerSideEncryption: 'aws:kms', SSEKMSEncryptionContext: 'e30x' }),
    );
    expect(context.name).toBe('InvalidArgument');
    const unknown = await refusal(put({ ServerSideEncryption: 'x' as never }));
    expect(unknown).toMatchObject({
      name: 'InvalidArgument',
      message: 'The encryption method specified is not supported',
    });
  });

  it('with a key of the client needs that key again', async () => {
    await put(customer);
    const get = (more = {}) =>
      client.send(new GetObjectCommand({ Bucket, Key: 'k', ...more }));
    const answer = await get(customer);
    expect(await answer.Body?.transformToString()).toBe('x');
    expect(answer.SSECustomerAlgorithm).toBe('AES256');
    expect(await refusal(get())).toMatchObject({
      name: 'InvalidRequest',
      status: 400,
      message: expect.stringMatching(/form of Server Side Encryption/),
    });
    expect((await refusal(head())).status).toBe(400);
    const other = randomBytes(32).toString('base64');
    const wrong = get({ ...customer, SSECustomerKey: other });
    expect(await refusal(wrong)).toMatchObject({
      name: 'AccessDenied',
      status: 403,
    });
    await put();
    expect(await refusal(get(customer))).toMatchObject({
      status: 400,
      message: expect.stringMatching(/not applicable/),
    });
    const names = await harness.storedFiles();
    expect(names).toHaveLength(1);
  });

  it.each<[{ algorithm?: string; key?: string; md5: boolean }, string]>([
    [{ algorithm: 'AES256', key: 'short', md5: true }, 'InvalidArgument'],
    [
      { algorithm: 'AES128', key: 'good', md5: true },
      'InvalidEncryptionAlgorithmError',
    ],
    [{ algorithm: 'AES256', key: 'good', md5: false }, 'InvalidArgument'],
    [{ algorithm: 'AES256', md5: true }, 'InvalidArgument'],
    [{ key: 'good', md5: true }, 'InvalidArgument'],
  ])('with a key of the client refuses %j', async (given, expected) => {
    const bytes = given.key === 'short' ? key.subarray(1) : key;
    const md5 = createHash('md5').update(given.md5 ? bytes : 'x');
    const name = 'x-amz-server-side-encryption-customer';
    const answer = await rawRequest({
      endpoint: harness.server.endpoint,
      method: 'PUT',
      path: `/${Bucket}/k`,
      user: testUser,
      body: 'x',
      headers: {
        ...(given.algorithm && { [`${name}-algorithm`]: given.algorithm }),
        ...(given.key && { [`${name}-key`]: bytes.toString('base64') }),
        [`${name}-key-md5`]: md5.digest('base64'),
      },
    });
    expect([answer.status, code(answer)]).toEqual([400, expected]);
  });

  it('of an upload holds for its parts', async () => {
    const named = { Bucket, Key: 'k' };
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({
        ...named,
        ...customer,
        ChecksumAlgorithm: 'CRC32',
        ChecksumType: 'FULL_OBJECT',
      }),
    );
    const part = (more: object) =>
      client.send(
        new UploadPartCommand({
          ...named,
          UploadId,
          PartNumber: 1,
          Body: 'x',
          ...more,
        }),
      );
    expect((await refusal(part({}))).name).toBe('InvalidRequest');
    const SSECustomerKey = randomBytes(32).toString('base64');
    const other = part({ ...customer, SSECustomerKey });
    expect((await refusal(other)).message).toMatch(/did not match the ones/);
    const { ETag } = await part(customer);
    await client.send(
      new CompleteMultipartUploadCommand({
        ...named,
        UploadId,
        MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] },
      }),
    );
    expect((await refusal(head())).status).toBe(400);
  });

  it('of the source of a copy needs its key', async () => {
    await put(customer);
    const copy = (more: object) =>
      client.send(
        new CopyObjectCommand({
          Bucket,
          Key: 'copy',
          CopySource: `${Bucket}/k`,
          ...more,
        }),
      );
    expect((await refusal(copy({}))).name).toBe('InvalidRequest');
    await copy({
      CopySourceSSECustomerAlgorithm: 'AES256',
      CopySourceSSECustomerKey: customer.SSECustomerKey,
    });
    const plain = await client.send(
      new GetObjectCommand({ Bucket, Key: 'copy' }),
    );
    expect(await plain.Body?.transformToString()).toBe('x');
  });

  it('is none by default until the bucket has one', async () => {
    const read = () => client.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(await refusal(read())).toMatchObject({
      name: 'ServerSideEncryptionConfigurationNotFoundError',
      status: 404,
    });
    await client.send(
      new PutBucketEncryptionCommand({
        Bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [
            {
              ApplyServerSideEncryptionByDefault: {
                SSEAlgorithm: 'aws:kms',
                KMSMasterKeyID: 'key-1',
              },
              BucketKeyEnabled: true,
              BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
            },
          ],
        },
      }),
    );
    await harness.restart();
    const { ServerSideEncryptionConfiguration } = await read();
    expect(ServerSideEncryptionConfiguration?.Rules).toEqual([
      {
        ApplyServerSideEncryptionByDefault: {
          SSEAlgorithm: 'aws:kms',
          KMSMasterKeyID: 'key-1',
        },
        BucketKeyEnabled: true,
        BlockedEncryptionTypes: { EncryptionType: ['SSE-C'] },
      },
    ]);
    expect(await put()).toMatchObject({ SSEKMSKeyId: 'key-1' });
    expect(await refusal(put(customer))).toMatchObject({
      name: 'AccessDenied',
      status: 403,
    });
    await client.send(new DeleteBucketEncryptionCommand({ Bucket }));
    expect((await put(customer)).SSECustomerAlgorithm).toBe('AES256');
  });
});
