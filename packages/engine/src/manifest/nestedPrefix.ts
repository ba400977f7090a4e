import { ownerFileSchema, UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { isAppendOnly } from '../destination/wishes';
import { getText, headObject, listObjects } from '../storage';
import { OWNER_FILE } from './files';

function refuse(bucket: Bucket, other: string): never {
  throw new UnderstudyError('nested-prefix', {
    prefix: bucket.prefix || 'the whole bucket',
    other: other || 'the whole bucket',
    bucket: bucket.bucket,
  });
}

/**
 * Refuses a prefix that lies within one of Understudy. Keys that may not look
 * there are not told anything, and cannot reach it either.
 */
export async function refuseWithin(
  bucket: Bucket,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const segments = bucket.prefix === '' ? [] : bucket.prefix.split('/');
  for (let length = segments.length - 1; length >= 0; length -= 1) {
    const above = segments.slice(0, length).join('/');
    const key = above === '' ? OWNER_FILE : `${above}/${OWNER_FILE}`;
    const found = await headObject(bucket, key, options).catch(error => {
      const { code } = UnderstudyError.from(error);
      if (code === 's3-denied-get' || code === 's3-denied-list') {
        return undefined;
      }
      throw error;
    });
    if (found) refuse(bucket, above);
  }
}

/**
 * Refuses a prefix that holds one of Understudy. Lists everything below, so
 * it is asked only when a prefix is claimed for the first time.
 */
export async function refuseAround(
  bucket: Bucket,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const prefix = bucket.key('');
  for await (const entry of listObjects(bucket, { prefix, ...options })) {
    if (!('key' in entry) || !entry.key.endsWith(`/${OWNER_FILE}`)) continue;
    if (entry.key === bucket.key(OWNER_FILE)) continue;
    // What can't be read is believed.
    const text = isAppendOnly(bucket)
      ? undefined
      : await getText(bucket, entry.key, options);
    if (isAppendOnly(bucket) || isOwnerFile(text)) {
      refuse(bucket, entry.key.slice(0, -OWNER_FILE.length - 1));
    }
  }
}

function isOwnerFile(text: string | undefined): boolean {
  try {
    return ownerFileSchema.safeParse(JSON.parse(text ?? '')).success;
  } catch {
    return false;
  }
}
