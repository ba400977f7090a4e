import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { release } from '../ownBytes';
import { checkStored } from './checkStored';
import { encodeCrc32 } from './crc32';
import type { KeptHow } from './keptAs';
import { MultipartUpload } from './multipartUpload';
import { PartBuffer, PartBuffers } from './partBuffers';
import { PartPlan, planParts } from './partPlan';
import { putObject } from './putObject';
import { cancelled } from './retry';

/**
 * A stream of unknown length on its way into a bucket.
 * @public
 */
export interface UploadStreamOptions {
  key: string;
  /** Buffers; is destroyed where the upload fails. */
  body: Readable;
  /** Bytes to come as they will be stored, where somebody has an idea. */
  estimatedBytes?: number | null;
  /** Default: by the estimate and the bucket's profile. */
  partPlan?: PartPlan;
  contentType?: string;
  metadata?: Record<string, string>;
  /** Class, tags and lock, where it has any. */
  how?: KeptHow;
  /** Told the bytes that the store has taken so far. */
  onProgress?(bytesStored: number): void;
  /** Awaited before the first part, so that the id is known whatever happens. */
  onUploadId?(uploadId: string): Promise<void>;
  signal?: AbortSignal;
  /** Refuse to overwrite, where the store is known to be able to. */
  ifNoneMatch?: boolean;
}

/**
 * What the store holds now, and was checked to hold.
 * @public
 */
export interface UploadedObject {
  bytes: number;
  crc32: string;
  /** Of the stored bytes, computed here. */
  sha256: string;
  etag: string | null;
  versionId: string | null;
  /** When the store says that it was stored. */
  modified: Date | null;
}

/** What a destination says of its parts; else it is automatic. */
export function chosenParts({ connection }: Bucket) {
  const { uploadPartSize, uploadConcurrency } = connection.transfer ?? {};
  return {
    ...(uploadPartSize ? { fixed: uploadPartSize } : {}),
    ...(uploadConcurrency ? { inFlight: uploadConcurrency } : {}),
  };
}

function planFor(bucket: Bucket, estimate: number | null): PartPlan {
  return planParts({
    maxParts: bucket.profile?.maxParts ?? 10_000,
    uniform: bucket.profile?.uniformParts ?? false,
    estimate,
    ...chosenParts(bucket),
  });
}

function tooLarge(plan: PartPlan, n: number, size: number): UnderstudyError {
  const { maxParts, memoryCeiling: limit } = plan;
  return new UnderstudyError('s3-too-large', { size, n, maxParts, limit });
}

/** State of one call of {@link uploadStream}. */
class StreamUpload {
  private readonly sha256 = createHash('sha256');
  private readonly buffers = PartBuffers.create();
  private multipart: MultipartUpload | undefined;
  private partNumber = 1;
  private bytes = 0;
  private part: PartBuffer;

  static create(options: {
    bucket: Bucket;
    order: UploadStreamOptions;
    plan: PartPlan;
  }): StreamUpload {
    return new StreamUpload(options.bucket, options.order, options.plan);
  }

  private constructor(
    private readonly bucket: Bucket,
    private readonly order: UploadStreamOptions,
    private readonly plan: PartPlan,
  ) {
    this.part = this.buffers.take(plan.part(1).bytes);
  }

  async run(): Promise<UploadedObject> {
    try {
      for await (const chunk of this.order.body) await this.take(chunk);
      return await this.finish();
    } catch (error) {
      const first = this.firstOf(error);
      await this.multipart?.abort(first);
      throw first;
    }
  }

  private firstOf(error: unknown): UnderstudyError {
    const { signal } = this.order;
    return signal?.aborted && !(error instanceof UnderstudyError)
      ? cancelled(signal, 'upload')
      : UnderstudyError.from(error);
  }

  private async take(chunk: Buffer): Promise<void> {
    this.sha256.update(chunk);
    this.bytes += chunk.length;
    let at = this.part.write(chunk);
    while (at < chunk.length) {
      // Only now is it sure that this part is not the last one.
      await this.sendPart();
      this.nextPart();
      at += this.part.write(chunk.subarray(at));
    }
    release(chunk);
  }

  private nextPart(): void {
    this.partNumber += 1;
    const { partNumber, plan } = this;
    if (partNumber > plan.maxParts || plan.part(partNumber).spooled) {
      throw tooLarge(plan, partNumber, this.bytes);
    }
    this.part = this.buffers.take(plan.part(partNumber).bytes);
  }

  private async sendPart(): Promise<void> {
    this.multipart ??= await this.begin();
    const { partNumber, part, plan } = this;
    await this.multipart.add(partNumber, part, plan.part(partNumber).inFlight);
  }

  private async begin(): Promise<MultipartUpload> {
    const { bucket, order } = this;
    const { key, contentType, metadata, how, signal, body } = order;
    const multipart = await MultipartUpload.create({
      bucket,
      key,
      contentType,
      metadata,
      how,
      signal,
      buffers: this.buffers,
      ifNoneMatch: this.conditional('conditionalComplete'),
      onFailure: error => body.destroy(error),
      onStored: bytes => order.onProgress?.(bytes),
    });
    // Known from here on: a failure of the next line aborts it.
    this.multipart = multipart;
    await order.onUploadId?.(multipart.uploadId);
    return multipart;
  }

  private conditional(kind: 'conditionalPut' | 'conditionalComplete'): boolean {
    return (
      this.order.ifNoneMatch === true && this.bucket.profile?.[kind] === 'yes'
    );
  }

  private async finish(): Promise<UploadedObject> {
    const { bucket, order, bytes } = this;
    const { key, signal } = order;
    const sha256 = this.sha256.digest('hex');
    const { crc, written } = await this.close();
    const parts = this.multipart?.sums;
    const head = await checkStored(bucket, {
      key,
      bytes,
      crc,
      sha256,
      parts,
      signal,
    });
    order.onProgress?.(bytes);
    // Ceph completes an upload without naming its ETag.
    const etag = written.etag || head.etag;
    const { versionId } = written;
    const { modified } = head;
    return {
      bytes,
      crc32: encodeCrc32(crc),
      sha256,
      etag,
      versionId,
      modified,
    };
  }

  /** One request for what fits into one part, the end of the upload otherwise. */
  private async close() {
    if (this.multipart) {
      await this.sendPart();
      const written = await this.multipart.complete();
      return { crc: this.multipart.whole().crc, written };
    }
    const { key, contentType, metadata, how, signal } = this.order;
    const { body, crc } = this.part;
    const written = await putObject(this.bucket, {
      key,
      body,
      crc,
      contentType,
      metadata,
      how,
      signal,
      ifNoneMatch: this.conditional('conditionalPut'),
    });
    return { crc, written };
  }
}

/**
 * Stores a stream: in one request where it fits into one part, else in parts
 * that are sent while the next one fills. Holds at most 256 MiB. Resolves
 * only when the store was seen to hold exactly these bytes; on any failure
 * the upload is aborted and the first error is thrown, clean-up errors in its
 * `also`.
 * @public
 */
export async function uploadStream(
  bucket: Bucket,
  options: UploadStreamOptions,
): Promise<UploadedObject> {
  const { body, signal, estimatedBytes = null } = options;
  const plan = options.partPlan ?? planFor(bucket, estimatedBytes);
  // Errors reach us through the iteration; one that comes later has no reader.
  body.on('error', () => {});
  const first = plan.part(1);
  if (first.spooled || (estimatedBytes ?? 0) > plan.memoryCeiling) {
    const refusal = tooLarge(plan, 1, estimatedBytes ?? first.bytes);
    body.destroy(refusal);
    throw refusal;
  }
  const onAbort = () => body.destroy(cancelled(signal!, 'upload'));
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await StreamUpload.create({ bucket, order: options, plan }).run();
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}
