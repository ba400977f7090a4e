import { HeadObjectCommand } from '@aws-sdk/client-s3';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { speaksChecksums } from '../destination/checksums';
import { isAppendOnly } from '../destination/wishes';
import { headListed } from './headListed';
import { send } from './send';

/**
 * What a store says of an object.
 * @public
 */
export interface ObjectHead {
  bytes: number;
  /** Without quotes. */
  etag: string | null;
  /** CRC32 of all bytes, where the store keeps it. */
  crc32?: string | null;
  /** CRC32 of the parts' CRC32s with their number, where it keeps only that. */
  compositeCrc32?: string | null;
  versionId: string | null;
  /** Encryption the store names, e.g. `AES256`; `sse-c` under a key of ours. */
  encryption: string | null;
  metadata: Record<string, string>;
  /** When the store says that it was written. */
  modified: Date | null;
  /** Until when Object Lock keeps it. */
  lockedUntil: Date | null;
}

/** ETags come quoted, and from some stores bare. */
export function unquoted(etag: string | undefined): string | null {
  return etag === undefined ? null : etag.replace(/^"|"$/g, '');
}

/**
 * Asks for an object; undefined where there is none. Of what may not be read a
 * listing tells size and ETag.
 * @public
 */
export async function headObject(
  bucket: Bucket,
  key: string,
  options: { signal?: AbortSignal } = {},
): Promise<ObjectHead | undefined> {
  if (isAppendOnly(bucket)) return headListed(bucket, key, options);
  const checksums = speaksChecksums(bucket);
  try {
    const head = await send(
      bucket,
      'HeadObject',
      { key, ...options },
      (client, settings) =>
        client.send(
          new HeadObjectCommand({
            Bucket: bucket.bucket,
            Key: key,
            ...(checksums ? { ChecksumMode: 'ENABLED' } : {}),
          }),
          settings,
        ),
    );
    const crc = head.ChecksumCRC32 ?? null;
    const composite = crc !== null && /-\d+$/.test(crc);
    return {
      bytes: head.ContentLength ?? 0,
      etag: unquoted(head.ETag),
      crc32: composite ? null : crc,
      compositeCrc32: composite ? crc : null,
      versionId: head.VersionId ?? null,
      encryption:
        head.ServerSideEncryption ??
        (head.SSECustomerAlgorithm ? 'sse-c' : null),
      metadata: head.Metadata ?? {},
      modified: head.LastModified ?? null,
      lockedUntil: head.ObjectLockRetainUntilDate ?? null,
    };
  } catch (error) {
    if (error instanceof UnderstudyError && error.code === 'backup-gone') {
      return undefined;
    }
    throw error;
  }
}
