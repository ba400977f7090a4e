import { Lock, lockSchema, UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { deleteObjects, headObject } from '../storage';
import { LOCK_FILE, MANIFEST_FILE, TOMBSTONE_FILE } from './files';
import { readJson } from './readJson';
import { writeJson } from './writeOnce';

const keyOf = (bucket: Bucket, folder: string) =>
  bucket.key(`${folder}/${LOCK_FILE}`);

/**
 * The lock of a backup, if it has one.
 * @throws UnderstudyError where it cannot be read: then the backup stays
 * @public
 */
export function readLock(
  bucket: Bucket,
  folder: string,
  options: { signal?: AbortSignal } = {},
): Promise<Lock | undefined> {
  return readJson(bucket, keyOf(bucket, folder), lockSchema, options);
}

/** Errors that say that a lock may be there, and not what it says. */
export function isUnreadableLock(error: unknown): boolean {
  return (
    error instanceof UnderstudyError &&
    ['manifest-unreadable', 's3-denied-get', 's3-needs-thaw'].includes(
      error.code,
    )
  );
}

/** Whether a lock still holds. @public */
export function isHolding(lock: Pick<Lock, 'until'>, now = Date.now()) {
  return lock.until === null || Date.parse(lock.until) > now;
}

/**
 * Locks a backup. A deletion looks for a lock after it has written its
 * tombstone, and this looks for a tombstone after it has written its lock: one
 * of the two gives way, so that no lock is promised that does not hold.
 * @throws UnderstudyError `backup-gone`, `backup-deleting`
 * @public
 */
export async function writeLock(
  bucket: Bucket,
  folder: string,
  lock: Omit<Lock, 'format'>,
): Promise<void> {
  const key = `${folder}/${MANIFEST_FILE}`;
  const there = async (name: string) =>
    (await headObject(bucket, bucket.key(`${folder}/${name}`))) !== undefined;
  if (await there(TOMBSTONE_FILE)) {
    throw new UnderstudyError('backup-deleting', { key });
  }
  const value = lockSchema.parse({ format: 'understudy/lock', ...lock });
  await writeJson(bucket, { key: keyOf(bucket, folder), value });
  const deleting = await there(TOMBSTONE_FILE);
  if (!deleting && (await there(MANIFEST_FILE))) return;
  await removeLock(bucket, folder);
  throw new UnderstudyError(deleting ? 'backup-deleting' : 'backup-gone', {
    key,
  });
}

/** Takes a lock off; none is fine. @public */
export async function removeLock(
  bucket: Bucket,
  folder: string,
): Promise<void> {
  await deleteObjects(bucket, [keyOf(bucket, folder)]);
}
