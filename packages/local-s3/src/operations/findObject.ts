import { invalidArgument, noSuchKey, S3Error } from '../errors';
import type { Call } from '../http/call';
import type { Bucket } from '../store/bucket';
import type { ObjectRecord } from '../store/records';

/** A version id as it stands in a request; one that can't be is refused. */
export function parseVersionId(text: string | undefined): string | undefined {
  if (text === undefined || /^(null|[\w-]{32})$/.test(text)) return text;
  throw invalidArgument('Invalid version id specified', {
    ArgumentName: 'versionId',
    ArgumentValue: text,
  });
}

/** The version that the query names, if it names one. */
export function readVersionId(call: Call): string | undefined {
  return parseVersionId(call.request.query.get('versionId'));
}

/** Which version an answer is about; a bucket that never had versions says nothing. */
export function versionHeader(
  bucket: Bucket,
  versionId: string,
): Record<string, string> {
  return bucket.record.versioning ? { 'x-amz-version-id': versionId } : {};
}

/** The object that a read means; a delete marker is none, and says that it is there. */
export function findObject(
  bucket: Bucket,
  key: string,
  versionId: string | undefined,
): ObjectRecord {
  const record =
    versionId === undefined
      ? bucket.versions.latest(key)
      : bucket.versions.find(key, versionId);
  if (!record) {
    if (versionId === undefined) throw noSuchKey({ Key: key });
    throw S3Error.create({
      status: 404,
      code: 'NoSuchVersion',
      message: 'The specified version does not exist.',
      details: { Key: key, VersionId: versionId },
    });
  }
  if (!record.deleteMarker) return record;
  const headers = {
    'x-amz-delete-marker': 'true',
    ...versionHeader(bucket, record.versionId),
  };
  if (versionId === undefined) {
    throw S3Error.create({
      status: 404,
      code: 'NoSuchKey',
      message: 'The specified key does not exist.',
      details: { Key: key },
      headers,
    });
  }
  throw S3Error.create({
    status: 405,
    code: 'MethodNotAllowed',
    message: 'The specified method is not allowed against this resource.',
    details: { Method: 'GET', ResourceType: 'DeleteMarker' },
    headers: { ...headers, allow: 'DELETE' },
  });
}
