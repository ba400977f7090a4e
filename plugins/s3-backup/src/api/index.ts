export * from './S3BackupApi';
export * from './S3BackupClient';
export * from './problem';
