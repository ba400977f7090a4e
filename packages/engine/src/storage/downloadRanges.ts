import { createHash } from 'node:crypto';
import { finished, Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { own } from '../ownBytes';
import { unquoted } from './headObject';
import { withRetry } from './retry';

/** Bytes of one request. */
const RANGE = 4 * 1024 ** 2;

/** What readers are given at once; small chunks cost them time. */
const CHUNK = 1024 * 1024;

/**
 * An object to be read whole.
 * @public
 */
export interface DownloadRangesOptions {
  key: string;
  /** Its length, as the manifest has it. */
  bytes: number;
  /** SHA-256 of all bytes; without it only the length is checked. */
  sha256?: string;
  /** Requests at once: the destination's, else 4. */
  concurrency?: number;
  /** Bytes of a request: the destination's, else 4 MiB; smaller in tests only. */
  rangeBytes?: number;
  signal?: AbortSignal;
  onProgress?(bytesRead: number): void;
}

function damaged(
  key: string,
  what: string,
  expected: string,
  actual: string,
): UnderstudyError {
  return new UnderstudyError('s3-corrupt', { key, what, expected, actual });
}

/** Which version of the object the first answer came from. */
interface Seen {
  etag: string | null | undefined;
}

/**
 * Fetches one range whole, so that a broken body is simply asked for again.
 * `If-Match` would do for noticing a changed object, but some stores refuse a
 * quoted and others a bare ETag; the answer's own ETag tells the same.
 */
async function fetchRange(
  bucket: Bucket,
  options: DownloadRangesOptions,
  start: number,
  length: number,
  seen: Seen,
  signal: AbortSignal,
): Promise<Buffer> {
  const { key } = options;
  const call = { action: 'GetObject', key, signal };
  await bucket.download.take(length, signal);
  return withRetry(bucket, call, async () => {
    const output = await bucket.client.send(
      new GetObjectCommand({
        Bucket: bucket.bucket,
        Key: key,
        Range: `bytes=${start}-${start + length - 1}`,
      }),
      { abortSignal: signal },
    );
    const body = output.Body as Readable;
    try {
      const total = /\/(\d+)$/.exec(output.ContentRange ?? '')?.[1];
      const actual = total === undefined ? output.ContentLength : Number(total);
      if (actual !== options.bytes) {
        throw damaged(key, 'size', `${options.bytes} bytes`, `${actual} bytes`);
      }
      const etag = unquoted(output.ETag);
      if (seen.etag === undefined) seen.etag = etag;
      if (seen.etag !== etag) {
        throw damaged(key, 'changed while read', `${seen.etag}`, `${etag}`);
      }
      return await collect(body, length);
    } finally {
      body.destroy();
    }
  });
}

/**
 * All of a body in one piece. By its events: to iterate over the many small
 * pieces that a socket gives costs several times as much.
 */
function collect(body: Readable, length: number): Promise<Buffer> {
  const memory = Buffer.allocUnsafeSlow(length);
  return new Promise((resolve, reject) => {
    let at = 0;
    body.on('data', (piece: Buffer) => {
      if (at + piece.length > length) body.destroy(broken());
      else at += piece.copy(memory, at);
    });
    finished(body, error => {
      if (error) reject(error);
      else if (at !== length) reject(broken());
      else resolve(memory);
    });
  });
}

/** A body of the wrong length; another try may bring the right one. */
function broken(): Error {
  return Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

async function* inOrder(
  bucket: Bucket,
  options: DownloadRangesOptions,
): AsyncGenerator<Buffer> {
  const { downloadPartSize, downloadConcurrency } =
    bucket.connection.transfer ?? {};
  const { key, bytes, sha256, onProgress } = options;
  const concurrency = options.concurrency ?? downloadConcurrency ?? 4;
  const size = options.rangeBytes ?? downloadPartSize ?? RANGE;
  const stop = new AbortController();
  const signal = options.signal
    ? AbortSignal.any([options.signal, stop.signal])
    : stop.signal;
  const digest = sha256 === undefined ? undefined : createHash('sha256');
  const waiting: Promise<Buffer>[] = [];
  const seen: Seen = { etag: undefined };
  let next = 0;
  let read = 0;
  const ask = () => {
    const length = Math.min(size, bytes - next);
    const range = fetchRange(bucket, options, next, length, seen, signal);
    // Its error is thrown when its turn comes.
    range.catch(() => {});
    waiting.push(range);
    next += length;
  };
  try {
    while (read < bytes) {
      while (waiting.length < concurrency && next < bytes) ask();
      const range = await waiting.shift()!;
      // Whoever takes the last piece may give its memory back.
      const { length } = range;
      for (let at = 0; at < length; at += CHUNK) {
        const chunk = own(range.subarray(at, at + CHUNK));
        digest?.update(chunk);
        yield chunk;
      }
      read += length;
      onProgress?.(read);
    }
    const actual = digest?.digest('hex');
    if (actual !== sha256)
      throw damaged(key, 'SHA-256', `${sha256}`, `${actual}`);
  } finally {
    stop.abort();
    await Promise.allSettled(waiting);
  }
}

/**
 * Reads an object by several ranges at once, in order and in bounded memory.
 * The stream ends only if length and SHA-256 were right: otherwise it is
 * destroyed with an error after its last byte.
 * @public
 */
export function downloadRanges(
  bucket: Bucket,
  options: DownloadRangesOptions,
): Readable {
  return Readable.from(inOrder(bucket, options), {
    objectMode: false,
    highWaterMark: CHUNK,
  });
}
