/** Shapes of the AWS SDK that advice and policies speak in. */
export type {
  BucketLifecycleConfiguration,
  LifecycleRule,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionConfiguration,
} from '@aws-sdk/client-s3';
