import type { Lock, Rung } from '@understudy/model';

/**
 * What retention has to know of a backup, whether it was read from the bucket
 * or from the portal's cache. Instants are milliseconds.
 * @public
 */
export interface RetainedBackup {
  id: string;
  /** Slot, or start where it has none: what a period is told by. */
  takenAt: number;
  finishedAt: number;
  bytesStored: number;
  complete: boolean;
  /** A tombstone stands: its deletion was begun. */
  deleting: boolean;
  /** Highest rung that was proven. */
  rung: Rung;
  /** A proof failed since. */
  damaged: boolean;
  /** `unreadable` where nothing is known: it counts as locked. */
  lock: Pick<Lock, 'reason' | 'by' | 'until'> | 'unreadable' | null;
  /** Until when the store itself refuses; Infinity for a legal hold. */
  objectLockUntil?: number | null;
  /** Its manifest cannot be read: nothing else of it is known. */
  unreadable?: boolean;
}

/** Readable, complete, no tombstone, no failed proof. */
export function isGood(backup: RetainedBackup): boolean {
  return (
    !backup.unreadable && backup.complete && !backup.deleting && !backup.damaged
  );
}

/** Newest first, in an order that never depends on how they came. */
export function newestFirst(a: RetainedBackup, b: RetainedBackup): number {
  if (a.takenAt !== b.takenAt) return b.takenAt - a.takenAt;
  if (a.finishedAt !== b.finishedAt) return b.finishedAt - a.finishedAt;
  if (a.id === b.id) return 0;
  return a.id < b.id ? 1 : -1;
}
