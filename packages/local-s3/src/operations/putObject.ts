import { checksumHeader } from '../checksum/algorithms';
import { readExpectation } from '../checksum/expectation';
import { encryptionHeaders, hidesMd5 } from '../encryption/readEncryption';
import { entityTooLarge } from '../errors';
import { requireLength } from '../http/body';
import type { Operation } from '../http/call';
import { commitObject } from '../http/commit';
import { readDescription } from '../http/objectHeaders';
import { underConditions } from '../http/preconditions';
import { receive } from '../http/receive';
import { requireDigest } from '../lock/readLock';
import { versionHeader } from './findObject';

export const maxSinglePut = 5 * 1024 ** 3;

export const putObject: Operation = {
  name: 'PutObject',
  writes: true,
  async run(call) {
    const { request, store, body, settings, effects } = call;
    const bucket = store.bucket(request.bucket);
    const length = requireLength(request, body);
    if (length > maxSinglePut) {
      throw entityTooLarge({
        ProposedSize: length,
        MaxSizeAllowed: maxSinglePut,
      });
    }
    const description = readDescription(call, bucket.record);
    const expectation = readExpectation(request);
    const locks =
      description.retention ??
      description.legalHold ??
      bucket.record.objectLock?.default;
    requireDigest('Object', locks !== undefined, expectation);
    return underConditions(call, bucket, async guard => {
      const received = await receive({
        source: body.read(),
        length,
        blobs: bucket.blobs,
        settings,
        effects,
        expectation,
        trailers: body.trailers,
        hideMd5: hidesMd5(description.encryption),
      });
      const { segment, etag, checksum: value } = received;
      const { algorithm } = expectation;
      const checksum =
        algorithm && value !== undefined
          ? { algorithm, value, type: 'FULL_OBJECT' as const }
          : undefined;
      try {
        const { versionId } = await commitObject(call, bucket, {
          draft: {
            ...description,
            key: request.key,
            size: segment.size,
            etag,
            checksum,
            segments: [segment],
          },
          guard,
        });
        return {
          status: 200,
          headers: {
            etag: `"${etag}"`,
            ...versionHeader(bucket, versionId),
            ...encryptionHeaders(description.encryption),
            ...(checksum && {
              [checksumHeader(checksum.algorithm)]: checksum.value,
              'x-amz-checksum-type': checksum.type,
            }),
          },
        };
      } catch (error) {
        await bucket.blobs.remove([segment]);
        throw error;
      }
    });
  },
};
