import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  GetObjectRetentionCommand,
  GetObjectTaggingCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutObjectRetentionCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import {
  type Harness,
  refusal,
  startHarness,
} from '../__testUtils__/testSupport';

const Bucket = 'locked';
const own = { Bucket, Key: 'own/k' };
const keys = { accessKeyId: 'LIMITED', secretAccessKey: 'limited-secret' };
const soon = () => new Date(Date.now() + 3_600_000);

interface Case {
  /** The actions it needs; without any one of them it is refused. */
  actions: string[];
  run: (client: S3Client, at: Situation) => Promise<unknown>;
}
interface Situation {
  UploadId: string;
  ETag: string;
  VersionId: string;
}

const onBucket = /Bucket|ListAllMyBuckets|EncryptionConfiguration/;

/** A policy with exactly these rights. */
function policyOf(actions: string[]) {
  const statement = (wanted: (action: string) => boolean, resource: string) => {
    const Action = actions.filter(wanted).map(action => `s3:${action}`);
    return Action.length > 0
      ? [{ Effect: 'Allow' as const, Action, Resource: resource }]
      : [];
  };
  const isBucket = (action: string) => onBucket.test(action);
  return {
    Version: '2012-10-17' as const,
    Statement: [
      ...statement(action => action === 'ListAllMyBuckets', '*'),
      ...statement(
        action => isBucket(action) && action !== 'ListAllMyBuckets',
        'arn:aws:s3:::*',
      ),
      ...statement(action => !isBucket(action), `arn:aws:s3:::${Bucket}/own/*`),
    ],
  };
}

const cases: Record<string, Case> = {
  ListBuckets: {
    actions: ['ListAllMyBuckets'],
    run: client => client.send(new ListBucketsCommand({})),
  },
  'CreateBucket with a lock': {
    actions: [
      'CreateBucket',
      'PutBucketObjectLockConfiguration',
      'PutBucketVersioning',
    ],
    run: client =>
      client.send(
        new CreateBucketCommand({
          Bucket: 'made-here',
          ObjectLockEnabledForBucket: true,
        }),
      ),
  },
  HeadBucket: {
    actions: ['ListBucket'],
    run: client => client.send(new HeadBucketCommand({ Bucket })),
  },
  GetBucketLocation: {
    actions: ['GetBucketLocation'],
    run: client => client.send(new GetBucketLocationCommand({ Bucket })),
  },
  ListObjectVersions: {
    actions: ['ListBucketVersions'],
    run: client => client.send(new ListObjectVersionsCommand({ Bucket })),
  },
  ListMultipartUploads: {
    actions: ['ListBucketMultipartUploads'],
    run: client => client.send(new ListMultipartUploadsCommand({ Bucket })),
  },
  'PutObject with all that has a right of its own': {
    actions: [
      'PutObject',
      'PutObjectTagging',
      'PutObjectRetention',
      'PutObjectLegalHold',
      'PutObjectAcl',
      'GetObject',
    ],
    run: (client, { ETag }) =>
      client.send(
        new PutObjectCommand({
          ...own,
          Body: 'x',
          Tagging: 'a=b',
          ACL: 'bucket-owner-full-control',
          ObjectLockMode: 'GOVERNANCE',
          ObjectLockRetainUntilDate: soon(),
          ObjectLockLegalHoldStatus: 'OFF',
          IfMatch: ETag,
        }),
      ),
  },
  'a multipart upload': {
    actions: ['PutObject'],
    run: async client => {
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({
          ...own,
          ChecksumAlgorithm: 'CRC32',
        }),
      );
      const { ETag, ChecksumCRC32 } = await client.send(
        new UploadPartCommand({
          ...own,
          UploadId,
          PartNumber: 1,
          Body: 'x',
          ChecksumAlgorithm: 'CRC32',
        }),
      );
      const Parts = [{ PartNumber: 1, ETag, ChecksumCRC32 }];
      await client.send(
        new CompleteMultipartUploadCommand({
          ...own,
          UploadId,
          MultipartUpload: { Parts },
        }),
      );
    },
  },
  ListParts: {
    actions: ['ListMultipartUploadParts'],
    run: (client, { UploadId }) =>
      client.send(new ListPartsCommand({ ...own, UploadId })),
  },
  AbortMultipartUpload: {
    actions: ['AbortMultipartUpload'],
    run: (client, { UploadId }) =>
      client.send(new AbortMultipartUploadCommand({ ...own, UploadId })),
  },
  GetObject: {
    actions: ['GetObject'],
    run: async client => {
      const { Body } = await client.send(new GetObjectCommand(own));
      await Body?.transformToByteArray();
    },
  },
  'GetObject of a version': {
    actions: ['GetObjectVersion'],
    run: async (client, { VersionId }) => {
      const command = new GetObjectCommand({ ...own, VersionId });
      const { Body } = await client.send(command);
      await Body?.transformToByteArray();
    },
  },
  HeadObject: {
    actions: ['GetObject'],
    run: client => client.send(new HeadObjectCommand(own)),
  },
  GetObjectTagging: {
    actions: ['GetObjectTagging'],
    run: client => client.send(new GetObjectTaggingCommand(own)),
  },
  GetBucketEncryption: {
    actions: ['GetEncryptionConfiguration'],
    run: async client => {
      const call = client.send(new GetBucketEncryptionCommand({ Bucket }));
      const { name } = await refusal(call);
      if (name === 'AccessDenied') await call;
    },
  },
  'CopyObject of a version with tags': {
    actions: [
      'GetObjectVersion',
      'GetObjectTagging',
      'PutObject',
      'PutObjectTagging',
    ],
    run: (client, { VersionId }) =>
      client.send(
        new CopyObjectCommand({
          Bucket,
          Key: 'own/copy',
          CopySource: `${Bucket}/own/k?versionId=${VersionId}`,
        }),
      ),
  },
  'shortening a retention': {
    actions: [
      'PutObjectRetention',
      'BypassGovernanceRetention',
      'GetObjectRetention',
    ],
    run: async client => {
      await client.send(new GetObjectRetentionCommand(own));
      await client.send(
        new PutObjectRetentionCommand({
          ...own,
          Retention: {},
          BypassGovernanceRetention: true,
        }),
      );
    },
  },
  DeleteObject: {
    actions: ['DeleteObject'],
    run: client => client.send(new DeleteObjectCommand(own)),
  },
  'DeleteObject of a locked version': {
    actions: ['DeleteObjectVersion', 'BypassGovernanceRetention'],
    run: (client, { VersionId }) =>
      client.send(
        new DeleteObjectCommand({
          ...own,
          VersionId,
          BypassGovernanceRetention: true,
        }),
      ),
  },
};

describe('rights', () => {
  let harness: Harness;
  let client: S3Client;
  let limited: S3Client;
  beforeEach(async () => {
    harness = await startHarness({
      buckets: [{ name: Bucket, objectLock: true }],
    });
    client = harness.client();
    limited = harness.client({ credentials: keys });
  });
  afterEach(() => harness.end());

  const allow = (actions: string[]) =>
    harness.server.users.add({ ...keys, policy: policyOf(actions) });

  const prepare = async (): Promise<Situation> => {
    const { ETag, VersionId } = await client.send(
      new PutObjectCommand({
        ...own,
        Body: 'x',
        Tagging: 'a=b',
        ObjectLockMode: 'GOVERNANCE',
        ObjectLockRetainUntilDate: soon(),
      }),
    );
    const upload = new CreateMultipartUploadCommand(own);
    const { UploadId } = await client.send(upload);
    return { ETag: ETag!, VersionId: VersionId!, UploadId: UploadId! };
  };

  it.each(Object.keys(cases))('%s needs exactly its own', async name => {
    const { actions, run } = cases[name];
    const at = await prepare();
    for (const missing of actions) {
      allow(actions.filter(action => action !== missing));
      const { status } = await refusal(run(limited, at));
      expect([missing, status]).toEqual([missing, 403]);
    }
    allow(actions);
    await run(limited, at);
  });

  it('end at their prefix', async () => {
    allow(['PutObject', 'GetObject']);
    const write = (Key: string) =>
      limited.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    await write('own/a');
    expect(await refusal(write('other/a'))).toEqual({
      name: 'AccessDenied',
      status: 403,
      message:
        'User: arn:aws:iam::000000000000:user/LIMITED is not authorized to perform: s3:PutObject on resource: "arn:aws:s3:::locked/other/a" because no identity-based policy allows the s3:PutObject action',
    });
  });

  it('hide absence from whoever may not list', async () => {
    const get = () =>
      limited.send(new GetObjectCommand({ Bucket, Key: 'own/none' }));
    allow(['GetObject']);
    expect((await refusal(get())).name).toBe('AccessDenied');
    allow(['GetObject', 'ListBucket']);
    expect((await refusal(get())).name).toBe('NoSuchKey');
  });

  it('hold for each key of a list of deletions', async () => {
    allow(['DeleteObject']);
    const { Deleted, Errors } = await limited.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: [{ Key: 'own/a' }, { Key: 'other/a' }] },
      }),
    );
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['own/a']);
    expect(Errors?.map(({ Key, Code }) => [Key, Code])).toEqual([
      ['other/a', 'AccessDenied'],
    ]);
  });

  it('follow the prefix of a listing', async () => {
    harness.server.users.add({
      ...keys,
      policy: {
        Statement: {
          Effect: 'Allow',
          Action: 's3:ListBucket',
          Resource: `arn:aws:s3:::${Bucket}`,
          Condition: { StringLike: { 's3:prefix': ['own', 'own/*'] } },
        },
      },
    });
    const list = (Prefix?: string) =>
      limited.send(new ListObjectsV2Command({ Bucket, Prefix }));
    await list('own/');
    expect((await refusal(list('other/'))).name).toBe('AccessDenied');
    expect((await refusal(list())).name).toBe('AccessDenied');
    const head = limited.send(new HeadBucketCommand({ Bucket }));
    expect((await refusal(head)).status).toBe(403);
  });

  it('can be given by the bucket, and taken by it from anybody', async () => {
    allow([]);
    const arn = 'arn:aws:iam::000000000000:user/LIMITED';
    const set = (Statement: object[]) =>
      client.send(
        new PutBucketPolicyCommand({
          Bucket,
          Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
        }),
      );
    const given = {
      Effect: 'Allow',
      Principal: { AWS: arn },
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${Bucket}/own/*`,
    };
    await set([given]);
    await harness.restart();
    allow([]);
    const write = (by: S3Client, more = {}) =>
      by.send(new PutObjectCommand({ ...own, Body: 'x', ...more }));
    await write(limited);
    await set([
      given,
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${Bucket}/*`,
        Condition: {
          StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' },
        },
      },
    ]);
    const refused = await refusal(write(client));
    expect(refused.message).toMatch(
      /with an explicit deny in a resource-based policy$/,
    );
    await write(client, { ServerSideEncryption: 'AES256' });
    await write(limited, { ServerSideEncryption: 'AES256' });
  });

  it('of another account need both sides', async () => {
    const arn = 'arn:aws:iam::111111111111:user/stranger';
    harness.server.users.add({ ...keys, arn });
    const read = () => limited.send(new ListObjectsV2Command({ Bucket }));
    expect((await refusal(read())).message).toMatch(
      /because no resource-based policy allows/,
    );
    await client.send(
      new PutBucketPolicyCommand({
        Bucket,
        Policy: JSON.stringify({
          Statement: {
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::111111111111:root' },
            Action: 's3:ListBucket',
            Resource: `arn:aws:s3:::${Bucket}`,
          },
        }),
      }),
    );
    await read();
    harness.server.users.add({ ...keys, arn, policy: policyOf([]) });
    expect((await refusal(read())).status).toBe(403);
  });
});
