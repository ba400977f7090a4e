import { S3Error } from '../errors';
import { isArchived } from '../storageClasses';
import type { ObjectRecord } from '../store/records';

const minute = 60 * 1000;
const hour = 60 * minute;

export const tiers = ['Expedited', 'Standard', 'Bulk'] as const;
export type Tier = (typeof tiers)[number];

/** The longest that S3 takes, by class and tier; nobody hurries an object out of DEEP_ARCHIVE. */
const durations: Record<string, Partial<Record<Tier, number>>> = {
  GLACIER: { Expedited: 5 * minute, Standard: 5 * hour, Bulk: 12 * hour },
  DEEP_ARCHIVE: { Standard: 12 * hour, Bulk: 48 * hour },
};

/** How long it takes to bring an object back; undefined where that tier is not offered. */
export function thawDuration(
  storageClass: string | undefined,
  tier: Tier,
): number | undefined {
  return durations[storageClass ?? '']?.[tier];
}

export type ThawState = 'none' | 'under-way' | 'ready';

/** How far it is; a copy that was brought back goes again after its days. */
export function thawState(record: ObjectRecord, now: number): ThawState {
  const { restore } = record;
  if (!restore || now >= restore.expiresAt) return 'none';
  return now >= restore.readyAt ? 'ready' : 'under-way';
}

/** Refuses to read what is archived and not brought back. */
export function checkReadable(
  record: ObjectRecord,
  options: { now: number; copying: boolean },
): void {
  if (!isArchived(record.storageClass)) return;
  if (thawState(record, options.now) === 'ready') return;
  throw S3Error.create(
    options.copying
      ? {
          status: 403,
          code: 'ObjectNotInActiveTierError',
          message:
            'The source object of the COPY operation is not in the active tier and is only stored in Amazon S3 Glacier.',
        }
      : {
          status: 403,
          code: 'InvalidObjectState',
          message: "The operation is not valid for the object's storage class",
          details: { StorageClass: record.storageClass ?? '' },
        },
  );
}

/** What reads say about it. */
export function restoreHeader(
  record: ObjectRecord,
  now: number,
): Record<string, string> {
  const state = thawState(record, now);
  if (state === 'none' || !record.restore) return {};
  if (state === 'under-way') {
    return { 'x-amz-restore': 'ongoing-request="true"' };
  }
  const date = new Date(record.restore.expiresAt).toUTCString();
  return {
    'x-amz-restore': `ongoing-request="false", expiry-date="${date}"`,
  };
}
