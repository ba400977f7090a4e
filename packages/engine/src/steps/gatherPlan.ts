import { Manifest } from '@understudy/model';
import type { Bucket } from '../destination';
import { FoundBackup, listBackups } from '../manifest/listBackups';
import { standingOf } from '../manifest/proofs';
import type { RetainedBackup } from '../retention';

/** A backup as retention wants it, and where it is. */
export interface GatheredBackup extends RetainedBackup {
  folder: string;
  /** Null where it cannot be read. */
  manifest: Manifest | null;
}

const UNKNOWN = {
  takenAt: 0,
  finishedAt: 0,
  bytesStored: 0,
  complete: false,
  rung: 'stored' as const,
  damaged: false,
  unreadable: true,
};

/**
 * Reads all that retention has to know of a plan from its bucket, and from
 * nowhere else. What cannot be read is there, and says so.
 */
export async function gatherPlan(
  bucket: Bucket,
  plan: { entityRef: string | null; plan: string },
  options: { owner: string; signal?: AbortSignal },
): Promise<GatheredBackup[]> {
  const { owner, signal } = options;
  const gathered: GatheredBackup[] = [];
  const listing = listBackups(bucket, {
    plan,
    withProofs: true,
    withLocks: true,
    signal,
  });
  for await (const found of listing) {
    const { folder } = found;
    gathered.push({
      folder,
      lock: found.lock ?? null,
      deleting: found.deleting,
      ...known(found, owner),
    });
  }
  return gathered;
}

function known(
  { id, folder, manifest, problem, proofs }: FoundBackup,
  owner: string,
): Omit<GatheredBackup, 'folder' | 'lock' | 'deleting'> {
  // A manifest of another owner is nobody's to judge.
  if (!id || !manifest || problem || manifest.owner !== owner) {
    return { ...UNKNOWN, id: id ?? folder, manifest: null };
  }
  const { rung, failed } = standingOf(proofs ?? []);
  return {
    id,
    manifest,
    takenAt: Date.parse(manifest.slot ?? manifest.startedAt),
    finishedAt: Date.parse(manifest.finishedAt),
    bytesStored: manifest.artifacts.reduce(
      (sum, { stored }) => sum + stored.bytes,
      0,
    ),
    complete: manifest.complete,
    rung,
    damaged: failed !== null,
  };
}
