import { S3Client } from '@aws-sdk/client-s3';
import { DestinationConnection } from '@understudy/model';
import { customerKey, encryptionHeaders } from './encryptionHeaders';

/** Requests that make an object. */
const WRITES = ['PutObject', 'CreateMultipartUpload', 'CopyObject'];

/** Requests that see or touch bytes under a customer's key. */
const KEYED = [
  ...WRITES,
  'GetObject',
  'HeadObject',
  'UploadPart',
  'CompleteMultipartUpload',
];

/** May meet objects from before the destination had its key. */
const READS = ['GetObject', 'HeadObject'];

/** What the wishes of a destination add to an operation's parameters. */
export function wishedOf(
  operation: string,
  { expectedBucketOwner, store = {} }: DestinationConnection,
): Record<string, unknown> {
  const { acl, encryption } = store;
  const writes = WRITES.includes(operation);
  const copies = operation === 'CopyObject';
  const added: Record<string, unknown> = {};
  // Nobody owns a bucket that is yet to be made.
  if (expectedBucketOwner && operation !== 'CreateBucket') {
    added.ExpectedBucketOwner = expectedBucketOwner;
    if (copies) added.ExpectedSourceBucketOwner = expectedBucketOwner;
  }
  if (acl && writes) added.ACL = acl;
  if (encryption?.type === 'sse-c') {
    const key = customerKey(encryption.key);
    if (KEYED.includes(operation)) Object.assign(added, key);
    if (copies) {
      added.CopySourceSSECustomerAlgorithm = key.SSECustomerAlgorithm;
      added.CopySourceSSECustomerKey = key.SSECustomerKey;
      added.CopySourceSSECustomerKeyMD5 = key.SSECustomerKeyMD5;
    }
  } else if (encryption && writes) {
    Object.assign(added, encryptionHeaders(encryption));
  }
  return added;
}

function statusOf(error: unknown): number | undefined {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode;
}

/**
 * Adds encryption, ACL and expected owner to every request that they belong
 * to, so that no call can forget them. What a call says itself wins.
 */
export function keepAsWished(
  client: S3Client,
  connection: DestinationConnection,
): void {
  if (!connection.store && !connection.expectedBucketOwner) return;
  client.middlewareStack.add(
    (next, context) => async args => {
      const operation = (context.commandName ?? '').replace(/Command$/, '');
      const wished = wishedOf(operation, connection);
      const input = { ...wished, ...(args.input as object) };
      try {
        return await next({ ...args, input: input as typeof args.input });
      } catch (error) {
        // Written before the key was: the store refuses a key it has no use for.
        const keyless = READS.includes(operation) && 'SSECustomerKey' in wished;
        if (!keyless || statusOf(error) !== 400) throw error;
        const {
          SSECustomerAlgorithm: _algorithm,
          SSECustomerKey: _key,
          SSECustomerKeyMD5: _digest,
          ...plain
        } = input as Record<string, unknown>;
        return next({ ...args, input: plain as typeof args.input }).catch(
          () => {
            throw error;
          },
        );
      }
    },
    { step: 'initialize', priority: 'high', name: 'understudyKeptAsWished' },
  );
}
