import type { Operation } from '../http/call';
import { compareKeys } from '../store/keyIndex';
import type { UploadRecord } from '../store/records';
import { document, element, encodeName, wrap, xmlTime } from '../xml';
import { ownerXml } from './owner';
import { readEncodingType, readPageSize } from './pageSize';

type Entry = { upload: UploadRecord } | { prefix: string };

/** Uploads and common prefixes after the markers; within a key, uploads follow the one that the marker names. */
function entriesAfter(
  uploads: UploadRecord[],
  options: {
    prefix: string;
    delimiter: string;
    keyMarker: string;
    idMarker: string;
  },
): Entry[] {
  const { prefix, delimiter, keyMarker, idMarker } = options;
  const entries: Entry[] = [];
  let group: string | undefined;
  let passed = false;
  for (const upload of uploads) {
    const { key } = upload;
    const order = keyMarker === '' ? 1 : compareKeys(key, keyMarker);
    const isAfter = order > 0 || (order === 0 && passed);
    if (order === 0 && idMarker !== '' && upload.uploadId === idMarker) {
      passed = true;
    }
    if (key.startsWith(prefix) && isAfter) {
      const at = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
      const found = at < 0 ? undefined : key.slice(0, at + delimiter.length);
      if (found === undefined) entries.push({ upload });
      else if (found !== group && found !== keyMarker) {
        entries.push({ prefix: found });
      }
      group = found;
    }
  }
  return entries;
}

export const listMultipartUploads: Operation = {
  name: 'ListMultipartUploads',
  writes: false,
  async run({ request, store }) {
    const { uploads } = store.bucket(request.bucket);
    const read = (name: string) => request.query.get(name) ?? '';
    const prefix = read('prefix');
    const delimiter = read('delimiter');
    const keyMarker = read('key-marker');
    const idMarker = keyMarker ? read('upload-id-marker') : '';
    const limit = readPageSize(request, 'max-uploads');
    const encoding = readEncodingType(request);
    const all = entriesAfter(uploads.list(), {
      prefix,
      delimiter,
      keyMarker,
      idMarker,
    });
    const page = all.slice(0, limit);
    const truncated = limit > 0 && all.length > page.length;
    const last = page[page.length - 1];
    const encode = (name: string) => encodeName(name, encoding);
    const nextKey = last && ('upload' in last ? last.upload.key : last.prefix);
    const nextId = last && 'upload' in last ? last.upload.uploadId : '';
    const uploadXml = page.map(entry =>
      'upload' in entry
        ? wrap(
            'Upload',
            element('Key', encode(entry.upload.key)),
            element('UploadId', entry.upload.uploadId),
            ownerXml('Initiator'),
            ownerXml(),
            element('StorageClass', entry.upload.storageClass ?? 'STANDARD'),
            element('Initiated', xmlTime(entry.upload.initiated)),
            element('ChecksumAlgorithm', entry.upload.checksum?.algorithm),
            element('ChecksumType', entry.upload.checksum?.type),
          )
        : '',
    );
    const prefixXml = page.map(entry =>
      'prefix' in entry
        ? wrap('CommonPrefixes', element('Prefix', encode(entry.prefix)))
        : '',
    );
    return {
      status: 200,
      xml: document(
        'ListMultipartUploadsResult',
        element('Bucket', request.bucket),
        element('KeyMarker', encode(keyMarker)),
        element('UploadIdMarker', idMarker),
        element('NextKeyMarker', truncated ? encode(nextKey ?? '') : undefined),
        element('NextUploadIdMarker', truncated ? nextId : undefined),
        element('Prefix', encode(prefix)),
        element('Delimiter', delimiter ? encode(delimiter) : undefined),
        element('EncodingType', encoding),
        element('MaxUploads', limit),
        element('IsTruncated', truncated),
        ...uploadXml,
        ...prefixXml,
      ),
    };
  },
};
