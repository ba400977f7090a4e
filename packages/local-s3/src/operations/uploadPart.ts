import { checksumHeader } from '../checksum/algorithms';
import { readExpectation } from '../checksum/expectation';
import { checkPartKey } from '../encryption/customerKey';
import { encryptionHeaders, hidesMd5 } from '../encryption/readEncryption';
import { entityTooLarge, invalidRequest } from '../errors';
import { requireLength } from '../http/body';
import type { Operation } from '../http/call';
import { receive } from '../http/receive';
import { requireDigest } from '../lock/readLock';
import { readPartNumber } from './partNumber';
import { maxSinglePut } from './putObject';

export const uploadPart: Operation = {
  name: 'UploadPart',
  writes: true,
  async run({ request, store, body, settings, effects, now }) {
    const bucket = store.bucket(request.bucket);
    const partNumber = readPartNumber(request);
    const uploadId = request.query.get('uploadId') ?? '';
    const { record } = bucket.uploads.get(request.key, uploadId);
    const length = requireLength(request, body);
    if (length > maxSinglePut) {
      throw entityTooLarge({
        ProposedSize: length,
        MaxSizeAllowed: maxSinglePut,
      });
    }
    checkPartKey(request, record.encryption);
    const expectation = readExpectation(request);
    const locks =
      record.retention ?? record.legalHold ?? bucket.record.objectLock?.default;
    requireDigest('Part', locks !== undefined, expectation);
    const expected = record.checksum?.algorithm;
    const actual = expectation.algorithm;
    if (actual && actual !== expected && !effects.omitChecksums) {
      throw invalidRequest(
        `Checksum Type mismatch occurred, expected checksum Type: ${
          expected?.toLowerCase() ?? 'null'
        }, actual checksum Type: ${actual.toLowerCase()}`,
      );
    }
    const received = await receive({
      source: body.read(),
      length,
      blobs: bucket.blobs,
      settings,
      effects,
      algorithm: expected,
      expectation,
      trailers: body.trailers,
      hideMd5: hidesMd5(record.encryption),
    });
    const { segment, etag, checksum } = received;
    try {
      await bucket.uploads.putPart(request.key, uploadId, {
        partNumber,
        size: segment.size,
        etag,
        lastModified: now,
        checksum,
        segment,
      });
    } catch (error) {
      await bucket.blobs.remove([segment]);
      throw error;
    }
    return {
      status: 200,
      headers: {
        etag: `"${etag}"`,
        ...encryptionHeaders(record.encryption),
        ...(expected && checksum && { [checksumHeader(expected)]: checksum }),
      },
    };
  },
};
