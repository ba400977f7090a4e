import { createHash } from 'node:crypto';
import { z } from 'zod';
import { checksumAlgorithms, checksumElement } from '../checksum/algorithms';
import { readChecksumHeader } from '../checksum/expectation';
import {
  badDigest,
  entityTooSmall,
  invalidPart,
  invalidPartOrder,
  invalidRequest,
} from '../errors';
import { encryptionHeaders } from '../encryption/readEncryption';
import type { Call, Operation } from '../http/call';
import { commitObject } from '../http/commit';
import { underConditions } from '../http/preconditions';
import { readXml } from '../http/xmlBody';
import type { Encryption, PartRecord, StoredChecksum } from '../store/records';
import type { OpenUpload } from '../store/uploads';
import { document, element } from '../xml';
import { versionHeader } from './findObject';
import { wholeChecksum } from './wholeChecksum';

const minPart = 5 * 1024 * 1024;

const partSchema = z.object({
  PartNumber: z.string().regex(/^\d{1,5}$/),
  ETag: z.string(),
  ...Object.fromEntries(
    checksumAlgorithms.map(name => [
      checksumElement(name),
      z.string().optional(),
    ]),
  ),
});
const schema = z.object({
  CompleteMultipartUpload: z.object({ Part: z.array(partSchema).min(1) }),
});
type NamedPart = { PartNumber: string; ETag: string } & Record<
  string,
  string | undefined
>;

/** The parts that the client names, each as it was uploaded; else a refusal. */
function choose(upload: OpenUpload, named: NamedPart[]): PartRecord[] {
  const { checksum } = upload.record;
  let before = 0;
  const chosen = named.map(part => {
    const number = Number(part.PartNumber);
    if (number <= before) throw invalidPartOrder();
    before = number;
    const stored = upload.parts.get(number);
    const etag = part.ETag.replace(/^"|"$/g, '');
    const refuse = () =>
      invalidPart({
        UploadId: upload.record.uploadId,
        PartNumber: number,
        ETag: etag,
      });
    if (!stored || stored.etag !== etag) throw refuse();
    for (const name of checksumAlgorithms) {
      const value = part[checksumElement(name)];
      const same = name === checksum?.algorithm && value === stored.checksum;
      if (value !== undefined && checksum && !same) throw refuse();
    }
    const value = checksum && part[checksumElement(checksum.algorithm)];
    if (checksum?.type === 'COMPOSITE' && value === undefined) {
      throw invalidRequest(
        `The upload was created using a ${checksum.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
      );
    }
    return stored;
  });
  for (const part of chosen.slice(0, -1)) {
    if (part.size < minPart) {
      throw entityTooSmall({
        ProposedSize: part.size,
        MinSizeAllowed: minPart,
        PartNumber: part.partNumber,
        ETag: part.etag,
      });
    }
  }
  return chosen;
}

/** What the client says about the whole must be what was received. */
function compareWhole(
  call: Call,
  checksum: StoredChecksum | undefined,
  size: number,
): void {
  const { headers } = call.request;
  if (call.effects.omitChecksums) return;
  const given = readChecksumHeader(call.request);
  const type = headers.get('x-amz-checksum-type')?.toUpperCase();
  if (type !== undefined && type !== checksum?.type) {
    throw invalidRequest(
      `The upload was created using the ${
        checksum?.type ?? 'null'
      } checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  if (given && checksum) {
    const bare = (value: string) => value.replace(/-\d+$/, '');
    if (
      given.algorithm !== checksum.algorithm ||
      bare(given.value) !== bare(checksum.value)
    ) {
      throw badDigest(
        `The ${given.algorithm.toLowerCase()} you specified did not match the calculated checksum.`,
      );
    }
  } else if (given) {
    throw invalidRequest(
      `Checksum Type mismatch occurred, expected checksum Type: null, actual checksum Type: ${given.algorithm.toLowerCase()}`,
    );
  }
  const sizeHeader = headers.get('x-amz-mp-object-size');
  if (sizeHeader !== undefined && Number(sizeHeader) !== size) {
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value does not match what was computed.`,
    );
  }
}

function wholeEtag(parts: PartRecord[]): string {
  const hash = createHash('md5');
  for (const part of parts) hash.update(Buffer.from(part.etag, 'hex'));
  return `${hash.digest('hex')}-${parts.length}`;
}

export const completeMultipartUpload: Operation = {
  name: 'CompleteMultipartUpload',
  writes: true,
  async run(call) {
    const { request, store, body } = call;
    const bucket = store.bucket(request.bucket);
    const uploadId = request.query.get('uploadId') ?? '';
    const { CompleteMultipartUpload: wanted } = await readXml(body, schema);
    bucket.uploads.get(request.key, uploadId);
    return underConditions(call, bucket, async guard => {
      let etag = '';
      let checksum: StoredChecksum | undefined;
      let encryption: Encryption | undefined;
      let versionId = '';
      await bucket.uploads.end(request.key, uploadId, async upload => {
        const parts = choose(upload, wanted.Part as NamedPart[]);
        const size = parts.reduce((sum, part) => sum + part.size, 0);
        checksum = wholeChecksum(upload.record, parts);
        compareWhole(call, checksum, size);
        etag = wholeEtag(parts);
        const {
          uploadId: _,
          initiated,
          initiator,
          ...described
        } = upload.record;
        encryption = described.encryption;
        ({ versionId } = await commitObject(call, bucket, {
          draft: {
            ...described,
            key: request.key,
            size,
            etag,
            checksum,
            segments: parts.map(part => part.segment),
            parts: parts.length,
          },
          guard,
        }));
        return new Set(parts.map(part => part.partNumber));
      });
      return {
        status: 200,
        headers: {
          ...versionHeader(bucket, versionId),
          ...encryptionHeaders(encryption),
        },
        xml: document(
          'CompleteMultipartUploadResult',
          element(
            'Location',
            `http://${request.headers.get('host')}/${
              request.bucket
            }/${request.key.split('/').map(encodeURIComponent).join('/')}`,
          ),
          element('Bucket', request.bucket),
          element('Key', request.key),
          element('ETag', `"${etag}"`),
          checksum
            ? element(checksumElement(checksum.algorithm), checksum.value)
            : '',
          element('ChecksumType', checksum?.type),
        ),
      };
    });
  },
};
