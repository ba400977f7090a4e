/** Starts what suites need. */
export * from './s3Server';
export * from './localS3';
export * from './rgw';
export * from './givenS3';
export * from './childProcesses';
export * from './ports';
