import { listProofs, openBucket } from '@understudy/engine';
import type { Proof } from '@understudy/model';
import type { DestinationCatalogue } from '../../catalogue/DestinationCatalogue';
import type { KnownBackup } from '../../database/backups/BackupStore';

/**
 * Proofs of a backup as they stand in its bucket; where that can't be asked,
 * none rather than an error.
 * @internal
 */
export async function readProofs(
  backup: KnownBackup,
  destinations: DestinationCatalogue,
): Promise<Proof[]> {
  try {
    const entry = await destinations.get(backup.destination);
    if (!entry) return [];
    const bucket = openBucket(await destinations.connection(entry), {
      profile: (await destinations.facts(entry)).profile,
    });
    try {
      return await listProofs(bucket, backup.folder);
    } finally {
      bucket.close();
    }
  } catch {
    return [];
  }
}
