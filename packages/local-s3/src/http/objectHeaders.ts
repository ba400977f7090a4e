import { readAcl } from '../acl';
import { checksumHeader } from '../checksum/algorithms';
import {
  encryptionHeaders,
  readEncryption,
} from '../encryption/readEncryption';
import { invalidArgument, notImplemented, S3Error } from '../errors';
import { lockHeaders, readLock } from '../lock/readLock';
import type { BucketRecord } from '../store/bucketRecord';
import type { Described, ObjectRecord } from '../store/records';
import { readTagHeader } from '../tags';
import type { Call } from './call';
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

/** What a client asks for and would not get must be refused, or it believes it got it. */
const unsupported = /^x-amz-(website-redirect|write-offset)/;

function refuseUnsupported(request: S3Request): void {
  for (const name of request.headers.keys()) {
    if (unsupported.test(name)) throw notImplemented({ Header: name });
  }
}

/** The storage class of a write; none for STANDARD. */
function readStorageClass(call: Call): string | undefined {
  const wanted = call.request.headers.get('x-amz-storage-class');
  if (wanted === undefined) return undefined;
  if (!call.settings.storageClasses.includes(wanted)) {
    throw S3Error.create({
      status: 400,
      code: 'InvalidStorageClass',
      message: 'The storage class you specified is not valid',
      details: { StorageClassRequested: wanted },
    });
  }
  return wanted === 'STANDARD' ? undefined : wanted;
}

/** What a write says about its object. */
export function readDescription(call: Call, bucket: BucketRecord): Described {
  const { request, settings, now } = call;
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
  return {
    headers,
    metadata,
    storageClass: readStorageClass(call),
    encryption: readEncryption(request, { settings, bucket }),
    acl: readAcl(request, bucket),
    tags: readTagHeader(request.headers.get('x-amz-tagging')),
    ...readLock(request, { bucket, now }),
  };
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
  options: { checksum: boolean; may: (action: string) => boolean },
): Record<string, string> {
  const headers: Record<string, string> = {
    ...record.headers,
    'accept-ranges': 'bytes',
    etag: `"${record.etag}"`,
    'last-modified': new Date(record.lastModified).toUTCString(),
    ...encryptionHeaders(record.encryption),
    ...lockHeaders(record, options.may),
  };
  if (record.storageClass) headers['x-amz-storage-class'] = record.storageClass;
  const tagCount = Object.keys(record.tags ?? {}).length;
  if (tagCount > 0) headers['x-amz-tagging-count'] = String(tagCount);
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
