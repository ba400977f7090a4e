import { createHash } from 'node:crypto';
import { DeleteObjectCommand, DeleteObjectsCommand } from '@aws-sdk/client-s3';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { send } from './send';
import { translateError } from './translateError';

/** Keys of one request, by S3's limit. */
const BATCH = 1000;

/** How a store wants to be asked to delete many. */
export type Way = 'default' | 'md5' | 'single';
const NEXT: Record<Way, Way> = {
  default: 'md5',
  md5: 'single',
  single: 'single',
};

/** As the probe found it, until this process knows better. */
function wayOf(bucket: Bucket): Way {
  const { multiDelete } = bucket.profile ?? {};
  if (multiDelete === 'no') return 'single';
  return multiDelete === 'md5' ? 'md5' : 'default';
}

/** What worked last, so that a store is asked in vain only once. */
const known = new WeakMap<Bucket, Way>();

/** Codes by which stores refuse the digest, or the operation itself. */
const REFUSED = new Set([
  'NotImplemented',
  'MethodNotAllowed',
  'InvalidRequest',
  'InvalidArgument',
  'InvalidDigest',
  'MissingContentMD5',
  'MissingContentLength',
  'XAmzContentSHA256Mismatch',
  'ExcessHeaderValues',
  'BadDigest',
]);

/** DeleteObjects always carries a CRC32; some stores want the MD5 of old. */
function withMd5(command: DeleteObjectsCommand): DeleteObjectsCommand {
  command.middlewareStack.add(
    next => args => {
      const request = args.request as {
        headers: Record<string, string>;
        body: string;
      };
      for (const name of Object.keys(request.headers)) {
        if (/^x-amz-(?:sdk-)?checksum-/i.test(name))
          delete request.headers[name];
      }
      request.headers['content-md5'] = createHash('md5')
        .update(request.body)
        .digest('base64');
      return next(args);
    },
    { step: 'build', priority: 'low', name: 'understudyContentMd5' },
  );
  return command;
}

/** One request for many keys; the first key that stayed is the error. */
export async function deleteBatch(
  bucket: Bucket,
  keys: string[],
  way: 'default' | 'md5',
  signal?: AbortSignal,
): Promise<void> {
  const output = await send(bucket, 'DeleteObjects', { signal }, client => {
    const command = new DeleteObjectsCommand({
      Bucket: bucket.bucket,
      Delete: { Quiet: true, Objects: keys.map(Key => ({ Key })) },
    });
    return client.send(
      way === 'md5' ? withMd5(command) : command,
      signal ? { abortSignal: signal } : {},
    );
  });
  const failed = (output.Errors ?? []).filter(it => it.Code !== 'NoSuchKey');
  if (failed.length === 0) return;
  const [first] = failed;
  const error = translateError(
    {
      name: first.Code ?? 'Error',
      message: first.Message ?? '',
      $metadata: {
        httpStatusCode: first.Code === 'AccessDenied' ? 403 : 200,
        requestId: output.$metadata.requestId,
      },
    },
    { bucket, action: 'DeleteObjects', key: first.Key },
  );
  throw new UnderstudyError(error.code, {
    ...error.details,
    failed: failed.length,
    keys: failed.slice(0, 10).map(it => it.Key ?? ''),
  });
}

/** It was the way of asking that was refused, not the deletion of a key. */
export function isRefusedWay(error: UnderstudyError): boolean {
  const { failed, store } = error.details;
  if (failed !== undefined) return false;
  return REFUSED.has(String(store)) || error.code === 's3-unsupported';
}

async function deleteOne(
  bucket: Bucket,
  key: string,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await send(bucket, 'DeleteObject', { key, signal }, (client, settings) =>
      client.send(
        new DeleteObjectCommand({ Bucket: bucket.bucket, Key: key }),
        settings,
      ),
    );
  } catch (error) {
    // Some stores answer 404; gone is gone.
    if (error instanceof UnderstudyError && error.code === 'backup-gone')
      return;
    throw error;
  }
}

/**
 * Deletes keys; one that is gone already is fine, anything that stays is a
 * failure. Many at once where the store can: as the SDK does it, then with an
 * MD5, then one by one.
 * @public
 */
export async function deleteObjects(
  bucket: Bucket,
  keys: readonly string[],
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  for (let at = 0; at < keys.length; at += BATCH) {
    const batch = keys.slice(at, at + BATCH);
    await deleteSomehow(bucket, batch, options.signal);
  }
}

async function deleteSomehow(
  bucket: Bucket,
  keys: string[],
  signal?: AbortSignal,
): Promise<void> {
  for (;;) {
    const way = known.get(bucket) ?? wayOf(bucket);
    if (way === 'single' || keys.length === 1) {
      for (const key of keys) await deleteOne(bucket, key, signal);
      return;
    }
    try {
      await deleteBatch(bucket, keys, way, signal);
      return;
    } catch (error) {
      if (!(error instanceof UnderstudyError)) throw error;
      if (!isRefusedWay(error)) throw error;
      known.set(bucket, NEXT[way]);
    }
  }
}
