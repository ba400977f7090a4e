import type { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { speaksChecksums } from '../destination/checksums';
import { encodeCrc32 } from './crc32';
import { unquoted } from './headObject';
import { integrityHeaders } from './integrity';
import type { KeptHow } from './keptAs';
import type { Part } from './partBuffers';
import { withRetry } from './retry';
import { send } from './send';

/** One upload in parts, as the store knows it. */
export interface UploadRef {
  key: string;
  uploadId: string;
}

/** A part that the store has taken. */
export interface StoredPart {
  partNumber: number;
  bytes: number;
  crc: number;
  /** As the store wrote it, quotes and all. */
  etag: string;
  /** Whether the ETag is the MD5 that was sent; null where none was. */
  md5: boolean | null;
}

/** How long a cancelled beginning may still take to tell its upload id. */
const LAST_WORDS = 5000;

/**
 * A signal that follows another one later: a request that is cut off may have
 * been done all the same, and an upload nobody knows the id of stays.
 */
function belated(signal: AbortSignal | undefined): AbortSignal {
  const late = new AbortController();
  const follow = () =>
    setTimeout(() => late.abort(signal?.reason), LAST_WORDS).unref();
  if (signal?.aborted) follow();
  else signal?.addEventListener('abort', follow, { once: true });
  return late.signal;
}

/**
 * Begins an upload; CRC32s of parts must be announced here. Answers how often
 * it was tried, since a try whose answer got lost may have begun one, too.
 */
export async function createUpload(
  bucket: Bucket,
  options: {
    key: string;
    contentType?: string;
    metadata?: Record<string, string>;
    how?: KeptHow;
    signal?: AbortSignal;
  },
): Promise<UploadRef & { tried: number }> {
  const { key, contentType, metadata, how, signal } = options;
  const call = { action: 'CreateMultipartUpload', key, signal };
  const checksums = speaksChecksums(bucket)
    ? ({ ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' } as const)
    : {};
  const abortSignal = belated(signal);
  return withRetry(bucket, call, async tried => {
    const output = await bucket.client.send(
      new CreateMultipartUploadCommand({
        Bucket: bucket.bucket,
        Key: key,
        ContentType: contentType,
        Metadata: metadata,
        ...how,
        ...checksums,
      }),
      { abortSignal },
    );
    if (output.UploadId) return { key, uploadId: output.UploadId, tried };
    throw new UnderstudyError('s3-failed', {
      action: call.action,
      bucket: bucket.bucket,
      status: 200,
      seen: 'without an upload id',
      requestId: output.$metadata.requestId ?? 'none',
    });
  });
}

const hexOf = (base64: string) => Buffer.from(base64, 'base64').toString('hex');

/** Milliseconds for one part, where the destination limits it. */
export function partLimit({ connection }: Bucket): number | undefined {
  return connection.transfer?.partTimeout;
}

/** Sends one part; the store checks it on arrival. */
export async function putPart(
  bucket: Bucket,
  upload: UploadRef,
  options: { partNumber: number; part: Part; signal?: AbortSignal },
): Promise<StoredPart> {
  const { partNumber, part, signal } = options;
  const { bytes, crc } = part;
  const digests = part.digests?.();
  const whole = digests?.md5 ?? part.body();
  const integrity = integrityHeaders(bucket, whole as Buffer | string, crc);
  await bucket.upload.take(bytes, signal);
  const output = await send(
    bucket,
    'UploadPart',
    { key: upload.key, signal, limit: partLimit(bucket) },
    (client, settings) =>
      withBody(part, body => {
        const command = new UploadPartCommand({
          Bucket: bucket.bucket,
          Key: upload.key,
          UploadId: upload.uploadId,
          PartNumber: partNumber,
          Body: body,
          ContentLength: bytes,
          ...integrity,
        });
        if (digests) signAs(command, digests.sha256);
        return client.send(command, settings);
      }),
  );
  const etag = output.ETag ?? '';
  const sent = 'ContentMD5' in integrity ? integrity.ContentMD5 : null;
  const md5 = sent === null ? null : etag.replace(/"/g, '') === hexOf(sent);
  return { partNumber, bytes, crc, etag, md5 };
}

/** Lends a part's bytes for one try; a file is closed again, however it ends. */
async function withBody<T>(
  part: Part,
  use: (body: Buffer | Readable) => Promise<T>,
): Promise<T> {
  const body = part.body();
  if (Buffer.isBuffer(body)) return use(body);
  const broken = new Promise<never>((_, reject) => body.on('error', reject));
  broken.catch(() => {});
  try {
    return await Promise.race([use(body), broken]);
  } finally {
    body.destroy();
  }
}

/** A stream cannot be read for its signature: its hash is known already. */
function signAs(command: UploadPartCommand, sha256: string): void {
  command.middlewareStack.add(
    next => args => {
      const { headers } = args.request as { headers: Record<string, string> };
      headers['x-amz-content-sha256'] ??= sha256;
      return next(args);
    },
    { step: 'build', priority: 'low', name: 'understudyKnownHash' },
  );
}

/** What the store says of a completed upload. */
export interface CompletedUpload {
  etag: string | null;
  versionId: string | null;
  /** CRC32 of all bytes that the store answered, where it does. */
  crc32?: string | null;
}

/** Puts the parts together. One try: the caller knows what a second one means. */
export async function completeUpload(
  bucket: Bucket,
  upload: UploadRef,
  options: {
    parts: Array<Pick<StoredPart, 'partNumber' | 'etag'> & { crc?: number }>;
    /** CRC32 of all bytes. */
    crc: number;
    ifNoneMatch?: boolean;
    signal?: AbortSignal;
  },
): Promise<CompletedUpload> {
  const checksums = speaksChecksums(bucket);
  const output = await bucket.client.send(
    new CompleteMultipartUploadCommand({
      Bucket: bucket.bucket,
      Key: upload.key,
      UploadId: upload.uploadId,
      MultipartUpload: {
        Parts: options.parts.map(part => ({
          PartNumber: part.partNumber,
          ETag: part.etag,
          ...(checksums && part.crc !== undefined
            ? { ChecksumCRC32: encodeCrc32(part.crc) }
            : {}),
        })),
      },
      ...(checksums
        ? {
            ChecksumCRC32: encodeCrc32(options.crc),
            ChecksumType: 'FULL_OBJECT',
          }
        : {}),
      ...(options.ifNoneMatch ? { IfNoneMatch: '*' } : {}),
    }),
    options.signal ? { abortSignal: options.signal } : {},
  );
  return {
    etag: unquoted(output.ETag),
    versionId: output.VersionId ?? null,
    crc32: output.ChecksumCRC32 ?? null,
  };
}

/**
 * Ends an upload and frees its parts. One that is gone already is fine.
 * @public
 */
export async function abortUpload(
  bucket: Bucket,
  key: string,
  uploadId: string,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  try {
    await send(
      bucket,
      'AbortMultipartUpload',
      { key, ...options },
      (client, settings) =>
        client.send(
          new AbortMultipartUploadCommand({
            Bucket: bucket.bucket,
            Key: key,
            UploadId: uploadId,
          }),
          settings,
        ),
    );
  } catch (error) {
    if (
      error instanceof UnderstudyError &&
      error.details.store === 'NoSuchUpload'
    ) {
      return;
    }
    throw error;
  }
}
