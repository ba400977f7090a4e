import { alarmsFor, requestMetrics } from './alarms';
import { bucketPolicy } from './bucketPolicy';
import { hclMap, HclValue, jsonencode, resource } from './hcl';
import { leastPolicy } from './leastPolicy';
import { lifecycleFor } from './lifecycleFor';
import { HelpedDestination, nameFor } from './place';
import { RightsRole, rolesOf } from './rights';
import { at, awsCommand } from './shell';

/** @public */
export type AwsDocumentId =
  | RightsRole
  | 'bucket-policy'
  | 'lifecycle'
  | 'lifecycle-colder'
  | 'alarms';

/**
 * One thing to set up, said in three ways. Words in angle brackets are for
 * whoever sets it up to fill in.
 * @public
 */
export interface AwsDocument {
  id: AwsDocumentId;
  json: string;
  cli: string;
  terraform: string;
}

const text = (value: unknown) => JSON.stringify(value, null, 2);

const HOLDERS = {
  writer: 'credentials',
  pruner: 'pruneCredentials',
  restorer: 'restoreCredentials',
  setup: undefined,
} as const;

/** The name of the role that is assumed, which takes the policy itself. */
function assumed(
  destination: HelpedDestination,
  role: RightsRole,
): string | undefined {
  const holder = HOLDERS[role];
  const arn = holder && destination[holder]?.roleArn;
  return arn?.split('/').pop();
}

function rights(destination: HelpedDestination, role: RightsRole): AwsDocument {
  const policy = leastPolicy(destination, role);
  const name = nameFor(destination, role);
  const user = assumed(destination, role);
  return {
    id: role,
    json: text(policy),
    cli: user
      ? awsCommand('iam put-role-policy', {
          'role-name': user,
          'policy-name': name,
          'policy-document': text(policy),
        })
      : awsCommand('iam create-policy', {
          'policy-name': name,
          'policy-document': text(policy),
        }),
    terraform: resource(user ? 'aws_iam_role_policy' : 'aws_iam_policy', name, {
      name,
      ...(user && { role: user }),
      policy: jsonencode(policy),
    }),
  };
}

function policyOfBucket(destination: HelpedDestination): AwsDocument {
  const { bucket } = destination;
  const policy = bucketPolicy(destination);
  return {
    id: 'bucket-policy',
    json: text(policy),
    cli: awsCommand('s3api put-bucket-policy', {
      ...at(destination),
      bucket,
      policy: text(policy),
    }),
    terraform: resource(
      'aws_s3_bucket_policy',
      nameFor(destination, 'bucket'),
      { bucket, policy: jsonencode(policy) },
    ),
  };
}

function lifecycle(
  destination: HelpedDestination,
  colder: boolean,
): AwsDocument {
  const { bucket } = destination;
  const Rules = lifecycleFor(destination, { colder });
  return {
    id: colder ? 'lifecycle-colder' : 'lifecycle',
    json: text({ Rules }),
    cli: awsCommand('s3api put-bucket-lifecycle-configuration', {
      ...at(destination),
      bucket,
      'lifecycle-configuration': text({ Rules }),
    }),
    terraform: resource(
      'aws_s3_bucket_lifecycle_configuration',
      nameFor(destination, 'bucket'),
      { bucket, Rules: Rules as unknown as HclValue },
    ),
  };
}

function alarms(destination: HelpedDestination): AwsDocument {
  const { bucket } = destination;
  const metrics = requestMetrics(destination);
  const all = alarmsFor(destination);
  const { Id, Filter } = metrics;
  return {
    id: 'alarms',
    json: text({ RequestMetrics: metrics, Alarms: all }),
    cli: [
      awsCommand('s3api put-bucket-metrics-configuration', {
        ...at(destination),
        bucket,
        id: Id,
        'metrics-configuration': text(metrics),
      }),
      ...all.map(alarm =>
        awsCommand('cloudwatch put-metric-alarm', {
          region: destination.region || undefined,
          'cli-input-json': text(alarm),
        }),
      ),
    ].join('\n\n'),
    terraform: [
      resource('aws_s3_bucket_metric', Id, { bucket, name: Id, Filter }),
      ...all.map(({ Dimensions, ...alarm }) =>
        resource('aws_cloudwatch_metric_alarm', alarm.AlarmName, {
          ...alarm,
          Dimensions: hclMap(
            Object.fromEntries(
              Dimensions.map(({ Name, Value }) => [Name, Value]),
            ),
          ),
        }),
      ),
    ].join('\n'),
  };
}

/**
 * What an account is set up with for a destination as it is configured: the
 * least rights of each role, the policy and the lifecycle rules of the bucket,
 * alarms. Pure, and knows no secret. Alarms are of AWS itself, so they are
 * left out where there is another endpoint.
 * @public
 */
export function awsHelp(destination: HelpedDestination): AwsDocument[] {
  return [
    ...rolesOf(destination).map(role => rights(destination, role)),
    policyOfBucket(destination),
    lifecycle(destination, false),
    lifecycle(destination, true),
    ...(destination.endpoint ? [] : [alarms(destination)]),
  ];
}
