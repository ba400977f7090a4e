import { checkReadable } from '../archive/thaw';
import { checkCustomerKey } from '../encryption/customerKey';
import {
  accessDenied,
  invalidArgument,
  invalidRequest,
  preconditionFailed,
} from '../errors';
import type { Call } from '../http/call';
import { checkRead } from '../http/preconditions';
import type { Bucket } from '../store/bucket';
import type { ObjectRecord } from '../store/records';
import { findObject, parseVersionId } from './findObject';
import { maxSinglePut } from './putObject';

export interface CopySource {
  bucket: Bucket;
  record: ObjectRecord;
  same: boolean;
}

/** Finds what `x-amz-copy-source` names and checks its conditions. */
export function openCopySource(call: Call): CopySource {
  const { request, store } = call;
  const header = request.headers.get('x-amz-copy-source') ?? '';
  const refuse = () =>
    invalidArgument(
      'Copy Source must mention the source bucket and key: sourcebucket/sourcekey',
      { ArgumentName: 'x-amz-copy-source', ArgumentValue: header },
    );
  // A version would stand behind a question mark; one within a key is encoded.
  const [path, version] = header.replace(/^\//, '').split('?versionId=');
  const versionId = parseVersionId(version);
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    throw refuse();
  }
  const slash = decoded.indexOf('/');
  if (slash <= 0 || slash === decoded.length - 1) throw refuse();
  const name = decoded.slice(0, slash);
  const key = decoded.slice(slash + 1);
  const right = versionId === undefined ? 'GetObject' : 'GetObjectVersion';
  call.authorize(`s3:${right}`, key, name);
  const bucket = store.bucket(name);
  checkSourceOwner(call, bucket);
  const record = findObject(bucket, key, versionId);
  const prefix = 'x-amz-copy-source-';
  checkCustomerKey(request, record.encryption, prefix);
  checkReadable(record, { now: call.now, copying: true });
  if (checkRead(request.headers, record, prefix) === 'not-modified') {
    throw preconditionFailed({
      Condition: 'x-amz-copy-source-If-None-Match',
    });
  }
  return {
    bucket,
    record,
    same:
      name === request.bucket && key === request.key && versionId === undefined,
  };
}

function checkSourceOwner(call: Call, bucket: Bucket): void {
  const expected = call.request.headers.get(
    'x-amz-source-expected-bucket-owner',
  );
  const owner = bucket.record.owner ?? call.settings.accountId;
  if (expected !== undefined && expected !== owner) {
    throw accessDenied('Access Denied');
  }
}

/** Which version was copied. */
export function sourceVersionHeader(
  bucket: Bucket,
  versionId: string,
): Record<string, string> {
  return bucket.record.versioning
    ? { 'x-amz-copy-source-version-id': versionId }
    : {};
}

export function checkCopySize(size: number): void {
  if (size > maxSinglePut) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${maxSinglePut}`,
    );
  }
}
