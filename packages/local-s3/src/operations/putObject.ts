import { checksumHeader } from '../checksum/algorithms';
import { readExpectation } from '../checksum/expectation';
import { entityTooLarge } from '../errors';
import { requireLength } from '../http/body';
import type { Operation } from '../http/call';
import { readDescription } from '../http/objectHeaders';
import { underConditions } from '../http/preconditions';
import { receive } from '../http/receive';

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
    const description = readDescription(request);
    const expectation = readExpectation(request);
    return underConditions(call, bucket, async guard => {
      const received = await receive({
        source: body.read(),
        length,
        blobs: bucket.blobs,
        settings,
        effects,
        expectation,
        trailers: body.trailers,
      });
      const { segment, etag, checksum: value } = received;
      const { algorithm } = expectation;
      const checksum =
        algorithm && value !== undefined
          ? { algorithm, value, type: 'FULL_OBJECT' as const }
          : undefined;
      try {
        await bucket.put(
          {
            ...description,
            key: request.key,
            size: segment.size,
            etag,
            lastModified: call.now,
            checksum,
            segments: [segment],
          },
          guard,
        );
      } catch (error) {
        await bucket.blobs.remove([segment]);
        throw error;
      }
      return {
        status: 200,
        headers: {
          etag: `"${etag}"`,
          ...(checksum && {
            [checksumHeader(checksum.algorithm)]: checksum.value,
            'x-amz-checksum-type': checksum.type,
          }),
        },
      };
    });
  },
};
