import { Entity } from '@backstage/catalog-model';

/**
 * An entity with this annotation at `'true'` shows the backup card and tab.
 * @public
 */
export const S3_BACKUP_ENABLED_ANNOTATION = 's3-backup/enabled';

/**
 * Whether an entity asks for the backup card and tab.
 * @public
 */
export function isS3BackupAvailable(entity: Entity): boolean {
  return entity.metadata.annotations?.[S3_BACKUP_ENABLED_ANNOTATION] === 'true';
}
