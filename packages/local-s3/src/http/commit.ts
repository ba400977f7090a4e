import { defaultRetention } from '../lock/readLock';
import type { Bucket, RecordGuard } from '../store/bucket';
import type { ObjectDraft, ObjectRecord } from '../store/records';
import type { Call } from './call';

/** Commits an object with the time and the lock that it has from now on. */
export function commitObject(
  call: Call,
  bucket: Bucket,
  options: { draft: Omit<ObjectDraft, 'lastModified'>; guard: RecordGuard },
): Promise<ObjectRecord> {
  const { draft, guard } = options;
  const { stampLateMs = 0, invisibleMs } = call.effects;
  const { now } = call;
  return bucket.put(
    {
      ...draft,
      retention: draft.retention ?? defaultRetention(bucket.record, now),
      lastModified: now + stampLateMs,
      ...(invisibleMs !== undefined && { visibleFrom: now + invisibleMs }),
    },
    guard,
  );
}
