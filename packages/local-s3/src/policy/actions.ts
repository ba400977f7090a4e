import type { S3Request } from '../http/request';

/** Where the action of a policy is called otherwise than the operation. */
const names: Record<string, string> = {
  ListBuckets: 'ListAllMyBuckets',
  HeadBucket: 'ListBucket',
  ListObjects: 'ListBucket',
  ListObjectsV2: 'ListBucket',
  ListObjectVersions: 'ListBucketVersions',
  ListMultipartUploads: 'ListBucketMultipartUploads',
  ListParts: 'ListMultipartUploadParts',
  HeadObject: 'GetObject',
  CopyObject: 'PutObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  UploadPartCopy: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  GetBucketEncryption: 'GetEncryptionConfiguration',
  PutBucketEncryption: 'PutEncryptionConfiguration',
  DeleteBucketEncryption: 'PutEncryptionConfiguration',
  GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
  PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
  DeleteBucketLifecycle: 'PutLifecycleConfiguration',
  GetObjectLockConfiguration: 'GetBucketObjectLockConfiguration',
  PutObjectLockConfiguration: 'PutBucketObjectLockConfiguration',
  GetPublicAccessBlock: 'GetBucketPublicAccessBlock',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
  DeletePublicAccessBlock: 'PutBucketPublicAccessBlock',
  GetBucketReplication: 'GetReplicationConfiguration',
  PutBucketReplication: 'PutReplicationConfiguration',
  DeleteBucketReplication: 'PutReplicationConfiguration',
};

/** Actions that are others where a version is named. */
const versioned = /^(Get|Put|Delete)Object(|Acl|Tagging)$/;

/** Headers of writes that need a right of their own. */
const extras: Record<string, string> = {
  'x-amz-acl': 's3:PutObjectAcl',
  'x-amz-tagging': 's3:PutObjectTagging',
  'x-amz-object-lock-mode': 's3:PutObjectRetention',
  'x-amz-object-lock-legal-hold': 's3:PutObjectLegalHold',
};
const describing = ['PutObject', 'CopyObject', 'CreateMultipartUpload'];

const bucketExtras: Record<string, string[]> = {
  'x-amz-bucket-object-lock-enabled': [
    's3:PutBucketObjectLockConfiguration',
    's3:PutBucketVersioning',
  ],
  'x-amz-object-ownership': ['s3:PutBucketOwnershipControls'],
};

/** The rights that a request needs on its own bucket or key. What it needs on a source, or on each key of a list, is asked when that is known. */
export function actionsOf(operation: string, request: S3Request): string[] {
  const { headers, query } = request;
  if (operation === 'DeleteObjects') return [];
  const base = names[operation] ?? operation;
  const action = query.has('versionId')
    ? base.replace(versioned, '$1ObjectVersion$2')
    : base;
  const actions = [`s3:${action}`];
  if (describing.includes(operation)) {
    for (const [header, extra] of Object.entries(extras)) {
      if (headers.has(header)) actions.push(extra);
    }
  }
  if (operation === 'CreateBucket') {
    for (const [header, extra] of Object.entries(bucketExtras)) {
      if (headers.has(header)) actions.push(...extra);
    }
  }
  // A condition on an ETag tells something about what is there.
  const writes = base === 'PutObject' || base === 'DeleteObject';
  if (writes && headers.has('if-match')) actions.push('s3:GetObject');
  return actions;
}
