/**
 * Pages, card and tab for apps on the old frontend system.
 *
 * @packageDocumentation
 */
export {
  s3BackupPlugin,
  S3BackupPage,
  EntityS3BackupCard,
  EntityS3BackupContent,
} from './plugin';
export { s3BackupTranslationRef } from '../translation';
export { isS3BackupAvailable } from '@understudy/backstage-plugin-s3-backup-common';
