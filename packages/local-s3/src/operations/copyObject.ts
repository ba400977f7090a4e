import { checksumElement, parseAlgorithm } from '../checksum/algorithms';
import { invalidArgument, invalidRequest } from '../errors';
import type { Call, Operation } from '../http/call';
import { readDescription } from '../http/objectHeaders';
import { underConditions } from '../http/preconditions';
import { receive } from '../http/receive';
import { document, element, xmlTime } from '../xml';
import { checkCopySize, openCopySource } from './copySource';

function readDirective(call: Call): 'COPY' | 'REPLACE' {
  const name = 'x-amz-metadata-directive';
  const text = call.request.headers.get(name) ?? 'COPY';
  if (text === 'COPY' || text === 'REPLACE') return text;
  throw invalidArgument('Unknown metadata directive.', {
    ArgumentName: name,
    ArgumentValue: text,
  });
}

export const copyObject: Operation = {
  name: 'CopyObject',
  writes: true,
  async run(call) {
    const { request, store, settings, effects, now } = call;
    const target = store.bucket(request.bucket);
    const { bucket, record: source, same } = openCopySource(call);
    checkCopySize(source.size);
    const directive = readDirective(call);
    if (same && directive === 'COPY') {
      throw invalidRequest(
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      );
    }
    const description = readDescription(request);
    const { headers, metadata } = directive === 'COPY' ? source : description;
    const algorithm =
      parseAlgorithm(request.headers.get('x-amz-checksum-algorithm')) ??
      source.checksum?.algorithm;
    return underConditions(call, target, async guard => {
      const {
        segment,
        etag,
        checksum: value,
      } = await receive({
        source: bucket.read(source.segments, 0, source.size),
        length: source.size,
        blobs: target.blobs,
        settings,
        effects,
        algorithm,
      });
      const checksum =
        algorithm && value !== undefined
          ? { algorithm, value, type: 'FULL_OBJECT' as const }
          : undefined;
      try {
        await target.put(
          {
            key: request.key,
            headers,
            metadata,
            size: segment.size,
            etag,
            lastModified: now,
            checksum,
            segments: [segment],
          },
          guard,
        );
      } catch (error) {
        await target.blobs.remove([segment]);
        throw error;
      }
      return {
        status: 200,
        xml: document(
          'CopyObjectResult',
          element('LastModified', xmlTime(now)),
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
