import { checksumElement } from '../checksum/algorithms';
import { checkPartKey } from '../encryption/customerKey';
import { encryptionHeaders, hidesMd5 } from '../encryption/readEncryption';
import { invalidArgument, S3Error } from '../errors';
import type { Operation } from '../http/call';
import type { ByteRange } from '../http/range';
import { receive } from '../http/receive';
import { document, element, xmlTime } from '../xml';
import {
  checkCopySize,
  openCopySource,
  sourceVersionHeader,
} from './copySource';
import { readPartNumber } from './partNumber';

/** `bytes=first-last`, both given and both inside: S3 is stricter here than for a read. */
function readCopyRange(text: string | undefined, size: number): ByteRange {
  if (text === undefined) return { start: 0, end: size };
  const match = /^bytes=(\d{1,15})-(\d{1,15})$/.exec(text);
  if (!match) {
    throw invalidArgument(
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: text },
    );
  }
  const start = Number(match[1]);
  const end = Number(match[2]) + 1;
  if (start >= end || end > size) {
    throw S3Error.create({
      status: 400,
      code: 'InvalidArgument',
      message: `Range specified is not valid for source object of size: ${size}`,
      details: {
        ArgumentName: 'x-amz-copy-source-range',
        ArgumentValue: text,
      },
    });
  }
  return { start, end };
}

export const uploadPartCopy: Operation = {
  name: 'UploadPartCopy',
  writes: true,
  async run(call) {
    const { request, store, settings, effects, now } = call;
    const target = store.bucket(request.bucket);
    const partNumber = readPartNumber(request);
    const uploadId = request.query.get('uploadId') ?? '';
    const upload = target.uploads.get(request.key, uploadId);
    checkPartKey(request, upload.record.encryption);
    const { bucket, record: source } = openCopySource(call);
    const header = request.headers.get('x-amz-copy-source-range');
    const { start, end } = readCopyRange(header, source.size);
    checkCopySize(end - start);
    const algorithm = upload.record.checksum?.algorithm;
    const { segment, etag, checksum } = await receive({
      source: bucket.read(source.segments, start, end),
      length: end - start,
      blobs: target.blobs,
      settings,
      effects,
      algorithm,
      hideMd5: hidesMd5(upload.record.encryption),
    });
    try {
      await target.uploads.putPart(request.key, uploadId, {
        partNumber,
        size: segment.size,
        etag,
        lastModified: now,
        checksum,
        segment,
      });
    } catch (error) {
      await target.blobs.remove([segment]);
      throw error;
    }
    return {
      status: 200,
      headers: {
        ...encryptionHeaders(upload.record.encryption),
        ...sourceVersionHeader(bucket, source.versionId),
      },
      xml: document(
        'CopyPartResult',
        element('LastModified', xmlTime(now)),
        element('ETag', `"${etag}"`),
        algorithm ? element(checksumElement(algorithm), checksum) : '',
      ),
    };
  },
};
