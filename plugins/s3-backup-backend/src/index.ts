/**
 * Backend of the S3 backup plugin.
 *
 * @packageDocumentation
 */
export { s3BackupPlugin as default } from './plugin';
