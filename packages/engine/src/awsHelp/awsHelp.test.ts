import { execFileSync } from 'node:child_process';
import { judgeRules } from '../destination/checkUp/lifecycleRules';
import { bucketAdvice } from './advice';
import { awsHelp } from './awsHelp';
import { commandOf } from './bucketCall';
import { leastPolicy } from './leastPolicy';
import { lifecycleFor } from './lifecycleFor';
import { HelpedDestination } from './place';
import type { BucketSettings } from '../storage/bucketSettings';

const PLAIN: HelpedDestination = {
  name: 'main',
  bucket: 'acme-backups',
  prefix: 'portal',
  region: 'eu-central-1',
  credentials: { type: 'keys' },
  profile: { versioning: 'no' },
};

const actions = (
  change: Partial<HelpedDestination>,
  role: Parameters<typeof leastPolicy>[1] = 'writer',
) =>
  leastPolicy({ ...PLAIN, ...change }, role).Statement.flatMap(
    ({ Action }) => Action,
  );

const document = (change: Partial<HelpedDestination>, id: string) =>
  awsHelp({ ...PLAIN, ...change }).find(it => it.id === id)!;

describe('leastPolicy', () => {
  it('keeps to the prefix: listings by a condition, objects by their ARN', () => {
    const [lists, uploads, settings, objects] = leastPolicy(
      PLAIN,
      'writer',
    ).Statement;
    expect(lists).toMatchObject({
      Action: ['s3:ListBucket'],
      Resource: 'arn:aws:s3:::acme-backups',
      Condition: { StringLike: { 's3:prefix': ['portal', 'portal/*'] } },
    });
    expect(uploads.Action).toEqual(['s3:ListBucketMultipartUploads']);
    expect(settings.Action.every(it => it.startsWith('s3:Get'))).toBe(true);
    expect(objects.Resource).toBe('arn:aws:s3:::acme-backups/portal/*');
    expect(objects.Condition).toBeUndefined();
  });

  it('names a bucket without a prefix as a whole', () => {
    const { Statement } = leastPolicy({ ...PLAIN, prefix: '' }, 'writer');
    expect(Statement[0].Condition).toBeUndefined();
    expect(Statement[3].Resource).toBe('arn:aws:s3:::acme-backups/*');
  });

  it('takes a prefix for what it is, not for a pattern or a variable', () => {
    const prefix = 'a*b?${aws:username}';
    const { Statement } = leastPolicy({ ...PLAIN, prefix }, 'writer');
    const literal = 'a${*}b${?}${$}{aws:username}';
    expect(Statement[3].Resource).toBe(
      `arn:aws:s3:::acme-backups/${literal}/*`,
    );
    expect(Statement[0].Condition!.StringLike['s3:prefix']).toEqual([
      literal,
      `${literal}/*`,
    ]);
  });

  it.each<[string, Partial<HelpedDestination>, string]>([
    ['tags', { store: { tags: true } }, 's3:PutObjectTagging'],
    ['an ACL', { store: { acl: 'private' } }, 's3:PutObjectAcl'],
    [
      'a lock',
      { store: { objectLock: { mode: 'GOVERNANCE', days: 1 } } },
      's3:PutObjectRetention',
    ],
    ['versions', { profile: { versioning: 'yes' } }, 's3:DeleteObjectVersion'],
    ['versions', { profile: { versioning: 'yes' } }, 's3:ListBucketVersions'],
    ['an archive', { store: { storageClass: 'GLACIER' } }, 's3:RestoreObject'],
    [
      'KMS',
      { store: { encryption: { type: 'aws:kms', keyId: 'k' } } },
      'kms:GenerateDataKey',
    ],
  ])(
    'asks for the rights to %s only where there are',
    (_what, change, right) => {
      expect(actions(change)).toContain(right);
      expect(actions({})).not.toContain(right);
    },
  );

  it('never lifts locks, and never makes buckets for backups', () => {
    const all = actions({
      store: { objectLock: { mode: 'GOVERNANCE', days: 1 } },
    });
    expect(all.join()).not.toMatch(/Bypass|CreateBucket|s3:Put.*Configuration/);
    expect(actions({}, 'setup')).toContain('s3:CreateBucket');
  });

  it('gives keys that may only append nothing but list and put', () => {
    expect(actions({ appendOnly: true })).toEqual([
      's3:ListBucket',
      's3:PutObject',
    ]);
  });

  it('leaves deleting and restoring to those who have keys for it', () => {
    const others = {
      pruneCredentials: { type: 'keys' as const },
      restoreCredentials: { type: 'keys' as const },
    };
    expect(actions(others).join()).not.toMatch(/Delete|Restore/);
    expect(actions(others, 'pruner')).toContain('s3:DeleteObject');
    expect(actions(others, 'restorer')).toEqual([
      's3:ListBucket',
      's3:GetObject',
    ]);
  });

  it('uses a KMS key through S3 only, by ARN, id or alias', () => {
    const key = (keyId: string) =>
      leastPolicy(
        { ...PLAIN, store: { encryption: { type: 'aws:kms', keyId } } },
        'writer',
      ).Statement.at(-1)!;
    const arn = 'arn:aws:kms:eu-central-1:111122223333:key/abc';
    expect(key(arn)).toMatchObject({
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: arn,
      Condition: {
        StringLike: { 'kms:ViaService': 's3.eu-central-1.amazonaws.com' },
      },
    });
    expect(key('abc').Resource).toBe('arn:aws:kms:eu-central-1:*:key/abc');
    expect(key('alias/backups').Condition).toMatchObject({
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/backups' },
    });
  });

  it.each([
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
  ])('knows the partition of %s', (region, partition) => {
    const [{ Resource }] = leastPolicy(
      { ...PLAIN, region },
      'writer',
    ).Statement;
    expect(Resource).toBe(`arn:${partition}:s3:::acme-backups`);
  });
});

describe('awsHelp', () => {
  const nasty = 'it\'s ${a} %{b} "c" $HOME `x`';

  it('says the same in JSON and to a shell, whatever the prefix holds', () => {
    for (const { cli, json, id } of awsHelp({ ...PLAIN, prefix: nasty })) {
      if (id === 'alarms') continue;
      // Each argument in a line of its own, as the shell understands it.
      const script = cli.replace(/^aws /, `printf '%s\\0' `);
      const words = execFileSync('sh', ['-c', script]).toString().split('\0');
      expect(words).toContain(json);
    }
  });

  it('gives Terraform no templates', () => {
    for (const { terraform } of awsHelp({ ...PLAIN, prefix: nasty })) {
      expect(terraform.replace(/\$\$\{|%%\{/g, '')).not.toMatch(/[$%]\{/);
    }
  });

  it('gives a role its policy directly', () => {
    const roleArn = 'arn:aws:iam::111122223333:role/path/backups';
    const credentials = { type: 'assume-role' as const, roleArn };
    const { cli, terraform } = document({ credentials }, 'writer');
    expect(cli).toMatch(/put-role-policy \\\n {2}--role-name backups \\/);
    expect(terraform).toMatch(/"aws_iam_role_policy"[^]*role = "backups"/);
    expect(document({ credentials }, 'bucket-policy').json).toContain(roleArn);
  });

  it('writes lifecycle rules as blocks of Terraform', () => {
    expect(document({}, 'lifecycle-colder').terraform).toMatchInlineSnapshot(`
      "resource "aws_s3_bucket_lifecycle_configuration" "understudy_main_bucket" {
        bucket = "acme-backups"
        rule {
          id = "understudy-unfinished-uploads"
          status = "Enabled"
          filter {
            prefix = "portal/"
          }
          abort_incomplete_multipart_upload {
            days_after_initiation = 2
          }
        }
        rule {
          id = "understudy-colder"
          status = "Enabled"
          filter {
            and {
              prefix = "portal/"
              object_size_greater_than = 1048576
            }
          }
          transition {
            days = 30
            storage_class = "GLACIER_IR"
          }
        }
      }
      "
    `);
  });

  it('knows no alarms where the store is not AWS', () => {
    const endpoint = 'https://s3.example.com';
    const ids = awsHelp({ ...PLAIN, endpoint }).map(({ id }) => id);
    expect(ids).not.toContain('alarms');
    expect(document({ endpoint }, 'lifecycle').cli).toContain(
      `--endpoint-url ${endpoint}`,
    );
  });
});

describe('lifecycleFor', () => {
  it.each<[string, Partial<HelpedDestination>]>([
    ['a plain bucket', {}],
    ['one with versions', { profile: { versioning: 'yes' } }],
    ['keys that may only append', { appendOnly: true }],
    ['no prefix', { prefix: '' }],
  ])('makes rules for %s that a check-up has nothing against', (_, change) => {
    const destination = { ...PLAIN, ...change };
    for (const colder of [false, true]) {
      const prefix = destination.prefix ? `${destination.prefix}/` : '';
      const rules = lifecycleFor(destination, { colder });
      const judged = judgeRules(rules, { prefix, abort: 'unknown' });
      expect(judged.result).toBe('pass');
    }
  });

  it('keeps old versions at least as long as their lock', () => {
    const [, versions] = lifecycleFor({
      ...PLAIN,
      store: { objectLock: { mode: 'COMPLIANCE', days: 365 } },
    });
    expect(versions.NoncurrentVersionExpiration!.NoncurrentDays).toBe(395);
  });
});

describe('bucketAdvice', () => {
  const NOTHING: BucketSettings = {
    versioning: { state: 'none' },
    lock: { state: 'none' },
    publicAccess: { state: 'none' },
    policyIsPublic: { state: 'none' },
    encryption: { state: 'none' },
    lifecycle: { state: 'none' },
    replication: { state: 'none' },
  };

  it('offers the call for what is missing, and for nothing else', () => {
    const settings: BucketSettings = {
      ...NOTHING,
      versioning: {
        state: 'set',
        value: { status: 'Enabled', mfaDelete: false },
      },
      encryption: { state: 'unknown', why: 'these keys may not ask' },
    };
    const told = bucketAdvice(PLAIN, settings).map(
      ({ id, state, call }) => `${id}: ${state}${call ? ', call' : ''}`,
    );
    expect(told).toEqual([
      'versioning: done',
      'default-encryption: unknown',
      'public-access: to-do, call',
      'lifecycle: to-do, call',
      'object-lock: to-do',
      'replication: to-do',
      'mfa-delete: to-do',
      'cloudtrail: unknown',
      'private-connectivity: unknown',
    ]);
  });

  it('keeps the rules that are there, since a call replaces them all', () => {
    const theirs = { ID: 'logs', Status: 'Enabled' as const, Prefix: 'logs/' };
    const { call } = bucketAdvice(PLAIN, {
      ...NOTHING,
      lifecycle: { state: 'set', value: [theirs] },
    }).find(({ id }) => id === 'lifecycle')!;
    expect(call).toMatchObject({
      input: {
        LifecycleConfiguration: {
          Rules: [theirs, { ID: 'understudy-unfinished-uploads' }],
        },
      },
    });
    expect(commandOf(PLAIN, call!)).toMatch(
      /^aws s3api put-bucket-lifecycle-configuration \\\n {2}--region eu-central-1 \\\n {2}--bucket acme-backups \\\n {2}--lifecycle-configuration '\{\n/,
    );
  });

  it('is content with rules of others that do the same', () => {
    const rule = {
      Status: 'Enabled' as const,
      Filter: { Prefix: '' },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    };
    const of = (value: Array<typeof rule>) =>
      bucketAdvice(PLAIN, {
        ...NOTHING,
        lifecycle: { state: 'set', value },
      }).find(({ id }) => id === 'lifecycle')!.state;
    expect(of([rule])).toBe('done');
    expect(of([{ ...rule, Filter: { Prefix: 'other/' } }])).toBe('to-do');
  });
});
