import type { Bucket } from '@understudy/engine';
import {
  abortUpload,
  deleteObjects,
  listObjects,
  listUploads,
} from '@understudy/engine';

/**
 * A check-up tidies up after itself, unless its process was killed: its keys
 * and uploads below `_checkup/` are nobody's after a while.
 * @internal
 */
export async function sweepCheckUps(
  bucket: Bucket,
  olderThan: Date,
): Promise<{ aborted: number; deleted: number }> {
  const prefix = bucket.key('_checkup/');
  let aborted = 0;
  for await (const upload of listUploads(bucket, { prefix })) {
    if (upload.initiated && upload.initiated < olderThan) {
      await abortUpload(bucket, upload.key, upload.uploadId);
      aborted += 1;
    }
  }
  const old: string[] = [];
  for await (const entry of listObjects(bucket, { prefix })) {
    if ('key' in entry && entry.modified && entry.modified < olderThan) {
      old.push(entry.key);
    }
  }
  await deleteObjects(bucket, old);
  return { aborted, deleted: old.length };
}
