import {
  accessDenied,
  invalidArgument,
  notImplemented,
  S3Error,
} from './errors';
import type { S3Request } from './http/request';
import type { BucketRecord } from './store/bucketRecord';

export const cannedAcls = [
  'private',
  'public-read',
  'public-read-write',
  'aws-exec-read',
  'authenticated-read',
  'bucket-owner-read',
  'bucket-owner-full-control',
];

/** Whether a canned ACL lets strangers in. */
export function isPublicAcl(acl: string): boolean {
  return acl.startsWith('public-') || acl === 'authenticated-read';
}

export function aclNotSupported(): S3Error {
  return S3Error.create({
    status: 400,
    code: 'AccessControlListNotSupported',
    message: 'The bucket does not allow ACLs',
  });
}

/** The canned ACL that a write asks for, if its bucket takes any. */
export function readAcl(
  request: S3Request,
  bucket: BucketRecord,
): string | undefined {
  const acl = request.headers.get('x-amz-acl');
  const grant = [...request.headers.keys()].find(name =>
    name.startsWith('x-amz-grant-'),
  );
  const enforced =
    (bucket.ownership ?? 'BucketOwnerEnforced') === 'BucketOwnerEnforced';
  if (acl !== undefined && !cannedAcls.includes(acl)) {
    throw invalidArgument('', {
      ArgumentName: 'x-amz-acl',
      ArgumentValue: acl,
    });
  }
  if (enforced) {
    if (grant || (acl && acl !== 'bucket-owner-full-control')) {
      throw aclNotSupported();
    }
    return undefined;
  }
  if (grant) throw notImplemented({ Header: grant });
  if (acl && isPublicAcl(acl) && bucket.publicAccessBlock?.BlockPublicAcls) {
    throw accessDenied('Access Denied');
  }
  return acl;
}
