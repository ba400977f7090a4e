import type { LifecycleRule } from '../storage/bucketTypes';
import { HelpedDestination, keepsVersions, keyPrefix } from './place';

const MIB = 1024 ** 2;

/** Uploads that nobody ended by then belong to no run any more. */
const UPLOAD_DAYS = 2;

/** How long what was deleted can still be brought back. */
const DELETED_DAYS = 30;

/** Infrequently read, and readable at once: a restore need not wait. */
const COLDER = { Days: 30, StorageClass: 'GLACIER_IR' } as const;

/**
 * Rules that help backups and never eat them: unfinished uploads end, old
 * versions of what was deleted go, and where `colder` is asked for large
 * objects move to a cheaper class. Manifests, locks and proofs are smaller
 * than a MiB and stay where they are. They replace all rules of the bucket.
 * @public
 */
export function lifecycleFor(
  destination: HelpedDestination,
  options: { colder?: boolean } = {},
): LifecycleRule[] {
  const Prefix = keyPrefix(destination);
  const { store, appendOnly } = destination;
  const Status = 'Enabled' as const;
  const days = DELETED_DAYS + (store?.objectLock?.days ?? 0);
  return [
    {
      ID: 'understudy-unfinished-uploads',
      Status,
      Filter: { Prefix },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: UPLOAD_DAYS },
    },
    ...(keepsVersions(destination) && store?.layout !== 'versioned'
      ? [
          {
            ID: 'understudy-deleted-versions',
            Status,
            Filter: { Prefix },
            NoncurrentVersionExpiration: { NoncurrentDays: days },
            Expiration: { ExpiredObjectDeleteMarker: true },
          },
        ]
      : []),
    ...(appendOnly
      ? [
          {
            // These keys cannot clean up after their check-ups.
            ID: 'understudy-check-ups',
            Status,
            Filter: { Prefix: `${Prefix}_checkup/` },
            Expiration: { Days: 1 },
          },
        ]
      : []),
    ...(options.colder
      ? [
          {
            ID: 'understudy-colder',
            Status,
            Filter: { And: { Prefix, ObjectSizeGreaterThan: MIB } },
            Transitions: [COLDER],
          },
        ]
      : []),
  ];
}
