export { abortUpload } from './multipartCalls';
export * from './copyObject';
export { copyOnStore, type CopyOnStoreOptions } from './copyOnStore';
export { copyWithin } from './copyWithin';
export { deleteObjects } from './deleteObjects';
export * from './downloadRanges';
export * from './getObject';
export { headObject } from './headObject';
export type { ObjectHead } from './headObject';
export { listObjects } from './listObjects';
export type {
  ListedObject,
  ListedPrefix,
  ListObjectsOptions,
} from './listObjects';
export type { KeptHow } from './keptAs';
export * from './listUploads';
export * from './objectVersions';
export * from './partPlan';
export * from './partSize';
export { putObject } from './putObject';
export type { PutObjectOptions, PutObjectResult } from './putObject';
export { bucketSettings } from './bucketSettings';
export type { BucketSettings, Setting } from './bucketSettings';
export { setUpBucket } from './setUpBucket';
export * from './translateError';
export { uploadStream } from './uploadStream';
export type { UploadStreamOptions } from './uploadStream';
export { fanOut } from './fanOut';
export type { FanOutOptions, FanOutResult } from './fanOut';
export type { UploadedObject, UploadTarget } from './UploadLane';
