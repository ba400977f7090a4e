import { Manifest, Tombstone, tombstoneSchema } from '@understudy/model';
import type { Bucket } from '../destination';
import { deleteObjects } from '../storage';
import { TOMBSTONE_FILE } from './files';
import { readJson } from './readJson';
import { writeJson } from './writeOnce';

const keyOf = (bucket: Bucket, folder: string) =>
  bucket.key(`${folder}/${TOMBSTONE_FILE}`);

/** From here on the backup is *being deleted*: never restored, never good. */
export async function writeTombstone(
  bucket: Bucket,
  folder: string,
  options: { manifest: Manifest; by: string; why: string },
): Promise<Tombstone> {
  const { by, why, manifest } = options;
  const tombstone: Tombstone = {
    format: 'understudy/tombstone',
    at: new Date().toISOString(),
    by,
    why,
    manifest,
  };
  await writeJson(bucket, { key: keyOf(bucket, folder), value: tombstone });
  return tombstone;
}

/** The tombstone of a run's folder, if it has one. */
export function readTombstone(
  bucket: Bucket,
  folder: string,
): Promise<Tombstone | undefined> {
  return readJson(bucket, keyOf(bucket, folder), tombstoneSchema);
}

/** Takes a tombstone away: the last step of a deletion, or its withdrawal. */
export async function removeTombstone(
  bucket: Bucket,
  folder: string,
): Promise<void> {
  await deleteObjects(bucket, [keyOf(bucket, folder)]);
}
