import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { Manifest } from '@understudy/model';
import type { Bucket } from '../destination';
import { wishesOf } from '../destination/wishes';

/**
 * How one object is to be kept, beyond what the client adds to all.
 * @public
 */
export type KeptHow = Pick<
  PutObjectCommandInput,
  'StorageClass' | 'Tagging' | 'ObjectLockMode' | 'ObjectLockRetainUntilDate'
>;

/** A lock as a run sets it. */
export type ObjectLock = NonNullable<Manifest['objectLock']>;

/**
 * The lock that a run's objects get, counted from now; whole seconds, as some
 * stores want them.
 */
export function lockFromNow(bucket: Bucket): ObjectLock | undefined {
  const wish = wishesOf(bucket).objectLock;
  if (!wish) return undefined;
  const end = Math.ceil(Date.now() / 1000) + wish.days * 24 * 60 * 60;
  return { mode: wish.mode, until: new Date(end * 1000).toISOString() };
}

/** What S3 takes as a tag; anything else becomes `_`. */
const tagText = (text: string) =>
  encodeURIComponent(
    text.replace(/[^A-Za-z0-9 +\-=._:/@]/g, '_').slice(0, 256),
  );

/** Tags are left out where the store is known not to take them from us. */
function takesTags({ profile }: Bucket): boolean {
  if (!profile || profile.tags === 'yes') return true;
  return profile.tags === 'unknown' && profile.errors.tags === undefined;
}

/**
 * How an artifact or a manifest is kept. A manifest has no storage class: it
 * must be readable at once, however deep its artifacts lie.
 */
export function keptAs(
  bucket: Bucket,
  part: 'artifact' | 'manifest',
  of: { plan: string; entityRef: string | null; lock?: ObjectLock },
): KeptHow {
  const { storageClass, tags } = wishesOf(bucket);
  const { plan, entityRef, lock } = of;
  const how: KeptHow = {};
  if (storageClass && part === 'artifact') {
    how.StorageClass = storageClass as KeptHow['StorageClass'];
  }
  if (tags && takesTags(bucket)) {
    how.Tagging = [
      `understudy-plan=${tagText(plan)}`,
      ...(entityRef ? [`understudy-entity=${tagText(entityRef)}`] : []),
    ].join('&');
  }
  if (lock) {
    how.ObjectLockMode = lock.mode;
    how.ObjectLockRetainUntilDate = new Date(lock.until);
  }
  return how;
}
