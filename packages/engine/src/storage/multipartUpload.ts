import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { isAppendOnly } from '../destination/wishes';
import type { PartSums } from './checkStored';
import { combineCrc32 } from './crc32';
import type { KeptHow } from './keptAs';
import { listUploads } from './listUploads';
import { lookAgain } from './lookAgain';
import {
  CompletedUpload,
  abortUpload,
  completeUpload,
  createUpload,
  putPart,
  StoredPart,
  UploadRef,
} from './multipartCalls';
import type { Part } from './partBuffers';
import { withRetry } from './retry';
import { newUploadToken, UPLOAD_TOKEN } from './uploadToken';

interface MultipartUploadOptions {
  bucket: Bucket;
  key: string;
  contentType?: string;
  metadata?: Record<string, string>;
  how?: KeptHow;
  ifNoneMatch: boolean;
  signal?: AbortSignal;
  onStored(bytes: number): void;
}

/** A run has failed already: its end should not wait for a store that is gone. */
function hurried(bucket: Bucket): Bucket {
  const attempts = Math.min(3, bucket.retry.attempts);
  return Object.create(bucket, {
    retry: { value: { ...bucket.retry, attempts } },
  });
}

/**
 * Ends uploads of this very key that a try began whose answer got lost. Best
 * effort: where it fails, the sweeper comes again.
 */
async function abortLost(
  bucket: Bucket,
  key: string,
  ours?: string,
): Promise<void> {
  const quick = hurried(bucket);
  try {
    for await (const found of listUploads(quick, { prefix: key })) {
      if (found.key !== key || found.uploadId === ours) continue;
      await abortUpload(quick, key, found.uploadId);
    }
  } catch {
    // The first error is the one to tell.
  }
}

/**
 * One upload in parts: several at once on their way, the first failure stops
 * the others, and an upload that is not completed is aborted.
 */
export class MultipartUpload {
  private readonly token = newUploadToken();
  private readonly running = new Set<Promise<void>>();
  private readonly stop = new AbortController();
  private readonly parts: StoredPart[] = [];
  private readonly signal: AbortSignal;
  private failure: Error | undefined;
  private stored = 0;

  static async create(
    options: MultipartUploadOptions,
  ): Promise<MultipartUpload> {
    const upload = new MultipartUpload(options);
    const { bucket, key, contentType, how, signal } = options;
    const metadata = { ...options.metadata, [UPLOAD_TOKEN]: upload.token };
    try {
      upload.ref = await createUpload(bucket, {
        key,
        contentType,
        metadata,
        how,
        signal,
      });
    } catch (error) {
      // A refusal began nothing; a silence may have.
      const { code } = UnderstudyError.from(error);
      if (!code.startsWith('s3-denied')) await abortLost(bucket, key);
      throw error;
    }
    const { tried, uploadId } = upload.ref;
    if (tried > 1) await abortLost(bucket, key, uploadId);
    return upload;
  }

  private ref!: UploadRef & { tried: number };

  private constructor(private readonly options: MultipartUploadOptions) {
    this.signal = options.signal
      ? AbortSignal.any([options.signal, this.stop.signal])
      : this.stop.signal;
  }

  get uploadId(): string {
    return this.ref.uploadId;
  }

  /** What a check of the whole needs to know of the parts, in their order. */
  get sums(): PartSums {
    const parts = this.inOrder();
    return {
      crcs: parts.map(part => part.crc),
      etags: parts.map(part => part.etag),
      md5s: parts.map(part => part.md5),
    };
  }

  /** Sends one part, beside others; whoever asks keeps it until it is sent. */
  async add(partNumber: number, part: Part): Promise<void> {
    if (this.failure) throw this.failure;
    const job = this.send(partNumber, part).catch(error => this.fail(error));
    this.running.add(job);
    await job;
    this.running.delete(job);
    if (this.failure) throw this.failure;
  }

  private async send(partNumber: number, part: Part): Promise<void> {
    const { bucket, onStored } = this.options;
    const { signal } = this;
    this.parts.push(
      await putPart(bucket, this.ref, { partNumber, part, signal }),
    );
    this.stored += part.bytes;
    onStored(this.stored);
  }

  private fail(error: Error): void {
    if (this.failure) return;
    this.failure = error;
    this.stop.abort(error);
  }

  private inOrder(): StoredPart[] {
    return [...this.parts].sort((a, b) => a.partNumber - b.partNumber);
  }

  /** CRC32 and length of all bytes. */
  whole(): { bytes: number; crc: number } {
    let bytes = 0;
    let crc = 0;
    for (const part of this.inOrder()) {
      crc = combineCrc32(crc, part.crc, part.bytes);
      bytes += part.bytes;
    }
    return { bytes, crc };
  }

  /** Waits for the last parts and puts all together. */
  async complete(): Promise<CompletedUpload> {
    await Promise.all(this.running);
    if (this.failure) throw this.failure;
    const { bucket, key, ifNoneMatch, signal } = this.options;
    const { bytes, crc } = this.whole();
    const call = { action: 'CompleteMultipartUpload', key, signal };
    return withRetry(bucket, call, async () => {
      try {
        return await completeUpload(bucket, this.ref, {
          parts: this.inOrder(),
          crc,
          ifNoneMatch,
          signal,
        });
      } catch (error) {
        return lookAgain(bucket, error, {
          key,
          token: this.token,
          bytes,
          signal,
        });
      }
    });
  }

  /**
   * Ends the upload after a failure. Never throws: what goes wrong here is
   * added to the first error, which stays the one that is told.
   */
  async abort(first: UnderstudyError): Promise<void> {
    this.fail(first);
    await Promise.all(this.running);
    const { key } = this.options;
    const bucket = hurried(this.options.bucket);
    // A lifecycle rule of the bucket has to do it.
    if (isAppendOnly(bucket)) return;
    try {
      await abortUpload(bucket, key, this.ref.uploadId);
    } catch (error) {
      first.also.push(UnderstudyError.from(error).toProblem());
    }
  }
}
