import {
  abortUpload,
  deleteObjects,
  deleteVersion,
  listObjects,
  listUploads,
  listVersions,
} from '../../storage';
import type { Workbench } from './Workbench';

/** Each version by its id: on a bucket with versions a plain delete hides only. */
async function deleteVersions(bench: Workbench): Promise<void> {
  const { remover: bucket, folder, locked } = bench;
  for await (const version of listVersions(bucket, { prefix: `${folder}/` })) {
    if (!locked.has(version.key)) await deleteVersion(bucket, version);
  }
}

/**
 * Removes all that was written; throws the first problem. Uploads are ended
 * by their ids and by what a listing finds. What is locked stays until its
 * lock ends; the sweeper comes again.
 */
export async function cleanUp(bench: Workbench): Promise<void> {
  const { remover: bucket, folder, keys, locked } = bench;
  const problems: unknown[] = [];
  const attempt = (work: Promise<void>) => work.catch(it => problems.push(it));
  for (const { key, uploadId } of bench.uploads) {
    await attempt(abortUpload(bucket, key, uploadId));
  }
  const prefix = `${folder}/`;
  const listed = async () => {
    for await (const found of listObjects(bucket, { prefix })) {
      if ('key' in found) keys.add(found.key);
    }
  };
  // A listing that is refused has been reported by its own step.
  await listed().catch(() => {});
  if (bench.versioned) {
    await attempt(deleteVersions(bench));
  } else {
    const left = [...keys].filter(key => !locked.has(key));
    await attempt(deleteObjects(bucket, left));
  }
  const unfinished = async () => {
    for await (const { key, uploadId } of listUploads(bucket, { prefix })) {
      await abortUpload(bucket, key, uploadId);
    }
  };
  await unfinished().catch(() => {});
  if (problems.length > 0) throw problems[0];
}
