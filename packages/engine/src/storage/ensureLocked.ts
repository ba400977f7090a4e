import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectRetentionCommand } from '@aws-sdk/client-s3';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { isAppendOnly } from '../destination/wishes';
import { headObject } from './headObject';
import type { ObjectLock } from './keptAs';
import { send } from './send';

/** Some stores refuse to lock what was written a moment ago. */
const MOMENT = 2000;

async function lockIt(
  bucket: Bucket,
  of: { key: string; versionId: string | null; lock: ObjectLock },
  signal?: AbortSignal,
): Promise<void> {
  const { key, versionId, lock } = of;
  await send(
    bucket,
    'PutObjectRetention',
    { key, signal },
    (client, settings) =>
      client.send(
        new PutObjectRetentionCommand({
          Bucket: bucket.bucket,
          Key: key,
          ...(versionId ? { VersionId: versionId } : {}),
          Retention: {
            Mode: lock.mode,
            RetainUntilDate: new Date(lock.until),
          },
        }),
        settings,
      ),
  );
}

/**
 * Sees that an object is locked as it was asked to be when it was written.
 * Some stores (Ceph before 17) forget the lock of an upload in parts: there it
 * is set afterwards.
 * @throws UnderstudyError where it can't be locked
 */
export async function ensureLocked(
  bucket: Bucket,
  of: { key: string; versionId: string | null; lock: ObjectLock },
  signal?: AbortSignal,
): Promise<void> {
  // It went along with the write; these keys can't look.
  if (isAppendOnly(bucket)) return;
  const head = await headObject(bucket, of.key, { signal });
  if (head?.lockedUntil && head.lockedUntil >= new Date(of.lock.until)) return;
  try {
    await lockIt(bucket, of, signal);
  } catch (error) {
    const { code } = UnderstudyError.from(error);
    if (!code.startsWith('s3-denied') || signal?.aborted) throw error;
    await sleep(MOMENT, undefined, { signal }).catch(() => {});
    await lockIt(bucket, of, signal);
  }
}
