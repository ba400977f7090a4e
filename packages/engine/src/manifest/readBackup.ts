import {
  Manifest,
  parseManifest,
  Proof,
  UnderstudyError,
} from '@understudy/model';
import type { Bucket } from '../destination';
import { getText, headObject } from '../storage';
import { MANIFEST_FILE, TOMBSTONE_FILE } from './files';
import { checkSeal } from './manifestSeal';
import { listProofs } from './proofs';
import { readTombstone } from './tombstone';

/**
 * The manifest of a run's folder, if there is one. One that was put there from
 * elsewhere says nothing of this run.
 */
export async function readManifest(
  bucket: Bucket,
  folder: string,
  options: { signal?: AbortSignal } = {},
): Promise<Manifest | undefined> {
  const key = `${folder}/${MANIFEST_FILE}`;
  const text = await getText(bucket, bucket.key(key), options);
  if (text === undefined) return undefined;
  const manifest = parseManifest(text, key);
  if (folder.endsWith(`_${manifest.runId}`)) return manifest;
  const reason = 'it belongs to another run';
  throw new UnderstudyError('manifest-unreadable', { key, reason });
}

/**
 * One backup with its proofs. While it is being deleted its manifest may be
 * gone; then the tombstone's copy is given.
 * @throws UnderstudyError `backup-gone` where there is neither
 * @public
 */
export async function readBackup(
  bucket: Bucket,
  folder: string,
  options: { signal?: AbortSignal } = {},
): Promise<{ manifest: Manifest; deleting: boolean; proofs: Proof[] }> {
  const [manifest, tombstone, proofs] = await Promise.all([
    readManifest(bucket, folder, options),
    readTombstone(bucket, folder),
    listProofs(bucket, folder, options),
  ]);
  const found = manifest ?? tombstone?.manifest;
  if (!found) {
    const key = `${folder}/${MANIFEST_FILE}`;
    throw new UnderstudyError('backup-gone', { key });
  }
  return { manifest: found, deleting: tombstone !== undefined, proofs };
}

/**
 * The manifest of a backup that may be read from.
 * @throws UnderstudyError `backup-gone` or `backup-deleting`
 */
export async function readForUse(
  bucket: Bucket,
  folder: string,
  options: {
    signal?: AbortSignal;
    /** Whoever looks at its checksum by itself. */
    unchecked?: boolean;
  } = {},
): Promise<Manifest> {
  const key = `${folder}/${MANIFEST_FILE}`;
  const tombstone = bucket.key(`${folder}/${TOMBSTONE_FILE}`);
  if (await headObject(bucket, tombstone, options)) {
    throw new UnderstudyError('backup-deleting', { key });
  }
  const manifest = await readManifest(bucket, folder, options);
  if (!manifest) throw new UnderstudyError('backup-gone', { key });
  if (!options.unchecked) checkSeal(manifest);
  return manifest;
}
