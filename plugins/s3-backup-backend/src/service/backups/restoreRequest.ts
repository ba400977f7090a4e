import type { RestoreRequest } from '@understudy/backstage-plugin-s3-backup-common';
import { UnderstudyError } from '@understudy/model';
import { newTarget } from '../../catalogue/paths';
import type { KnownBackup } from '../../database/backups/BackupStore';
import type { RunRequest } from '../../runner/requests';

/**
 * What the run of a restore is told. The artifacts asked for must be there, and
 * a folder lie under the roots and not exist yet.
 * @internal
 */
export async function restoreRequest(
  backup: KnownBackup,
  { target, artifacts }: RestoreRequest,
  roots: string[],
): Promise<RunRequest> {
  const names = backup.manifest.artifacts.map(({ name }) => name);
  const unknown = artifacts?.find(name => !names.includes(name));
  if (unknown) {
    throw new UnderstudyError('artifact-missing', { name: unknown, names });
  }
  return {
    kind: 'restore',
    backupId: backup.id,
    folder: backup.folder,
    ...(target.type === 'folder'
      ? { target: await newTarget({ ...target, roots }) }
      : { place: target.options }),
    ...(artifacts ? { artifacts } : {}),
  };
}
