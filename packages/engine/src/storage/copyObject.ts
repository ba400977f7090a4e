import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Upload } from '@aws-sdk/lib-storage';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { checkStored } from './checkStored';
import { combineCrc32, encodeCrc32, updateCrc32 } from './crc32';
import { downloadRanges } from './downloadRanges';
import type { KeptHow } from './keptAs';
import { abortUpload } from './multipartCalls';
import { planParts } from './partPlan';
import { cancelled } from './retry';
import { UploadClient } from './uploadClient';
import { chosenParts } from './strictestPlan';
import type { UploadedObject } from './UploadLane';
import { newUploadToken, UPLOAD_TOKEN } from './uploadToken';

/**
 * An object to be copied from one bucket to another.
 * @public
 */
export interface CopyObjectOptions {
  from: { bucket: Bucket; key: string };
  to: { bucket: Bucket; key: string };
  /** Its length: a copy of anything else is refused. */
  bytes: number;
  sha256?: string;
  contentType?: string;
  /** Class, tags and lock of the copy. */
  how?: KeptHow;
  signal?: AbortSignal;
  onProgress?(bytesStored: number): void;
}

/** Sums of a stream that passes, whole and by parts. */
class Meter {
  private readonly digest = createHash('sha256');
  private readonly parts: Array<{ crc: number; bytes: number }> = [];

  static create(options: { partBytes: number }): Meter {
    return new Meter(options.partBytes);
  }

  private constructor(private readonly partBytes: number) {}

  readonly stream = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      this.take(chunk);
      done(null, chunk);
    },
  });

  private take(chunk: Buffer): void {
    this.digest.update(chunk);
    for (let at = 0; at < chunk.length; ) {
      let part = this.parts.at(-1);
      if (!part || part.bytes === this.partBytes) {
        part = { crc: 0, bytes: 0 };
        this.parts.push(part);
      }
      const piece = chunk.subarray(at, at + this.partBytes - part.bytes);
      part.crc = updateCrc32(piece, part.crc);
      part.bytes += piece.length;
      at += piece.length;
    }
  }

  sums() {
    const crc = this.parts.reduce(
      (sum, part) => combineCrc32(sum, part.crc, part.bytes),
      0,
    );
    const crcs = this.parts.map(part => part.crc);
    return { crc, crcs, sha256: this.digest.digest('hex') };
  }
}

function partsOf(options: CopyObjectOptions) {
  const { to, bytes } = options;
  const maxParts = to.bucket.profile?.maxParts ?? 10_000;
  const plan = planParts({
    maxParts,
    uniform: true,
    estimate: bytes,
    ...chosenParts(to.bucket),
  });
  const part = plan.part(1);
  if (part.spooled) {
    const limit = plan.memoryCeiling;
    throw new UnderstudyError('s3-too-large', {
      size: bytes,
      n: 1,
      maxParts,
      limit,
    });
  }
  return part;
}

/**
 * Copies an object of known length through this machine; source and copy are
 * checked. The two stores need not know each other.
 * @public
 */
export async function copyObject(
  options: CopyObjectOptions,
): Promise<UploadedObject> {
  const { from, to, bytes, contentType } = options;
  const { bytes: partSize, inFlight } = partsOf(options);
  const { bucket, key } = to;
  const stop = new AbortController();
  const signal = options.signal
    ? AbortSignal.any([options.signal, stop.signal])
    : stop.signal;
  const token = newUploadToken();
  const meter = Meter.create({ partBytes: partSize });
  const sender = UploadClient.create({ bucket, key, token, bytes, signal });
  const upload = new Upload({
    client: sender.client,
    params: {
      Bucket: bucket.bucket,
      Key: key,
      Body: meter.stream,
      ContentType: contentType,
      Metadata: { [UPLOAD_TOKEN]: token },
      ...options.how,
    },
    partSize,
    queueSize: inFlight,
    // Its own abort would hide the first error where it is denied.
    leavePartsOnError: true,
  });
  upload.on('httpUploadProgress', it => options.onProgress?.(it.loaded ?? 0));
  const { sha256: expected } = options;
  const source = downloadRanges(from.bucket, {
    key: from.key,
    bytes,
    sha256: expected,
    signal,
  });
  let first: unknown;
  const noting = (error: unknown) => {
    first ??= error;
    stop.abort(error);
    throw error;
  };
  try {
    const [output] = await Promise.all([
      upload.done().catch(noting),
      pipeline(source, meter.stream).catch(noting),
    ]);
    const { crc, crcs, sha256 } = meter.sums();
    const parts = sender.uploadId ? { crcs, etags: sender.etags } : undefined;
    const head = await checkStored(bucket, {
      key,
      bytes,
      crc,
      sha256,
      parts,
      signal,
    });
    const versionId = output.VersionId ?? null;
    return {
      bytes,
      crc32: encodeCrc32(crc),
      sha256,
      etag: head.etag,
      versionId,
      modified: head.modified,
    };
  } catch (error) {
    const problem = options.signal?.aborted
      ? cancelled(options.signal, 'copy')
      : UnderstudyError.from(first ?? error);
    await sender.settled();
    if (sender.uploadId) {
      await abortUpload(bucket, key, sender.uploadId).catch(also =>
        problem.also.push(UnderstudyError.from(also).toProblem()),
      );
    }
    throw problem;
  }
}
