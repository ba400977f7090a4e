import {
  invalidArgument,
  invalidRequest,
  noSuchKey,
  preconditionFailed,
} from '../errors';
import type { Call } from '../http/call';
import { checkRead } from '../http/preconditions';
import type { Bucket } from '../store/bucket';
import type { ObjectRecord } from '../store/records';
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
  if (version !== undefined && version !== 'null') {
    throw invalidArgument('Invalid version id specified');
  }
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
  const bucket = store.bucket(name);
  const record = bucket.get(key);
  if (!record) throw noSuchKey({ Key: key });
  const prefix = 'x-amz-copy-source-';
  if (checkRead(request.headers, record, prefix) === 'not-modified') {
    throw preconditionFailed({
      Condition: 'x-amz-copy-source-If-None-Match',
    });
  }
  return {
    bucket,
    record,
    same: name === request.bucket && key === request.key,
  };
}

export function checkCopySize(size: number): void {
  if (size > maxSinglePut) {
    throw invalidRequest(
      `The specified copy source is larger than the maximum allowable size for a copy source: ${maxSinglePut}`,
    );
  }
}
