import { invalidArgument } from '../errors';
import type { Call, Operation } from '../http/call';
import type { Bucket } from '../store/bucket';
import { type KeyPage, listKeys } from '../store/listKeys';
import { document, element, encodeName, wrap, xmlTime } from '../xml';
import { ownerXml } from './owner';
import { readEncodingType, readPageSize } from './pageSize';

function readQuery(call: Call) {
  const { query } = call.request;
  return {
    prefix: query.get('prefix') ?? '',
    delimiter: query.get('delimiter') ?? '',
    limit: readPageSize(call.request, 'max-keys'),
    encoding: readEncodingType(call.request),
  };
}

function contents(
  bucket: Bucket,
  page: KeyPage,
  options: { encoding: string | undefined; owner: boolean },
): string {
  return page.entries
    .map(entry => {
      const record = 'key' in entry ? bucket.get(entry.key) : undefined;
      if (!record) return '';
      return wrap(
        'Contents',
        element('Key', encodeName(record.key, options.encoding)),
        element('LastModified', xmlTime(record.lastModified)),
        element('ETag', `"${record.etag}"`),
        element('ChecksumAlgorithm', record.checksum?.algorithm),
        element('ChecksumType', record.checksum?.type),
        element('Size', record.size),
        options.owner ? ownerXml() : '',
        element('StorageClass', record.storageClass ?? 'STANDARD'),
      );
    })
    .join('');
}

function commonPrefixes(page: KeyPage, encoding: string | undefined): string {
  return page.entries
    .map(entry =>
      'prefix' in entry
        ? wrap(
            'CommonPrefixes',
            element('Prefix', encodeName(entry.prefix, encoding)),
          )
        : '',
    )
    .join('');
}

const optional = (text: string) => (text === '' ? undefined : text);

/** The token is the last name of the page before; clients must not read it, so it is wrapped. */
function readToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined;
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith('after:')) {
    throw invalidArgument('The continuation token provided is incorrect', {
      ArgumentName: 'continuation-token',
    });
  }
  return text.slice('after:'.length);
}

export const listObjectsV2: Operation = {
  name: 'ListObjectsV2',
  writes: false,
  async run(call) {
    const { request, store } = call;
    const bucket = store.bucket(request.bucket);
    const { prefix, delimiter, limit, encoding } = readQuery(call);
    const token = request.query.get('continuation-token');
    const startAfter = request.query.get('start-after');
    const after = readToken(token) ?? startAfter ?? '';
    const page = listKeys(bucket.versions.current, {
      prefix,
      delimiter,
      after,
      limit,
      shown: key => bucket.get(key) !== undefined,
    });
    const next =
      page.truncated && page.last !== undefined
        ? Buffer.from(`after:${page.last}`).toString('base64url')
        : undefined;
    const owner = request.query.get('fetch-owner') === 'true';
    return {
      status: 200,
      xml: document(
        'ListBucketResult',
        element('Name', request.bucket),
        element('Prefix', encodeName(prefix, encoding)),
        element('StartAfter', startAfter && encodeName(startAfter, encoding)),
        element('ContinuationToken', token),
        element('NextContinuationToken', next),
        element('KeyCount', page.entries.length),
        element('MaxKeys', limit),
        element('Delimiter', optional(encodeName(delimiter, encoding))),
        element('EncodingType', encoding),
        element('IsTruncated', page.truncated),
        contents(bucket, page, { encoding, owner }),
        commonPrefixes(page, encoding),
      ),
    };
  },
};

export const listObjects: Operation = {
  name: 'ListObjects',
  writes: false,
  async run(call) {
    const { request, store } = call;
    const bucket = store.bucket(request.bucket);
    const { prefix, delimiter, limit, encoding } = readQuery(call);
    const after = request.query.get('marker') ?? '';
    const page = listKeys(bucket.versions.current, {
      prefix,
      delimiter,
      after,
      limit,
      shown: key => bucket.get(key) !== undefined,
    });
    // S3 gives NextMarker with a delimiter only; without, the last key serves.
    const next =
      page.truncated && delimiter && page.last !== undefined
        ? encodeName(page.last, encoding)
        : undefined;
    return {
      status: 200,
      xml: document(
        'ListBucketResult',
        element('Name', request.bucket),
        element('Prefix', encodeName(prefix, encoding)),
        element('Marker', encodeName(after, encoding)),
        element('NextMarker', next),
        element('MaxKeys', limit),
        element('Delimiter', optional(encodeName(delimiter, encoding))),
        element('EncodingType', encoding),
        element('IsTruncated', page.truncated),
        contents(bucket, page, { encoding, owner: true }),
        commonPrefixes(page, encoding),
      ),
    };
  },
};
