import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { checkOwner } from '../manifest/checkOwner';
import { readHeld } from '../manifest/held';
import { readIntent } from '../manifest/intent';
import type { Ownership } from '../manifest/ownerMarkers';
import { readManifest } from '../manifest/readBackup';
import { readTombstone } from '../manifest/tombstone';
import { deleteObjects, headObject } from '../storage';
import { classifyKey } from './classifyKey';

/** Why an object is not for anybody to delete by hand. @public */
export type StayReason = 'ours' | 'named' | 'unreadable' | 'gone';

/**
 * Why a key must stay, or null where it belongs to nothing. Reads whatever
 * could name it; what cannot be read keeps it.
 * @public
 */
export async function whyItStays(
  bucket: Bucket,
  key: string,
  options: { signal?: AbortSignal } = {},
): Promise<StayReason | null> {
  const { kind, folder, attempt } = classifyKey(key);
  if (kind !== 'not-ours' && (kind !== 'artifact' || folder === null)) {
    return 'ours';
  }
  if (!(await headObject(bucket, bucket.key(key), options))) return 'gone';
  if (folder === null) return null;
  const rest = key.slice(folder.length + 1);
  try {
    const [manifest, tombstone, held, intent] = await Promise.all([
      readManifest(bucket, folder, options),
      readTombstone(bucket, folder),
      readHeld(bucket, folder),
      attempt === null ? undefined : readIntent(bucket, folder, attempt),
    ]);
    // An attempt with an intent is under way, or the sweeper's to deal with.
    if (intent) return 'named';
    const names = [manifest, tombstone?.manifest, held?.manifest].flatMap(
      each => each?.artifacts.map(artifact => artifact.key) ?? [],
    );
    return names.includes(rest) ? 'named' : null;
  } catch (error) {
    if (
      UnderstudyError.from(error).code !== 'manifest-unreadable' &&
      UnderstudyError.from(error).code !== 'manifest-newer'
    ) {
      throw error;
    }
    return 'unreadable';
  }
}

/**
 * Deletes what is not ours or belongs to nothing, because somebody said so by
 * name; each key is looked at again first, and what belongs to something
 * stays.
 * @public
 */
export async function deleteLeftovers(
  bucket: Bucket,
  options: {
    owner: Ownership;
    /** Below the prefix. */
    keys: readonly string[];
    signal?: AbortSignal;
  },
): Promise<{
  deleted: string[];
  stay: { key: string; reason: StayReason }[];
}> {
  const { owner, keys, signal } = options;
  const deleted: string[] = [];
  const stay: { key: string; reason: StayReason }[] = [];
  for (const key of new Set(keys)) {
    const reason = await whyItStays(bucket, key, { signal });
    if (reason) stay.push({ key, reason });
    else deleted.push(key);
  }
  await checkOwner(bucket, owner, { signal });
  await deleteObjects(
    bucket,
    deleted.map(key => bucket.key(key)),
    { signal },
  );
  return { deleted, stay };
}
