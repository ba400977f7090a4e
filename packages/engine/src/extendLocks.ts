import { UnderstudyError } from '@understudy/model';
import type { Bucket } from './destination';
import { MANIFEST_FILE } from './manifest/files';
import { readManifest } from './manifest/readBackup';
import { extendRetention, readRetention } from './storage/objectLock';

/**
 * Extends the store's own lock of a backup to a date, where it has one and
 * ends before. A store without Object Lock, or keys that may not, leave it to
 * our lock alone.
 * @returns how many objects are kept longer now
 * @public
 */
export async function extendObjectLocks(
  bucket: Bucket,
  folder: string,
  until: number,
): Promise<number> {
  if (bucket.profile?.objectLock !== 'yes') return 0;
  const manifest = await readManifest(bucket, folder);
  if (!manifest) return 0;
  let extended = 0;
  for (const name of [
    MANIFEST_FILE,
    ...manifest.artifacts.map(({ key }) => key),
  ]) {
    const key = bucket.key(`${folder}/${name}`);
    try {
      const { until: now, mode } = await readRetention(bucket, key);
      if (!mode || now === null || now >= until) continue;
      await extendRetention(bucket, key, { until, mode });
      extended += 1;
    } catch (error) {
      const { code } = UnderstudyError.from(error);
      if (!/^s3-(?:denied|unsupported)/.test(code)) throw error;
    }
  }
  return extended;
}
