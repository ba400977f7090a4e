import { invalidArgument, S3Error } from '../errors';
import { getBucketAcl, getObjectAcl, putObjectAcl } from '../operations/acls';
import { abortMultipartUpload } from '../operations/abortMultipartUpload';
import {
  deleteBucketEncryption,
  getBucketEncryption,
  putBucketEncryption,
} from '../operations/bucketEncryption';
import {
  deleteBucketLifecycle,
  getBucketLifecycle,
  putBucketLifecycle,
} from '../operations/bucketLifecycle';
import {
  deleteBucketPolicy,
  getBucketPolicy,
  getBucketPolicyStatus,
  putBucketPolicy,
} from '../operations/bucketPolicy';
import {
  deleteBucketReplication,
  getBucketReplication,
  putBucketReplication,
} from '../operations/bucketReplication';
import {
  createBucket,
  deleteBucket,
  getBucketLocation,
  headBucket,
  listBuckets,
} from '../operations/buckets';
import {
  getBucketVersioning,
  putBucketVersioning,
} from '../operations/bucketVersioning';
import { completeMultipartUpload } from '../operations/completeMultipartUpload';
import { copyObject } from '../operations/copyObject';
import { createMultipartUpload } from '../operations/createMultipartUpload';
import { deleteObject } from '../operations/deleteObject';
import { deleteObjects } from '../operations/deleteObjects';
import { getObject, headObject } from '../operations/getObject';
import { listMultipartUploads } from '../operations/listMultipartUploads';
import { listObjects, listObjectsV2 } from '../operations/listObjects';
import { listObjectVersions } from '../operations/listObjectVersions';
import { listParts } from '../operations/listParts';
import {
  getObjectLegalHold,
  getObjectRetention,
  putObjectLegalHold,
  putObjectRetention,
} from '../operations/objectLock';
import {
  getObjectLockConfiguration,
  putObjectLockConfiguration,
} from '../operations/objectLockConfiguration';
import {
  deleteObjectTagging,
  getObjectTagging,
  putObjectTagging,
} from '../operations/objectTagging';
import {
  getBucketOwnershipControls,
  putBucketOwnershipControls,
} from '../operations/ownershipControls';
import {
  deletePublicAccessBlock,
  getPublicAccessBlock,
  putPublicAccessBlock,
} from '../operations/publicAccessBlock';
import { putObject } from '../operations/putObject';
import { restoreObject } from '../operations/restoreObject';
import { uploadPart } from '../operations/uploadPart';
import { uploadPartCopy } from '../operations/uploadPartCopy';
import type { Operation } from './call';
import type { S3Request } from './request';

/** Query parameters that make another operation of a request. What S3 knows and we don't is refused, never taken for the plain one. */
const subresources = [
  'accelerate',
  'acl',
  'analytics',
  'attributes',
  'cors',
  'delete',
  'encryption',
  'intelligent-tiering',
  'inventory',
  'legal-hold',
  'lifecycle',
  'location',
  'logging',
  'metadataTable',
  'metrics',
  'notification',
  'object-lock',
  'ownershipControls',
  'policy',
  'policyStatus',
  'publicAccessBlock',
  'renameObject',
  'replication',
  'requestPayment',
  'restore',
  'retention',
  'select',
  'session',
  'tagging',
  'torrent',
  'uploads',
  'versioning',
  'versions',
  'website',
];

function unknown(request: S3Request, resource: string): S3Error {
  return S3Error.create({
    status: 501,
    code: 'NotImplemented',
    message: `A parameter you provided implies functionality that is not implemented: ${request.method} ${resource}`,
  });
}

const onBucket: Record<string, Operation> = {
  GET: listObjects,
  PUT: createBucket,
  HEAD: headBucket,
  DELETE: deleteBucket,
  'GET location': getBucketLocation,
  'GET versioning': getBucketVersioning,
  'PUT versioning': putBucketVersioning,
  'GET versions': listObjectVersions,
  'GET encryption': getBucketEncryption,
  'PUT encryption': putBucketEncryption,
  'DELETE encryption': deleteBucketEncryption,
  'GET object-lock': getObjectLockConfiguration,
  'PUT object-lock': putObjectLockConfiguration,
  'GET ownershipControls': getBucketOwnershipControls,
  'PUT ownershipControls': putBucketOwnershipControls,
  'GET lifecycle': getBucketLifecycle,
  'PUT lifecycle': putBucketLifecycle,
  'DELETE lifecycle': deleteBucketLifecycle,
  'GET replication': getBucketReplication,
  'PUT replication': putBucketReplication,
  'DELETE replication': deleteBucketReplication,
  'GET policy': getBucketPolicy,
  'PUT policy': putBucketPolicy,
  'DELETE policy': deleteBucketPolicy,
  'GET policyStatus': getBucketPolicyStatus,
  'GET publicAccessBlock': getPublicAccessBlock,
  'PUT publicAccessBlock': putPublicAccessBlock,
  'DELETE publicAccessBlock': deletePublicAccessBlock,
  'GET acl': getBucketAcl,
  'GET uploads': listMultipartUploads,
  'POST delete': deleteObjects,
};

const onObject: Record<string, Operation> = {
  GET: getObject,
  HEAD: headObject,
  PUT: putObject,
  DELETE: deleteObject,
  'GET tagging': getObjectTagging,
  'PUT tagging': putObjectTagging,
  'DELETE tagging': deleteObjectTagging,
  'GET acl': getObjectAcl,
  'PUT acl': putObjectAcl,
  'GET retention': getObjectRetention,
  'PUT retention': putObjectRetention,
  'GET legal-hold': getObjectLegalHold,
  'PUT legal-hold': putObjectLegalHold,
  'POST restore': restoreObject,
  'POST uploads': createMultipartUpload,
  'PUT uploadId': uploadPart,
  'POST uploadId': completeMultipartUpload,
  'DELETE uploadId': abortMultipartUpload,
  'GET uploadId': listParts,
};

/** Which operation a request is. */
export function route(request: S3Request): Operation {
  const { method, bucket, key, query, headers } = request;
  if (bucket === '') {
    if (method === 'GET') return listBuckets;
    throw methodNotAllowed(request, 'SERVICE');
  }
  const special = subresources.find(name => query.has(name));
  const resource = special ?? (key && query.has('uploadId') ? 'uploadId' : '');
  const name = resource ? `${method} ${resource}` : method;
  const operation = key ? onObject[name] : onBucket[name];
  if (!operation) {
    if (resource) throw unknown(request, resource);
    throw methodNotAllowed(request, key ? 'OBJECT' : 'BUCKET');
  }
  if (operation === listObjects && query.get('list-type') === '2') {
    return listObjectsV2;
  }
  if (query.has('versionId') && method === 'PUT' && !special) {
    throw invalidArgument('This operation does not accept a version-id.', {
      ArgumentName: 'versionId',
      ArgumentValue: query.get('versionId') ?? '',
    });
  }
  if (headers.has('x-amz-copy-source')) {
    if (operation === putObject) return copyObject;
    if (operation === uploadPart) return uploadPartCopy;
  }
  return operation;
}

function methodNotAllowed(request: S3Request, type: string): S3Error {
  return S3Error.create({
    status: 405,
    code: 'MethodNotAllowed',
    message: 'The specified method is not allowed against this resource.',
    details: { Method: request.method, ResourceType: type },
  });
}
