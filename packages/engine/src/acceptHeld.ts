import { Manifest, UnderstudyError } from '@understudy/model';
import type { Bucket } from './destination';
import type { FaultHook, FaultPoint } from './faultPoints';
import { backupId } from './manifest/backupId';
import { checkOwner } from './manifest/checkOwner';
import { MANIFEST_FILE } from './manifest/files';
import { heldKey, readHeld } from './manifest/held';
import type { Ownership } from './manifest/ownerMarkers';
import { readManifest } from './manifest/readBackup';
import { deleteObjects } from './storage';
import { checkArtifacts } from './steps/checkArtifacts';
import { firstError } from './steps/firstError';
import { drain, readStored } from './steps/readArtifact';
import { progressOf } from './steps/progressOf';
import { publish } from './steps/publish';
import type { ReadProgress } from './progress';

/** @public */
export interface AcceptHeldOrder {
  bucket: Bucket;
  owner: Ownership;
  /** Folder of the run below the prefix. */
  folder: string;
  /** Who looked at it, for the log. */
  by: string;
  tempDirectory?: string;
  signal: AbortSignal;
  log(level: 'debug' | 'info' | 'warn' | 'error', text: string): void;
  onProgress?(progress: ReadProgress): void;
  mayPublish(): Promise<boolean>;
  /** For tests. */
  faultPoint?: FaultHook;
}

/** @public */
export interface AcceptedBackup {
  id: string;
  folder: string;
  manifestKey: string;
  manifest: Manifest;
  bytesStored: number;
}

/**
 * Publishes a suspicious run that somebody looked at and found right, after
 * every stored byte was read and its SHA-256 compared. Accepted twice, it is
 * published once.
 * @throws UnderstudyError `backup-gone` where nothing is held (any more)
 * @public
 */
export async function acceptHeld(
  order: AcceptHeldOrder,
): Promise<AcceptedBackup> {
  try {
    return await accept(order);
  } catch (error) {
    throw firstError(error, order.signal);
  }
}

async function accept(order: AcceptHeldOrder): Promise<AcceptedBackup> {
  const { bucket, owner, folder, signal } = order;
  const at = async (name: FaultPoint) => order.faultPoint?.(name);
  await checkOwner(bucket, owner, { signal });
  const manifestKey = `${folder}/${MANIFEST_FILE}`;
  const held = await readHeld(bucket, folder);
  const published = await readManifest(bucket, folder, { signal });
  let manifest = published ?? held?.manifest;
  if (!manifest) {
    throw new UnderstudyError('backup-gone', { key: heldKey(bucket, folder) });
  }
  const bytesStored = manifest.artifacts.reduce(
    (sum, { stored }) => sum + stored.bytes,
    0,
  );
  if (!published) {
    await checkArtifacts(bucket, folder, manifest, { signal });
    const tell = progressOf(manifest.artifacts, order.onProgress);
    for (const artifact of manifest.artifacts) {
      const { onProgress } = tell;
      await drain(readStored(artifact, { bucket, folder, signal, onProgress }));
      tell.done(artifact);
    }
    manifest = await publish({ ...order, manifest, at });
    order.log('info', `Accepted by ${order.by}, and published.`);
  }
  if (held?.manifest.attempt === manifest.attempt) {
    await deleteObjects(bucket, [heldKey(bucket, folder)]);
  }
  const id = backupId(manifest.owner, manifestKey);
  return { id, folder, manifestKey, manifest, bytesStored };
}
