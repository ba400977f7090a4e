import { performance } from 'node:perf_hooks';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { checkStored } from './checkStored';
import { encodeCrc32 } from './crc32';
import type { KeptHow } from './keptAs';
import { MultipartUpload } from './multipartUpload';
import type { Part } from './partBuffers';
import { putObject } from './putObject';
import { cancelled } from './retry';

/**
 * One of the places a stream is stored at.
 * @public
 */
export interface UploadTarget {
  bucket: Bucket;
  key: string;
  contentType?: string;
  metadata?: Record<string, string>;
  /** Class, tags and lock, where it has any. */
  how?: KeptHow;
  /** Told the bytes that the store has taken so far. */
  onProgress?(bytesStored: number): void;
  /** Awaited before the first part, so that the id is known whatever happens. */
  onUploadId?(uploadId: string): Promise<void>;
  /** Gives this place up, with its reason. */
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

/** The way of a stream's parts to one place; fails alone. */
export class UploadLane {
  stored: UploadedObject | undefined;
  failure: UnderstudyError | undefined;
  private readonly stop = new AbortController();
  private readonly signal: AbortSignal;
  private readonly sent: Promise<void>[] = [];
  private multipart: MultipartUpload | undefined;
  private beginning: Promise<MultipartUpload> | undefined;
  private aborted: Promise<void> | undefined;
  private busy = 0;
  private movedAt = 0;

  static create(options: {
    target: UploadTarget;
    onFailure(error: UnderstudyError): void;
  }): UploadLane {
    return new UploadLane(options.target, options.onFailure);
  }

  private constructor(
    private readonly target: UploadTarget,
    private readonly onFailure: (error: UnderstudyError) => void,
  ) {
    const { signal } = target;
    this.signal = signal
      ? AbortSignal.any([signal, this.stop.signal])
      : this.stop.signal;
    const giveUp = () => this.fail(cancelled(signal!, 'upload'));
    if (signal?.aborted) giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
  }

  /** Has taken all it was given, and waits for more. */
  get waits(): boolean {
    return this.busy === 0;
  }

  /** Milliseconds since it last took a part, or was given one to take. */
  get stillFor(): number {
    return performance.now() - this.movedAt;
  }

  /** Resolves when the part is not needed any more; never rejects. */
  send(partNumber: number, part: Part): Promise<void> {
    const job = this.work(async () => {
      this.beginning ??= this.begin();
      const multipart = await this.beginning;
      await multipart.add(partNumber, part);
    });
    this.sent.push(job);
    return job;
  }

  /** Puts all together, or stores the only part, and looks at it. */
  async finish(whole: {
    bytes: number;
    sha256: string;
    only?: Part;
  }): Promise<void> {
    await Promise.all(this.sent);
    await this.work(async () => {
      const { bucket, key, onProgress } = this.target;
      const { bytes, sha256, only } = whole;
      const written = only
        ? await this.put(only)
        : await this.multipart!.complete();
      const crc = only ? only.crc : this.multipart!.whole().crc;
      const head = await checkStored(bucket, {
        key,
        bytes,
        crc,
        sha256,
        parts: this.multipart?.sums,
        echo: written.crc32,
        signal: this.signal,
      });
      onProgress?.(bytes);
      this.stored = {
        bytes,
        sha256,
        crc32: encodeCrc32(crc),
        // Ceph completes an upload without naming its ETag.
        etag: written.etag || head.etag,
        versionId: written.versionId,
        modified: head.modified,
      };
    });
  }

  /** Gives the place up: nothing more goes there, and its upload is aborted. */
  fail(error: unknown): void {
    if (this.failure || this.stored) return;
    const { signal } = this.target;
    const known = error instanceof UnderstudyError;
    this.failure =
      signal?.aborted && !known
        ? cancelled(signal, 'upload')
        : UnderstudyError.from(error);
    this.stop.abort(this.failure);
    this.aborted = this.multipart?.abort(this.failure);
    this.onFailure(this.failure);
  }

  /** After a failure: no request is on its way, and the upload was aborted. */
  async settled(): Promise<void> {
    await this.beginning?.catch(() => {});
    await Promise.all(this.sent);
    await this.aborted;
  }

  private async work(step: () => Promise<void>): Promise<void> {
    if (this.failure) return;
    if (this.busy === 0) this.movedAt = performance.now();
    this.busy += 1;
    try {
      await step();
      this.movedAt = performance.now();
    } catch (error) {
      this.fail(error);
    } finally {
      this.busy -= 1;
    }
  }

  private async begin(): Promise<MultipartUpload> {
    const { target, signal } = this;
    const multipart = await MultipartUpload.create({
      ...target,
      signal,
      ifNoneMatch: this.conditional('conditionalComplete'),
      onStored: bytes => target.onProgress?.(bytes),
    });
    // Known from here on: a failure of the next line aborts it.
    this.multipart = multipart;
    if (this.failure) this.aborted = multipart.abort(this.failure);
    else await target.onUploadId?.(multipart.uploadId);
    return multipart;
  }

  private put(part: Part) {
    const { bucket, key, contentType, metadata, how } = this.target;
    return putObject(bucket, {
      key,
      body: part.body() as Buffer,
      crc: part.crc,
      contentType,
      metadata,
      how,
      signal: this.signal,
      ifNoneMatch: this.conditional('conditionalPut'),
    });
  }

  private conditional(kind: 'conditionalPut' | 'conditionalComplete'): boolean {
    const { ifNoneMatch, bucket } = this.target;
    return ifNoneMatch === true && bucket.profile?.[kind] === 'yes';
  }
}
