import { S3Client } from '@aws-sdk/client-s3';
import { Address } from './address';

/**
 * Leaves the hash of the body out of the signature where nobody between us
 * and the store can change it: over TLS, and to this machine itself. That
 * saves a SHA-256 of every byte; a CRC32 or MD5 goes along all the same. On
 * plain http to anywhere else the body stays signed.
 */
export function leavePayloadUnsigned(
  client: S3Client,
  addresses: Address[],
): void {
  if (
    !addresses.every(
      ({ protocol, loopback }) => protocol === 'https:' || loopback,
    )
  ) {
    return;
  }
  client.middlewareStack.add(
    next => args => {
      const { headers } = args.request as { headers?: Record<string, string> };
      if (headers) headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
      return next(args);
    },
    { step: 'build', name: 'understudyUnsignedPayload', override: true },
  );
}
