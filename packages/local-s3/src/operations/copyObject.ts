import { checksumElement, parseAlgorithm } from '../checksum/algorithms';
import { encryptionHeaders, hidesMd5 } from '../encryption/readEncryption';
import { invalidArgument, invalidRequest } from '../errors';
import type { Call, Operation } from '../http/call';
import { commitObject } from '../http/commit';
import { readDescription } from '../http/objectHeaders';
import { underConditions } from '../http/preconditions';
import { receive } from '../http/receive';
import type { Described, ObjectRecord } from '../store/records';
import { document, element, xmlTime } from '../xml';
import {
  checkCopySize,
  openCopySource,
  sourceVersionHeader,
} from './copySource';
import { versionHeader } from './findObject';

function readDirective(
  call: Call,
  kind: 'metadata' | 'tagging',
): 'COPY' | 'REPLACE' {
  const name = `x-amz-${kind}-directive`;
  const text = call.request.headers.get(name) ?? 'COPY';
  if (text === 'COPY' || text === 'REPLACE') return text;
  throw invalidArgument(`Unknown ${kind} directive.`, {
    ArgumentName: name,
    ArgumentValue: text,
  });
}

const changing = ['x-amz-storage-class', 'x-amz-server-side-encryption'];

/** A copy onto itself must change something, else S3 takes it for a mistake. */
function checkChange(call: Call, source: ObjectRecord): void {
  const changes = [...call.request.headers.keys()].some(name =>
    changing.some(start => name.startsWith(start)),
  );
  if (changes || source.encryption?.type === 'customer') return;
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
  );
}

/** What goes with the bytes: as the directives say, from the source or from the request. Locks and ACLs never do. */
function describeCopy(
  call: Call,
  options: { source: ObjectRecord; own: Described },
): Described {
  const { source, own } = options;
  const keeps = readDirective(call, 'metadata') === 'COPY';
  const keepsTags = readDirective(call, 'tagging') === 'COPY';
  return {
    ...own,
    headers: keeps ? source.headers : own.headers,
    metadata: keeps ? source.metadata : own.metadata,
    tags: keepsTags ? source.tags : own.tags,
  };
}

export const copyObject: Operation = {
  name: 'CopyObject',
  writes: true,
  async run(call) {
    const { request, store, settings, effects, now } = call;
    const target = store.bucket(request.bucket);
    const { bucket, record: source, same } = openCopySource(call);
    checkCopySize(source.size);
    if (same && readDirective(call, 'metadata') === 'COPY') {
      checkChange(call, source);
    }
    const own = readDescription(call, target.record);
    const description = describeCopy(call, { source, own });
    if (description.tags === source.tags && source.tags) {
      call.authorize('s3:GetObjectTagging', source.key, bucket.record.name);
      call.authorize('s3:PutObjectTagging', request.key);
    }
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
        hideMd5: hidesMd5(description.encryption),
      });
      const checksum =
        algorithm && value !== undefined
          ? { algorithm, value, type: 'FULL_OBJECT' as const }
          : undefined;
      try {
        const { versionId } = await commitObject(call, target, {
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
            ...versionHeader(target, versionId),
            ...sourceVersionHeader(bucket, source.versionId),
            ...encryptionHeaders(description.encryption),
          },
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
      } catch (error) {
        await target.blobs.remove([segment]);
        throw error;
      }
    });
  },
};
