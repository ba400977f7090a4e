import {
  type ChecksumAlgorithm,
  type ChecksumType,
  parseAlgorithm,
} from '../checksum/algorithms';
import { canCombine } from '../checksum/combine';
import { encryptionHeaders } from '../encryption/readEncryption';
import { invalidRequest } from '../errors';
import type { Call, Operation } from '../http/call';
import { readDescription } from '../http/objectHeaders';
import { document, element } from '../xml';

/** Which checksum the upload will have, and how that of the whole follows from its parts'. */
function readChecksum(
  call: Call,
): { algorithm: ChecksumAlgorithm; type: ChecksumType } | undefined {
  const { headers } = call.request;
  const name = headers.get('x-amz-checksum-algorithm');
  const type = headers.get('x-amz-checksum-type')?.toUpperCase();
  if (name === undefined) {
    if (type !== undefined) {
      throw invalidRequest(
        'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
      );
    }
    return undefined;
  }
  const algorithm = parseAlgorithm(name);
  if (!algorithm) {
    throw invalidRequest(
      'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
    );
  }
  const usual = algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE';
  const wanted = type ?? usual;
  const possible =
    (wanted === 'FULL_OBJECT' && canCombine(algorithm)) ||
    (wanted === 'COMPOSITE' && algorithm !== 'CRC64NVME');
  if (!possible) {
    throw invalidRequest(
      `The ${wanted} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  if (call.effects.omitChecksums) return undefined;
  return { algorithm, type: wanted as ChecksumType };
}

export const createMultipartUpload: Operation = {
  name: 'CreateMultipartUpload',
  writes: true,
  async run(call) {
    const { request, store, user, now } = call;
    const bucket = store.bucket(request.bucket);
    const description = readDescription(call, bucket.record);
    const checksum = readChecksum(call);
    const { uploadId } = await bucket.uploads.begin({
      ...description,
      key: request.key,
      initiated: now,
      initiator: user.accessKeyId,
      checksum,
    });
    return {
      status: 200,
      headers: {
        ...encryptionHeaders(description.encryption),
        ...(checksum && {
          'x-amz-checksum-algorithm': checksum.algorithm,
          'x-amz-checksum-type': checksum.type,
        }),
      },
      xml: document(
        'InitiateMultipartUploadResult',
        element('Bucket', request.bucket),
        element('Key', request.key),
        element('UploadId', uploadId),
      ),
    };
  },
};
