import { invalidArgument, notImplemented, S3Error } from '../errors';
import type { Described, ObjectRecord } from '../store/records';
import { checksumHeader } from '../checksum/algorithms';
import type { S3Request } from './request';

const kept = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-type',
  'expires',
];
const maxMetadata = 2048;

/** Features that later come here: versions, locks, tags, encryption. A client that asks for one must not believe it got it. */
const unsupported =
  /^x-amz-(object-lock|tagging|server-side-encryption|website-redirect|grant-|write-offset)/;

function refuseUnsupported(request: S3Request): void {
  for (const name of request.headers.keys()) {
    if (unsupported.test(name) && name !== 'x-amz-tagging-directive') {
      throw notImplemented({ Header: name });
    }
  }
  const storageClass = request.headers.get('x-amz-storage-class');
  if (storageClass !== undefined && storageClass !== 'STANDARD') {
    throw S3Error.create({
      status: 400,
      code: 'InvalidStorageClass',
      message: 'The storage class you specified is not valid',
      details: { StorageClassRequested: storageClass },
    });
  }
  const acl = request.headers.get('x-amz-acl');
  if (acl && !['private', 'bucket-owner-full-control'].includes(acl)) {
    throw S3Error.create({
      status: 400,
      code: 'AccessControlListNotSupported',
      message: 'The bucket does not allow ACLs',
    });
  }
}

/** What a write says about its object. */
export function readDescription(request: S3Request): Described {
  refuseUnsupported(request);
  const headers: Record<string, string> = {};
  for (const name of kept) {
    const value = request.headers.get(name);
    if (value !== undefined) headers[name] = value;
  }
  // aws-chunked is a framing of the request and no property of the object.
  const encoding = (headers['content-encoding'] ?? '')
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '' && part !== 'aws-chunked')
    .join(',');
  if (encoding) headers['content-encoding'] = encoding;
  else delete headers['content-encoding'];
  headers['content-type'] ||= 'binary/octet-stream';

  const metadata: Record<string, string> = {};
  let size = 0;
  for (const [name, value] of request.headers) {
    if (name.startsWith('x-amz-meta-')) {
      const short = name.slice('x-amz-meta-'.length);
      metadata[short] = value;
      size += Buffer.byteLength(short) + Buffer.byteLength(value);
    }
  }
  if (size > maxMetadata) {
    throw S3Error.create({
      status: 400,
      code: 'MetadataTooLarge',
      message: 'Your metadata headers exceed the maximum allowed metadata size',
      details: { Size: size, MaxSizeAllowed: maxMetadata },
    });
  }
  return { headers, metadata };
}

const overrides: Record<string, string> = {
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
  'response-content-language': 'content-language',
  'response-content-type': 'content-type',
  'response-expires': 'expires',
};

/** Headers of GET and HEAD. */
export function describeObject(
  record: ObjectRecord,
  request: S3Request,
  options: { checksum: boolean },
): Record<string, string> {
  const headers: Record<string, string> = {
    ...record.headers,
    'accept-ranges': 'bytes',
    etag: `"${record.etag}"`,
    'last-modified': new Date(record.lastModified).toUTCString(),
  };
  for (const [name, value] of Object.entries(record.metadata)) {
    headers[`x-amz-meta-${name}`] = value;
  }
  for (const [parameter, header] of Object.entries(overrides)) {
    const value = request.query.get(parameter);
    // eslint-disable-next-line no-control-regex
    if (value !== undefined && /[\u0000-\u001f\u007f]/.test(value)) {
      throw invalidArgument(
        'Header value cannot be represented using ISO-8859-1.',
        {
          ArgumentName: parameter,
        },
      );
    }
    if (value !== undefined) headers[header] = value;
  }
  const asked =
    request.headers.get('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED';
  if (record.checksum && asked && options.checksum) {
    const { algorithm, value, type } = record.checksum;
    headers[checksumHeader(algorithm)] = value;
    headers['x-amz-checksum-type'] = type;
  }
  return headers;
}
