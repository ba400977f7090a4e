import { createHash } from 'node:crypto';

/**
 * Id of a backup: the same for everybody who reads the bucket, so that a
 * rebuilt portal finds its backups under the ids it had.
 * @public
 */
export function backupId(owner: string, relativeManifestKey: string): string {
  return createHash('sha256')
    .update(`understudy-backup-v1\n${owner}\n${relativeManifestKey}`)
    .digest('hex')
    .slice(0, 32);
}
