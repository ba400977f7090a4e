import {
  Lock,
  Manifest,
  Problem,
  Proof,
  UnderstudyError,
} from '@understudy/model';
import type { Bucket } from '../destination';
import { listObjects } from '../storage';
import { backupId } from './backupId';
import { LOCK_FILE, MANIFEST_FILE, TOMBSTONE_FILE } from './files';
import { entityFolder, parseRunKey } from './folders';
import { isUnreadableLock, readLock } from './lock';
import { listProofs } from './proofs';
import { readManifest } from './readBackup';
import { readTombstone } from './tombstone';

/**
 * A backup as a listing of the bucket finds it. One whose manifest cannot be
 * read is found, too, with its problem: it must be counted, and kept.
 * @public
 */
export interface FoundBackup {
  /** Null where the manifest cannot be read. */
  id: string | null;
  /** Folder of its run, below the prefix. */
  folder: string;
  /** Below the prefix. */
  manifestKey: string;
  manifest: Manifest | null;
  problem: Problem | null;
  deleting: boolean;
  /** Only where asked for. */
  proofs?: Proof[];
  /** Only where asked for; null where there is none. */
  lock?: Lock | 'unreadable' | null;
}

/** @public */
export interface ListBackupsOptions {
  /** Only the backups of this plan. */
  plan?: { entityRef: string | null; plan: string };
  withProofs?: boolean;
  withLocks?: boolean;
  signal?: AbortSignal;
}

/**
 * All backups below the prefix, or those of one plan, in the order of their
 * keys; within a plan that is the order of time.
 * @public
 */
export async function* listBackups(
  bucket: Bucket,
  options: ListBackupsOptions = {},
): AsyncGenerator<FoundBackup> {
  const { plan, signal } = options;
  const base = plan ? `${entityFolder(plan.entityRef, plan.plan)}/` : '';
  let current: { folder: string; names: Set<string> } | undefined;
  const root = bucket.key('');
  const listing = listObjects(bucket, { prefix: bucket.key(base), signal });
  for await (const entry of listing) {
    if (!('key' in entry)) continue;
    const run = parseRunKey(entry.key.slice(root.length));
    if (!run) continue;
    if (current && current.folder !== run.folder) {
      yield* look(bucket, current, options);
      current = undefined;
    }
    current ??= { folder: run.folder, names: new Set() };
    current.names.add(run.rest);
  }
  if (current) yield* look(bucket, current, options);
}

/** What cannot be read counts as locked; what cannot be reached is an error. */
async function lockOf(
  bucket: Bucket,
  folder: string,
  options: ListBackupsOptions,
): Promise<Lock | 'unreadable' | null> {
  try {
    return (await readLock(bucket, folder, options)) ?? null;
  } catch (error) {
    if (isUnreadableLock(error)) return 'unreadable';
    throw error;
  }
}

async function* look(
  bucket: Bucket,
  run: { folder: string; names: Set<string> },
  options: ListBackupsOptions,
): AsyncGenerator<FoundBackup> {
  const { folder, names } = run;
  const deleting = names.has(TOMBSTONE_FILE);
  if (!deleting && !names.has(MANIFEST_FILE)) return;
  const manifestKey = `${folder}/${MANIFEST_FILE}`;
  const found: FoundBackup = {
    id: null,
    folder,
    manifestKey,
    manifest: null,
    problem: null,
    deleting,
  };
  if (options.withLocks) {
    const has = names.has(LOCK_FILE);
    found.lock = has ? await lockOf(bucket, folder, options) : null;
  }
  try {
    const manifest =
      (await readManifest(bucket, folder, options)) ??
      (await readTombstone(bucket, folder))?.manifest;
    // Deleted since the listing.
    if (!manifest) return;
    found.manifest = manifest;
    found.id = backupId(manifest.owner, manifestKey);
    if (options.withProofs) {
      const some = [...names].some(name => name.startsWith('proof/'));
      found.proofs = some ? await listProofs(bucket, folder, options) : [];
    }
  } catch (error) {
    const { code } = UnderstudyError.from(error);
    if (code !== 'manifest-unreadable' && code !== 'manifest-newer')
      throw error;
    found.problem = UnderstudyError.from(error).toProblem();
  }
  yield found;
}
