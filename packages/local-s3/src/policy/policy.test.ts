import {
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  GetBucketPolicyStatusCommand,
  GetPublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import {
  bucketName as Bucket,
  type Harness,
  refusal,
  startHarness,
} from '../__testUtils__/testSupport';
import { matchesPattern } from './patterns';
import { conditionsHold } from './conditions';

describe('conditions', () => {
  const context = new Map([
    ['s3:prefix', ['a/b']],
    ['n', ['5']],
    ['ip', ['10.1.2.3']],
    ['when', ['2026-01-02T00:00:00Z']],
    ['many', ['x', 'y']],
    ['flag', ['false']],
  ]);
  it.each<[string, string, string[], boolean]>([
    ['StringEquals', 's3:Prefix', ['a/b'], true],
    ['StringEquals', 's3:prefix', ['a/*'], false],
    ['StringLike', 's3:prefix', ['x', 'a/*'], true],
    ['StringLike', 's3:prefix', ['a/?'], true],
    ['StringLike', 's3:prefix', ['a.b'], false],
    ['StringNotLike', 's3:prefix', ['a/*'], false],
    ['StringNotEquals', 's3:prefix', ['x', 'y'], true],
    ['StringNotEquals', 's3:prefix', ['x', 'a/b'], false],
    ['StringEquals', 'missing', ['x'], false],
    ['StringNotEquals', 'missing', ['x'], true],
    ['StringEqualsIfExists', 'missing', ['x'], true],
    ['Null', 'missing', ['true'], true],
    ['Null', 'n', ['true'], false],
    ['NumericLessThanEquals', 'n', ['5'], true],
    ['NumericLessThan', 'n', ['5'], false],
    ['NumericGreaterThan', 'n', ['10'], false],
    ['IpAddress', 'ip', ['10.1.0.0/16'], true],
    ['NotIpAddress', 'ip', ['10.1.0.0/16'], false],
    ['IpAddress', 'ip', ['10.2.0.0/16'], false],
    ['DateLessThan', 'when', ['2026-01-03T00:00:00Z'], true],
    ['DateGreaterThanEquals', 'when', ['2026-01-03T00:00:00Z'], false],
    ['Bool', 'flag', ['False'], true],
    ['ForAllValues:StringEquals', 'many', ['x'], false],
    ['ForAllValues:StringEquals', 'many', ['x', 'y', 'z'], true],
    ['ForAllValues:StringEquals', 'missing', ['x'], true],
    ['ForAnyValue:StringEquals', 'many', ['y'], true],
    ['ForAnyValue:StringEquals', 'missing', ['y'], false],
  ])('%s on %s with %j is %s', (operator, key, values, expected) => {
    expect(conditionsHold({ [operator]: { [key]: values } }, context)).toBe(
      expected,
    );
  });
});

describe('the policy of a bucket', () => {
  let harness: Harness;
  let client: S3Client;
  beforeEach(async () => {
    harness = await startHarness();
    client = harness.client();
  });
  afterEach(() => harness.end());

  const statement = {
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::${Bucket}/*`,
  };
  const set = (Statement: object) =>
    client.send(
      new PutBucketPolicyCommand({
        Bucket,
        Policy: JSON.stringify({ Statement }),
      }),
    );

  it('is not there, is there, and goes', async () => {
    const read = () => client.send(new GetBucketPolicyCommand({ Bucket }));
    const status = async () => {
      const command = new GetBucketPolicyStatusCommand({ Bucket });
      return (await client.send(command)).PolicyStatus?.IsPublic;
    };
    expect(await refusal(read())).toMatchObject({
      name: 'NoSuchBucketPolicy',
      status: 404,
    });
    expect((await refusal(status())).name).toBe('NoSuchBucketPolicy');
    await set(statement);
    expect(JSON.parse((await read()).Policy ?? '').Statement).toEqual(
      statement,
    );
    expect(await status()).toBe(true);
    await set({
      ...statement,
      Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
    });
    expect(await status()).toBe(false);
    await client.send(new DeleteBucketPolicyCommand({ Bucket }));
    expect((await refusal(read())).status).toBe(404);
  });

  it.each([
    { Action: 'ec2:Run' },
    { Resource: 'arn:aws:s3:::other/*' },
    { Principal: undefined },
    { Effect: 'Maybe' },
    { Condition: { Odd: { a: 'b' } } },
  ])('is refused with %j', async change => {
    const call = set({ ...statement, ...change });
    expect(await refusal(call)).toMatchObject({
      name: 'MalformedPolicy',
      status: 400,
    });
  });

  it('may not be public where that is blocked', async () => {
    const read = () => client.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect((await refusal(read())).name).toBe(
      'NoSuchPublicAccessBlockConfiguration',
    );
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: false,
    };
    await client.send(
      new PutPublicAccessBlockCommand({
        Bucket,
        PublicAccessBlockConfiguration,
      }),
    );
    expect((await read()).PublicAccessBlockConfiguration).toEqual(
      PublicAccessBlockConfiguration,
    );
    expect(await refusal(set(statement))).toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(/BlockPublicPolicy/),
    });
    await set({ ...statement, Effect: 'Deny' });
  });
});

it.each([
  ['a*b', 'a${*}b', true],
  ['axb', 'a${*}b', false],
  ['a?/x', 'a${?}/*', true],
  ['ab/x', 'a${?}/*', false],
  ['${aws}', '${$}{aws}', true],
])('takes %s for what %s means: %s', (text, pattern, is) => {
  expect(matchesPattern(text, pattern)).toBe(is);
});
