import type { StoredObject } from '@understudy/backstage-plugin-s3-backup-common';
import { backupId, ExploredObject } from '@understudy/engine';
import type { BackupStore } from '../../database/backups/BackupStore';

/**
 * Says of objects which backup they are a part of, as far as the portal knows.
 * @internal
 */
export class BackupsOfKeys {
  readonly #options: { backups: BackupStore; owner: string | null };

  static create(options: {
    backups: BackupStore;
    /** Id of the prefix; null while nobody looked. */
    owner: string | null;
  }): BackupsOfKeys {
    return new BackupsOfKeys(options);
  }

  private constructor(options: { backups: BackupStore; owner: string | null }) {
    this.#options = options;
  }

  async complete(
    objects: Omit<ExploredObject, 'etag'>[],
  ): Promise<StoredObject[]> {
    const folders = new Set(objects.map(({ folder }) => folder));
    const known = new Map<string | null, StoredObject['backup']>();
    for (const folder of folders) known.set(folder, await this.#of(folder));
    return objects.map(
      ({ key, kind, bytes, storageClass, modified, leftover, folder }) => ({
        key,
        kind,
        bytes,
        storageClass,
        storedAt: modified?.toISOString() ?? null,
        leftover,
        backup: known.get(folder) ?? null,
      }),
    );
  }

  async #of(folder: string | null): Promise<StoredObject['backup']> {
    const { backups, owner } = this.#options;
    if (folder === null || owner === null) return null;
    const id = backupId(owner, `${folder}/manifest.json`);
    const backup = await backups.get(id);
    if (!backup) return null;
    const { plan, proof, lock, manifest } = backup;
    const { objectLock } = manifest;
    const retained = objectLock && Date.parse(objectLock.until) > Date.now();
    return {
      id,
      plan,
      proof: { rung: proof.rung, failed: proof.failed },
      locked: lock !== null || retained === true,
    };
  }
}
