import { checksumElement } from '../checksum/algorithms';
import { invalidArgument } from '../errors';
import type { Operation } from '../http/call';
import { document, element, encodeName, wrap, xmlTime } from '../xml';
import { ownerXml } from './owner';
import { readEncodingType, readPageSize } from './pageSize';

export const listParts: Operation = {
  name: 'ListParts',
  writes: false,
  async run({ request, store }) {
    const { uploads } = store.bucket(request.bucket);
    const uploadId = request.query.get('uploadId') ?? '';
    const upload = uploads.get(request.key, uploadId);
    const { checksum } = upload.record;
    const limit = readPageSize(request, 'max-parts');
    const encoding = readEncodingType(request);
    const text = request.query.get('part-number-marker') || '0';
    if (!/^\d{1,10}$/.test(text)) {
      throw invalidArgument(
        'Argument part-number-marker must be an integer between 0 and 2147483647',
        { ArgumentName: 'part-number-marker', ArgumentValue: text },
      );
    }
    const marker = Number(text);
    const following = [...upload.parts.values()]
      .filter(part => part.partNumber > marker)
      .sort((a, b) => a.partNumber - b.partNumber);
    const page = following.slice(0, limit);
    const truncated = limit > 0 && following.length > page.length;
    const parts = page.map(part =>
      wrap(
        'Part',
        element('PartNumber', part.partNumber),
        element('LastModified', xmlTime(part.lastModified)),
        element('ETag', `"${part.etag}"`),
        checksum
          ? element(checksumElement(checksum.algorithm), part.checksum)
          : '',
        element('Size', part.size),
      ),
    );
    return {
      status: 200,
      xml: document(
        'ListPartsResult',
        element('Bucket', request.bucket),
        element('Key', encodeName(request.key, encoding)),
        element('UploadId', uploadId),
        ownerXml('Initiator'),
        ownerXml(),
        element('StorageClass', upload.record.storageClass ?? 'STANDARD'),
        element('PartNumberMarker', marker),
        element('NextPartNumberMarker', page[page.length - 1]?.partNumber ?? 0),
        element('MaxParts', limit),
        element('EncodingType', encoding),
        element('IsTruncated', truncated),
        element('ChecksumAlgorithm', checksum?.algorithm),
        element('ChecksumType', checksum?.type),
        ...parts,
      ),
    };
  },
};
