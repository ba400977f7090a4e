/**
 * Backups in Backstage: settings, history, restore and entity cards.
 *
 * @packageDocumentation
 */
export { s3BackupPlugin as default } from './plugin';
export { s3BackupTranslationRef } from './translation';
