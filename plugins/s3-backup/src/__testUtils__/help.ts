import {
  AwsDocuments,
  BucketAdvice,
} from '@understudy/backstage-plugin-s3-backup-common';

/** What an account is set up with, shortened. */
export const samplePolicies: AwsDocuments['items'] = [
  {
    id: 'writer',
    json: '{ "Action": ["s3:PutObject"] }',
    cli: "aws iam create-policy --policy-document '{}'",
    terraform: 'resource "aws_iam_policy" "understudy_main_writer" {}',
  },
  {
    id: 'lifecycle',
    json: '{ "Rules": [] }',
    cli: 'aws s3api put-bucket-lifecycle-configuration',
    terraform: 'resource "aws_s3_bucket_lifecycle_configuration" "main" {}',
  },
];

/** One of each state. */
export const sampleAdvice: BucketAdvice['items'] = [
  {
    id: 'versioning',
    state: 'to-do',
    call: 'aws s3api put-bucket-versioning --bucket backups',
  },
  { id: 'public-access', state: 'done', call: null },
  { id: 'replication', state: 'to-do', call: null },
  { id: 'cloudtrail', state: 'unknown', call: null },
];
