import { accessDenied } from '../errors';
import type { ObjectRecord } from '../store/records';

export function protectedByLock() {
  return accessDenied('Access Denied because object protected by object lock.');
}

/** Refuses to remove a version that a lock protects. `bypass` says whether the caller may and wants to pass over governance. */
export function checkRemoval(
  record: ObjectRecord | undefined,
  options: { now: number; bypass: boolean },
): void {
  if (!record) return;
  if (record.legalHold) throw protectedByLock();
  const { retention } = record;
  if (!retention || retention.until <= options.now) return;
  if (retention.mode === 'COMPLIANCE' || !options.bypass) {
    throw protectedByLock();
  }
}
