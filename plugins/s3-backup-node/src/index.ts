/**
 * Where other people's modules add source types to the S3 backup plugin.
 *
 * @packageDocumentation
 */
export {
  s3BackupSourcesExtensionPoint,
  type S3BackupSourcesExtensionPoint,
} from './sourcesExtensionPoint';
