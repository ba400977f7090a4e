import type {
  BucketLifecycleConfiguration,
  PublicAccessBlockConfiguration,
  ServerSideEncryptionConfiguration,
} from '../storage/bucketTypes';
import { HelpedDestination } from './place';
import { at, awsCommand } from './shell';

/**
 * One call that changes a bucket.
 * @public
 */
export type BucketCall =
  | {
      operation: 'PutBucketVersioning';
      input: { VersioningConfiguration: { Status: 'Enabled' } };
    }
  | {
      operation: 'PutBucketEncryption';
      input: {
        ServerSideEncryptionConfiguration: ServerSideEncryptionConfiguration;
      };
    }
  | {
      operation: 'PutPublicAccessBlock';
      input: { PublicAccessBlockConfiguration: PublicAccessBlockConfiguration };
    }
  | {
      operation: 'PutBucketLifecycleConfiguration';
      input: { LifecycleConfiguration: BucketLifecycleConfiguration };
    };

/** `PutBucketVersioning` as the AWS CLI calls it. */
const dashed = (name: string) =>
  name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();

/**
 * A call in full, as a line for the AWS CLI: what is shown is what is sent.
 * @public
 */
export function commandOf(
  destination: HelpedDestination,
  { operation, input }: BucketCall,
): string {
  const options = Object.entries(input).map(([name, value]) => [
    dashed(name),
    JSON.stringify(value, null, 2),
  ]);
  return awsCommand(`s3api ${dashed(operation)}`, {
    ...at(destination),
    bucket: destination.bucket,
    ...Object.fromEntries(options),
  });
}
