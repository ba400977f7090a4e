import { instantInKey } from './folders';

/** Below the prefix. */
export const OWNER_FILE = 'understudy.json';
export const STATUS_FILE = 'status.json';
export const OWNER_FOLDER = '_owner/';

/** In the folder of a plan. */
export const PLAN_FILE = 'plan.json';

/** In the folder of a run. One manifest a run, so that the conditional PUT fences. */
export const MANIFEST_FILE = 'manifest.json';
export const TOMBSTONE_FILE = 'deleted.json';
export const HELD_FILE = 'held.json';
export const LOCK_FILE = 'lock.json';

/** Folder of an attempt, in the folder of its run. */
export const attemptFolder = (attempt: number) => `a${attempt}`;

/** The first write of an attempt. */
export const intentFile = (attempt: number) =>
  `${attemptFolder(attempt)}/intent.json`;

/** A proof, by when and how far. */
export const proofFile = (at: string, rung: string) =>
  `proof/${instantInKey(at)}_${rung}.json`;

const FIXED = [MANIFEST_FILE, TOMBSTONE_FILE, HELD_FILE, LOCK_FILE];

/**
 * Whether a name in the folder of a run is one of ours that holds no
 * artifact. Only these, and what an intent or a manifest names, are ever
 * deleted there.
 */
export function isFixedName(rest: string): boolean {
  return (
    FIXED.includes(rest) ||
    /^a[1-9]\d*\/intent\.json$/.test(rest) ||
    /^proof\/[0-9TZ-]+_[a-z]+\.json$/.test(rest)
  );
}
