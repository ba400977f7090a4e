import {
  CopyObjectCommand,
  CopyObjectCommandInput,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { addressOf } from '../destination/address';
import { speaksChecksums } from '../destination/checksums';
import { wishesOf } from '../destination/wishes';
import { readBack } from './checkStored';
import { decodeCrc32 } from './crc32';
import { headObject } from './headObject';
import type { KeptHow } from './keptAs';
import {
  abortUpload,
  completeUpload,
  createUpload,
  UploadRef,
} from './multipartCalls';
import { send } from './send';

/** What S3 copies in one request, and takes as one part. */
export const COPY_LIMITS = { whole: 5 * 1024 ** 3, part: 1024 ** 3 };

/** Parts that the store copies at the same time. */
const IN_FLIGHT = 4;

/**
 * An object that the store itself is to copy.
 * @public
 */
export interface CopyOnStoreOptions {
  from: { bucket: Bucket; key: string; versionId?: string | null };
  to: { bucket: Bucket; key: string };
  /** What is known of its bytes: a copy of anything else is refused. */
  expect: { bytes: number; sha256: string; crc32: string; etag: string | null };
  contentType?: string;
  how?: KeptHow;
  /** For tests: where one request ends, and how large a part is. */
  limits?: { whole: number; part: number };
  /** Awaited before the first part, so that the id is known whatever happens. */
  onUploadId?(uploadId: string): Promise<void>;
  /** Told the bytes that the store has copied so far. */
  onProgress?(bytes: number): void;
  signal?: AbortSignal;
}

/**
 * Whether one store holds both, so that it may copy without us. Under keys of
 * the customer's own it could not read what it copies.
 */
export function sameStore(from: Bucket, to: Bucket): boolean {
  const keyed = (it: Bucket) => wishesOf(it).encryption?.type === 'sse-c';
  if (keyed(from) || keyed(to)) return false;
  if (to.profile?.copy === 'no') return false;
  const [a, b] = [addressOf(from.connection), addressOf(to.connection)];
  return a.endpoint === b.endpoint && a.region === b.region;
}

const isMd5 = (etag: string | null) => /^[0-9a-f]{32}$/i.test(etag ?? '');

const sourceOf = ({ from }: CopyOnStoreOptions) => {
  const path = from.key.split('/').map(encodeURIComponent).join('/');
  const version = from.versionId
    ? `?versionId=${encodeURIComponent(from.versionId)}`
    : '';
  return {
    CopySource: `${from.bucket.bucket}/${path}${version}`,
    ExpectedSourceBucketOwner: from.bucket.connection.expectedBucketOwner,
  };
};

async function copyWhole(options: CopyOnStoreOptions): Promise<void> {
  const { to, how, contentType, signal } = options;
  const input: CopyObjectCommandInput = {
    Bucket: to.bucket.bucket,
    Key: to.key,
    ...sourceOf(options),
    MetadataDirective: 'REPLACE',
    ContentType: contentType,
    ...how,
    ...(how?.Tagging ? { TaggingDirective: 'REPLACE' } : {}),
    ...(speaksChecksums(to.bucket) ? { ChecksumAlgorithm: 'CRC32' } : {}),
  };
  await send(
    to.bucket,
    'CopyObject',
    { key: to.key, signal },
    (client, settings) => client.send(new CopyObjectCommand(input), settings),
  );
}

/** A part as the completion names it. */
interface CopiedPart {
  partNumber: number;
  etag: string;
  crc?: number;
}

async function copyPart(
  options: CopyOnStoreOptions,
  upload: UploadRef,
  part: { n: number; start: number; end: number },
): Promise<CopiedPart> {
  const { to, signal } = options;
  const { n, start, end } = part;
  const output = await send(
    to.bucket,
    'UploadPartCopy',
    { key: to.key, signal },
    (client, settings) =>
      client.send(
        new UploadPartCopyCommand({
          Bucket: to.bucket.bucket,
          Key: to.key,
          UploadId: upload.uploadId,
          PartNumber: n,
          CopySourceRange: `bytes=${start}-${end - 1}`,
          ...sourceOf(options),
        }),
        settings,
      ),
  );
  const { ETag: etag = '', ChecksumCRC32: crc } = output.CopyPartResult ?? {};
  return { partNumber: n, etag, ...(crc ? { crc: decodeCrc32(crc) } : {}) };
}

async function copyInParts(
  options: CopyOnStoreOptions,
  size: number,
): Promise<void> {
  const { to, expect, how, contentType, signal } = options;
  const { key } = to;
  const upload = await createUpload(to.bucket, {
    key,
    contentType,
    how,
    signal,
  });
  try {
    await options.onUploadId?.(upload.uploadId);
    const count = Math.ceil(expect.bytes / size);
    const parts: CopiedPart[] = [];
    let next = 0;
    let copied = 0;
    const lane = async () => {
      while (next < count) {
        const n = (next += 1);
        const start = (n - 1) * size;
        const end = Math.min(n * size, expect.bytes);
        parts[n - 1] = await copyPart(options, upload, { n, start, end });
        copied += end - start;
        options.onProgress?.(copied);
      }
    };
    const lanes = Array.from({ length: Math.min(IN_FLIGHT, count) }, () =>
      lane().catch(error => {
        next = count;
        throw error;
      }),
    );
    // Aborted while a part is on its way, the upload would keep that part.
    const ended = await Promise.allSettled(lanes);
    for (const each of ended) if (each.status === 'rejected') throw each.reason;
    const crc = decodeCrc32(expect.crc32);
    await completeUpload(to.bucket, upload, { parts, crc, signal });
  } catch (error) {
    const first = UnderstudyError.from(error);
    await abortUpload(to.bucket, key, upload.uploadId).catch(also =>
      first.also.push(UnderstudyError.from(also).toProblem()),
    );
    throw first;
  }
}

function partBytes(options: CopyOnStoreOptions): number {
  const { to, expect, limits = COPY_LIMITS } = options;
  const maxParts = to.bucket.profile?.maxParts ?? 10_000;
  return Math.max(limits.part, Math.ceil(expect.bytes / maxParts));
}

/**
 * Has the store copy an object, in parts where it is above 5 GiB, and sees
 * that the copy is what was expected: by the store's CRC32, else by an ETag
 * that is an MD5, else by reading it.
 * @throws UnderstudyError `s3-corrupt` where it is something else
 * @public
 */
export async function copyOnStore(options: CopyOnStoreOptions): Promise<{
  etag: string | null;
  versionId: string | null;
}> {
  const { to, expect, limits = COPY_LIMITS, signal } = options;
  if (expect.bytes > limits.whole) {
    await copyInParts(options, partBytes(options));
  } else {
    await copyWhole(options);
  }
  const head = await headObject(to.bucket, to.key, { signal });
  const differs = (what: string, expected: string, actual: string) =>
    new UnderstudyError('s3-corrupt', { key: to.key, what, expected, actual });
  if (!head) {
    throw new UnderstudyError('s3-not-readable-yet', { key: to.key, n: 0 });
  }
  if (head.bytes !== expect.bytes) {
    throw differs('size', `${expect.bytes} bytes`, `${head.bytes} bytes`);
  }
  if (head.crc32) {
    if (head.crc32 !== expect.crc32) {
      throw differs('CRC32', expect.crc32, head.crc32);
    }
  } else if (!isMd5(head.etag) || head.etag !== expect.etag) {
    const { bytes, sha256 } = expect;
    await readBack(to.bucket, { key: to.key, bytes, sha256, signal });
  }
  options.onProgress?.(expect.bytes);
  return { etag: head.etag, versionId: head.versionId };
}
