import type { S3Request } from '../http/request';
import type { ObjectRecord } from '../store/records';
import type { Context } from './conditions';
import type { Principal } from './evaluate';

/** Headers that are keys of conditions under their own names. */
const headers = [
  'x-amz-acl',
  'x-amz-storage-class',
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-copy-source',
  'x-amz-metadata-directive',
  'x-amz-content-sha256',
  'if-match',
  'if-none-match',
];
const lock = 'x-amz-object-lock-';
const creating = ['PutObject', 'CopyObject', 'CompleteMultipartUpload'];
const day = 24 * 60 * 60 * 1000;

/** What conditions of policies can ask about a request. */
export function requestContext(options: {
  request: S3Request;
  operation: string;
  principal: Principal;
  region: string;
  now: number;
  /** What stands at the key now. */
  existing?: ObjectRecord;
}): Context {
  const { request, operation, principal, region, now, existing } = options;
  const context = new Map<string, string[]>();
  const set = (key: string, value: string | undefined) => {
    if (value !== undefined) context.set(key.toLowerCase(), [value]);
  };
  const header = (name: string) => request.headers.get(name);
  set('aws:SecureTransport', 'false');
  set('aws:SourceIp', request.message.socket.remoteAddress);
  set('aws:PrincipalArn', principal.arn);
  set('aws:PrincipalAccount', principal.accountId);
  set('aws:username', principal.arn.split('/').pop());
  set('aws:CurrentTime', new Date(now).toISOString());
  set('aws:RequestedRegion', region);
  set('aws:UserAgent', header('user-agent'));
  const inQuery = request.query.has('X-Amz-Signature');
  set('s3:authType', inQuery ? 'REST-QUERY-STRING' : 'REST-HEADER');
  set('s3:signatureversion', 'AWS4-HMAC-SHA256');
  if (operation.startsWith('List')) {
    for (const name of ['prefix', 'delimiter', 'max-keys']) {
      set(`s3:${name}`, request.query.get(name));
    }
  }
  set('s3:VersionId', request.query.get('versionId'));
  for (const name of headers) set(`s3:${name}`, header(name));
  set('s3:object-lock-mode', header(`${lock}mode`));
  set('s3:object-lock-legal-hold', header(`${lock}legal-hold`));
  const until = header(`${lock}retain-until-date`);
  set('s3:object-lock-retain-until-date', until);
  if (until !== undefined) {
    const left = Math.floor((Date.parse(until) - now) / day);
    set('s3:object-lock-remaining-retention-days', String(left));
  }
  const creates = creating.includes(operation);
  set('s3:ObjectCreationOperation', String(creates));
  const tags = [...new URLSearchParams(header('x-amz-tagging'))];
  for (const [key, value] of tags) set(`s3:RequestObjectTag/${key}`, value);
  if (tags.length > 0) {
    context.set(
      's3:requestobjecttagkeys',
      tags.map(([key]) => key),
    );
  }
  for (const [key, value] of Object.entries(existing?.tags ?? {})) {
    set(`s3:ExistingObjectTag/${key}`, value);
  }
  return context;
}
