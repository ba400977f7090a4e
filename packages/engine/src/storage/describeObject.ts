import { GetObjectTaggingCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { unquoted } from './headObject';
import { send } from './send';

/**
 * All that a store tells of an object, for people who look at it.
 * @public
 */
export interface ObjectDescription {
  bytes: number;
  etag: string | null;
  modified: Date | null;
  storageClass: string | null;
  versionId: string | null;
  encryption: string | null;
  kmsKey: string | null;
  lock: { mode: string; until: Date | null } | null;
  legalHold: boolean;
  /** What a thaw says, as the store words it. */
  restore: string | null;
  metadata: Record<string, string>;
  /** Null where the store, or the rights of these keys, do not tell. */
  tags: Record<string, string> | null;
}

/** Tags are a right of their own, and not every store has them. */
async function tagsOf(
  bucket: Bucket,
  key: string,
  signal?: AbortSignal,
): Promise<Record<string, string> | null> {
  try {
    const { TagSet } = await send(
      bucket,
      'GetObjectTagging',
      { key, signal },
      (client, settings) =>
        client.send(
          new GetObjectTaggingCommand({ Bucket: bucket.bucket, Key: key }),
          settings,
        ),
    );
    return Object.fromEntries(
      (TagSet ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']),
    );
  } catch (error) {
    if (signal?.aborted || !(error instanceof UnderstudyError)) throw error;
    return null;
  }
}

/**
 * Describes an object; undefined where there is none.
 * @public
 */
export async function describeObject(
  bucket: Bucket,
  key: string,
  options: { signal?: AbortSignal } = {},
): Promise<ObjectDescription | undefined> {
  try {
    const head = await send(
      bucket,
      'HeadObject',
      { key, ...options },
      (client, settings) =>
        client.send(
          new HeadObjectCommand({ Bucket: bucket.bucket, Key: key }),
          settings,
        ),
    );
    return {
      bytes: head.ContentLength ?? 0,
      etag: unquoted(head.ETag),
      modified: head.LastModified ?? null,
      // S3 tells it of all classes but this one.
      storageClass: head.StorageClass ?? 'STANDARD',
      versionId: head.VersionId ?? null,
      encryption: head.ServerSideEncryption ?? null,
      kmsKey: head.SSEKMSKeyId ?? null,
      lock: head.ObjectLockMode
        ? {
            mode: head.ObjectLockMode,
            until: head.ObjectLockRetainUntilDate ?? null,
          }
        : null,
      legalHold: head.ObjectLockLegalHoldStatus === 'ON',
      restore: head.Restore ?? null,
      metadata: head.Metadata ?? {},
      tags: await tagsOf(bucket, key, options.signal),
    };
  } catch (error) {
    if (error instanceof UnderstudyError && error.code === 'backup-gone') {
      return undefined;
    }
    throw error;
  }
}
