import { Readable } from 'node:stream';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { unquoted } from './headObject';
import { withRetry } from './retry';
import { isAppendOnly } from '../destination/wishes';
import { headListed } from './headListed';
import { send } from './send';
import { translateError } from './translateError';

/**
 * An object, or a range of it, as it comes.
 * @public
 */
export interface ObjectBody {
  /** Errors are translated; a body that ends early is an error. */
  body: Readable;
  /** Bytes of the body. */
  bytes: number;
  etag: string | null;
  contentType: string | null;
}

/**
 * Where a range begins and ends, both included.
 * @public
 */
export interface ByteRange {
  start: number;
  end: number;
}

/**
 * Opens an object for reading. Only the opening is repeated; a body that
 * breaks is the reader's business, see {@link downloadRanges}.
 * @public
 */
export async function getObject(
  bucket: Bucket,
  key: string,
  options: { range?: ByteRange; signal?: AbortSignal } = {},
): Promise<ObjectBody> {
  const { range, signal } = options;
  const output = await send(
    bucket,
    'GetObject',
    { key, signal },
    (client, settings) =>
      client.send(
        new GetObjectCommand({
          Bucket: bucket.bucket,
          Key: key,
          ...(range ? { Range: `bytes=${range.start}-${range.end}` } : {}),
        }),
        settings,
      ),
  );
  const expected = output.ContentLength ?? 0;
  const raw = output.Body as Readable;
  const body = Readable.from(translated(bucket, key, raw, expected, signal), {
    objectMode: false,
  });
  // A body that nobody began to read must let go of its connection, too.
  body.once('close', () => raw.destroy());
  return {
    body,
    bytes: expected,
    etag: unquoted(output.ETag),
    contentType: output.ContentType ?? null,
  };
}

/** Passes a body on; what breaks it is named in our words. */
async function* translated(
  bucket: Bucket,
  key: string,
  raw: Readable,
  expected: number,
  signal?: AbortSignal,
): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of raw) {
      bytes += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
  } catch (error) {
    if (signal?.aborted && signal.reason instanceof UnderstudyError) {
      throw signal.reason;
    }
    throw translateError(error, { bucket, action: 'GetObject', key });
  } finally {
    raw.destroy();
  }
  if (bytes !== expected) {
    throw new UnderstudyError('s3-corrupt', {
      key,
      expected: `${expected} bytes`,
      actual: `${bytes} bytes`,
      what: 'length of the body',
    });
  }
}

/** More text than any file of ours has; a larger one is not ours. */
const LARGEST_TEXT = 64 * 1024 ** 2;

/**
 * Reads a small object as UTF-8, the body's failures retried, too; undefined
 * where there is none: that alone can be told with keys that may only append.
 * @public
 */
export async function getText(
  bucket: Bucket,
  key: string,
  options: { signal?: AbortSignal } = {},
): Promise<string | undefined> {
  const { signal } = options;
  const call = { action: 'GetObject', key, signal };
  if (isAppendOnly(bucket) && !(await headListed(bucket, key, options))) {
    return undefined;
  }
  try {
    return await withRetry(bucket, call, async () => {
      const output = await bucket.client.send(
        new GetObjectCommand({ Bucket: bucket.bucket, Key: key }),
        signal ? { abortSignal: signal } : {},
      );
      const body = output.Body as Readable;
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of body) {
        bytes += (chunk as Buffer).length;
        if (bytes > LARGEST_TEXT) {
          throw new UnderstudyError('s3-corrupt', {
            key,
            expected: `at most ${LARGEST_TEXT} bytes`,
            actual: 'more',
            what: 'length of a text',
          });
        }
        chunks.push(chunk as Buffer);
      }
      if (
        output.ContentLength !== undefined &&
        output.ContentLength !== bytes
      ) {
        throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
      }
      return Buffer.concat(chunks).toString('utf8');
    });
  } catch (error) {
    if (error instanceof UnderstudyError && error.code === 'backup-gone') {
      return undefined;
    }
    throw error;
  }
}
