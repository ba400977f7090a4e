import { S3ClientConfig } from '@aws-sdk/client-s3';
import { PROVIDER_PRESETS } from '@understudy/model';
import type { Bucket } from './bucket';

/**
 * True where CRC32 headers may go along: AWS itself (through an endpoint of
 * one's own, too), and stores that a probe saw echo them. Elsewhere they may be refused, or taken and forgotten.
 */
export function speaksChecksums(
  bucket: Pick<Bucket, 'connection' | 'profile'>,
): boolean {
  if (bucket.profile) return bucket.profile.checksumEcho === 'yes';
  const { endpoint, provider = 'other' } = bucket.connection;
  return endpoint === undefined || PROVIDER_PRESETS[provider].checksums;
}

/**
 * The SDK's own checksums: only what an operation demands until the store is
 * known to understand them. Asked again at each request, because a profile
 * may come later than the client.
 */
export function checksumSettings(
  bucket: () => Pick<Bucket, 'connection' | 'profile'>,
): Pick<
  S3ClientConfig,
  'requestChecksumCalculation' | 'responseChecksumValidation'
> {
  const when = async () =>
    speaksChecksums(bucket()) ? 'WHEN_SUPPORTED' : 'WHEN_REQUIRED';
  return {
    requestChecksumCalculation: when,
    responseChecksumValidation: when,
  };
}
