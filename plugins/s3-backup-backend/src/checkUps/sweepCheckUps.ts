import type { Bucket } from '@understudy/engine';
import {
  abortUpload,
  deleteObjects,
  deleteVersion,
  listObjects,
  listUploads,
  listVersions,
} from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';

/** How many old versions were removed; undefined where there are none. */
async function sweepVersions(
  bucket: Bucket,
  prefix: string,
  olderThan: Date,
): Promise<number | undefined> {
  const old: Array<{ key: string; versionId: string }> = [];
  try {
    for await (const version of listVersions(bucket, { prefix })) {
      const { modified, versionId } = version;
      if (versionId === 'null' && !version.marker) continue;
      if (modified && modified < olderThan) old.push(version);
    }
  } catch {
    // Not every store has versions, nor may every key list them.
    return undefined;
  }
  if (old.length === 0) return undefined;
  let deleted = 0;
  for (const version of old) {
    try {
      await deleteVersion(bucket, version);
      deleted += 1;
    } catch (error) {
      // Its lock still holds; the next round comes.
      const { code } = UnderstudyError.from(error);
      if (code !== 's3-locked' && code !== 's3-denied-delete') throw error;
    }
  }
  return deleted;
}

/**
 * A check-up tidies up after itself, unless its process was killed, or what it
 * wrote is locked: its keys and uploads below `_checkup/` are nobody's after a
 * while.
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
  const versions = await sweepVersions(bucket, prefix, olderThan);
  const old: string[] = [];
  // Locked ones are versions: a plain delete would only hide them.
  if (versions === undefined) {
    for await (const entry of listObjects(bucket, { prefix })) {
      if ('key' in entry && entry.modified && entry.modified < olderThan) {
        old.push(entry.key);
      }
    }
    await deleteObjects(bucket, old);
  }
  return { aborted, deleted: (versions ?? 0) + old.length };
}
