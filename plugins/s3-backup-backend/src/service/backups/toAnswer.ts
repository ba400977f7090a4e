import type { Backup } from '@understudy/model';
import type { Kept } from './Keeping';
import type { KnownBackup } from '../../database/backups/BackupStore';

/** Without what only the portal itself needs. @internal */
export function toAnswer(
  backup: KnownBackup,
  titles: Map<string, string | undefined>,
  kept: Kept,
): Backup {
  const { ownerRef, folder, manifestKey, manifest, ...rest } = backup;
  return {
    ...rest,
    planTitle: titles.get(backup.plan) ?? null,
    ...kept,
  };
}
