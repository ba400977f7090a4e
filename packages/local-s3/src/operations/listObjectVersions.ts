import { invalidArgument } from '../errors';
import type { Operation } from '../http/call';
import type { Bucket } from '../store/bucket';
import { listKeys } from '../store/listKeys';
import type { ObjectRecord } from '../store/records';
import { document, element, encodeName, wrap, xmlTime } from '../xml';
import { ownerXml } from './owner';
import { readEncodingType, readPageSize } from './pageSize';

type Entry = { record: ObjectRecord; latest: boolean } | { prefix: string };

interface Wanted {
  prefix: string;
  delimiter: string;
  keyMarker: string;
  versionMarker: string;
  limit: number;
}

/** Versions in the order of keys, newest first within a key, and one more than the page holds. */
function collect(bucket: Bucket, wanted: Wanted): Entry[] {
  const { prefix, delimiter, keyMarker, versionMarker, limit } = wanted;
  const entries: Entry[] = [];
  const addKey = (key: string, afterVersion?: string) => {
    const versions = bucket.versions.of(key);
    const at = versions.findIndex(v => v.versionId === afterVersion);
    versions.forEach((record, i) => {
      if (i > at) entries.push({ record, latest: i === 0 });
    });
  };
  if (limit === 0) return entries;
  // Within a key, the page before may have ended in the middle of its versions.
  const within = versionMarker !== '' && keyMarker.startsWith(prefix);
  if (within) addKey(keyMarker, versionMarker);
  let after = keyMarker;
  while (entries.length <= limit) {
    const page = listKeys(bucket.versions.all, {
      prefix,
      delimiter,
      after,
      limit: limit + 1 - entries.length,
    });
    for (const entry of page.entries) {
      if ('prefix' in entry) entries.push(entry);
      else addKey(entry.key);
    }
    if (!page.truncated || page.last === undefined) break;
    after = page.last;
  }
  return entries;
}

function versionXml(
  entry: { record: ObjectRecord; latest: boolean },
  encoding: string | undefined,
): string {
  const { record, latest } = entry;
  return wrap(
    record.deleteMarker ? 'DeleteMarker' : 'Version',
    element('Key', encodeName(record.key, encoding)),
    element('VersionId', record.versionId),
    element('IsLatest', latest),
    element('LastModified', xmlTime(record.lastModified)),
    ...(record.deleteMarker
      ? []
      : [
          element('ETag', `"${record.etag}"`),
          element('ChecksumAlgorithm', record.checksum?.algorithm),
          element('ChecksumType', record.checksum?.type),
          element('Size', record.size),
          element('StorageClass', record.storageClass ?? 'STANDARD'),
        ]),
    ownerXml(),
  );
}

export const listObjectVersions: Operation = {
  name: 'ListObjectVersions',
  writes: false,
  async run({ request, store }) {
    const bucket = store.bucket(request.bucket);
    const read = (name: string) => request.query.get(name) ?? '';
    const wanted: Wanted = {
      prefix: read('prefix'),
      delimiter: read('delimiter'),
      keyMarker: read('key-marker'),
      versionMarker: read('version-id-marker'),
      limit: readPageSize(request, 'max-keys'),
    };
    const encoding = readEncodingType(request);
    const encode = (name: string) => encodeName(name, encoding);
    if (wanted.versionMarker !== '' && wanted.keyMarker === '') {
      throw invalidArgument(
        'A version-id marker cannot be specified without a key marker.',
        { ArgumentName: 'version-id-marker' },
      );
    }
    const all = collect(bucket, wanted);
    const page = all.slice(0, wanted.limit);
    const truncated = all.length > page.length;
    const last = truncated ? page[page.length - 1] : undefined;
    const lastKey = last && ('record' in last ? last.record.key : last.prefix);
    const lastVersion =
      last && 'record' in last ? last.record.versionId : undefined;
    const { delimiter } = wanted;
    return {
      status: 200,
      xml: document(
        'ListVersionsResult',
        element('Name', request.bucket),
        element('Prefix', encode(wanted.prefix)),
        element('KeyMarker', encode(wanted.keyMarker)),
        element('VersionIdMarker', wanted.versionMarker),
        element(
          'NextKeyMarker',
          lastKey === undefined ? undefined : encode(lastKey),
        ),
        element('NextVersionIdMarker', lastVersion),
        element('MaxKeys', wanted.limit),
        element('Delimiter', delimiter ? encode(delimiter) : undefined),
        element('EncodingType', encoding),
        element('IsTruncated', truncated),
        ...page
          .filter(entry => 'record' in entry)
          .map(entry => versionXml(entry, encoding)),
        ...page
          .filter(entry => 'prefix' in entry)
          .map(entry =>
            wrap('CommonPrefixes', element('Prefix', encode(entry.prefix))),
          ),
      ),
    };
  },
};
