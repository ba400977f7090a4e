import { S3Client } from '@aws-sdk/client-s3';
import { DestinationConnection, UnderstudyError } from '@understudy/model';

/** All that keys which may list and put can do. */
const ALLOWED = [
  'ListObjectsV2',
  'PutObject',
  'CreateMultipartUpload',
  'UploadPart',
  'CompleteMultipartUpload',
];

/**
 * Lets nothing but listings and writes out of an append-only destination,
 * whoever calls: a policy that alarms on refused calls stays silent.
 */
export function appendOnlyAlone(
  client: S3Client,
  { appendOnly, name }: DestinationConnection,
): void {
  if (!appendOnly) return;
  client.middlewareStack.add(
    (next, context) => async args => {
      const operation = (context.commandName ?? '').replace(/Command$/, '');
      if (ALLOWED.includes(operation)) return next(args);
      throw new UnderstudyError('append-only', {
        destination: name,
        what: `${operation} is not sent with keys that may only list and put`,
      });
    },
    { step: 'initialize', priority: 'high', name: 'understudyAppendOnly' },
  );
}
