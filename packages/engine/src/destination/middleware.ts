import { S3Client } from '@aws-sdk/client-s3';
import { Address } from './address';

/**
 * Leaves the hash of the body out of the signature where nobody between us
 * and the store can change it: over TLS, and to this machine itself. That
 * saves a SHA-256 of every byte; a CRC32 or MD5 goes along all the same. On
 * plain http to anywhere else the body stays signed.
 */
export function leavePayloadUnsigned(client: S3Client, address: Address): void {
  if (address.protocol !== 'https:' && !address.loopback) return;
  client.middlewareStack.add(
    next => args => {
      const { headers } = args.request as { headers?: Record<string, string> };
      if (headers) headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
      return next(args);
    },
    { step: 'build', name: 'understudyUnsignedPayload', override: true },
  );
}

/**
 * Puts nothing in the place of the SDK's retries. They are ours, and theirs
 * would wrap errors of the network beyond recognition.
 */
export function passThroughRetries(client: S3Client): void {
  client.middlewareStack.add(next => args => next(args), {
    name: 'retryMiddleware',
    step: 'finalizeRequest',
    priority: 'high',
    override: true,
  });
}
