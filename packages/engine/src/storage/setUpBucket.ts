import {
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { UnderstudyError } from '@understudy/model';
import type { BucketCall } from '../awsHelp/bucketCall';
import type { Bucket } from '../destination';
import { send } from './send';

function once(bucket: Bucket, call: BucketCall) {
  const { client, bucket: Bucket } = bucket;
  switch (call.operation) {
    case 'PutBucketVersioning':
      return client.send(
        new PutBucketVersioningCommand({ Bucket, ...call.input }),
      );
    case 'PutBucketEncryption':
      return client.send(
        new PutBucketEncryptionCommand({ Bucket, ...call.input }),
      );
    case 'PutPublicAccessBlock':
      return client.send(
        new PutPublicAccessBlockCommand({ Bucket, ...call.input }),
      );
    default:
      return client.send(
        new PutBucketLifecycleConfigurationCommand({ Bucket, ...call.input }),
      );
  }
}

/**
 * Changes a setting of a bucket, as advice says and somebody asked for.
 * @throws UnderstudyError `s3-denied-setup` where these keys may not
 * @public
 */
export async function setUpBucket(
  bucket: Bucket,
  call: BucketCall,
): Promise<void> {
  const { operation: action } = call;
  try {
    await send<unknown>(bucket, action, {}, () => once(bucket, call));
  } catch (thrown) {
    const error = UnderstudyError.from(thrown);
    if (error.code !== 's3-denied-put') throw error;
    throw new UnderstudyError('s3-denied-setup', error.details);
  }
}
