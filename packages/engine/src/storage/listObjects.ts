import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { unquoted } from './headObject';
import { send } from './send';

/**
 * An object in a listing.
 * @public
 */
export interface ListedObject {
  key: string;
  bytes: number;
  etag: string | null;
  modified: Date | null;
}

/**
 * Keys that share their text up to the delimiter.
 * @public
 */
export interface ListedPrefix {
  commonPrefix: string;
}

/**
 * What to list. `prefix` is the full one, not relative to the bucket's own.
 * @public
 */
export interface ListObjectsOptions {
  prefix: string;
  delimiter?: string;
  startAfter?: string;
  /** Keys a page; the store's own default otherwise. */
  pageSize?: number;
  signal?: AbortSignal;
}

/** Keys come URL-encoded so that XML can hold any of them. */
export function decodeKey(text: string, encoding: string | undefined): string {
  return encoding === 'url'
    ? decodeURIComponent(text.replace(/\+/g, ' '))
    : text;
}

/** A listing that says it goes on, but not where, must not look complete. */
export function endless(action: string, bucket: Bucket): UnderstudyError {
  return new UnderstudyError('s3-failed', {
    action,
    bucket: bucket.bucket,
    status: 200,
    seen: 'a page that is not the last one and names no next one',
    requestId: 'none',
  });
}

/** One page, from a token of the page before or from the start. */
function pageOf(bucket: Bucket, options: ListObjectsOptions, token?: string) {
  const { prefix, delimiter, startAfter, pageSize, signal } = options;
  const from = token
    ? { ContinuationToken: token }
    : { StartAfter: startAfter };
  return send(
    bucket,
    'ListObjectsV2',
    { key: prefix, signal },
    (client, settings) =>
      client.send(
        new ListObjectsV2Command({
          Bucket: bucket.bucket,
          Prefix: prefix,
          EncodingType: 'url',
          Delimiter: delimiter,
          MaxKeys: pageSize,
          ...from,
        }),
        settings,
      ),
  );
}

/**
 * Lists a prefix to its end, page by page.
 * @public
 */
export async function* listObjects(
  bucket: Bucket,
  options: ListObjectsOptions,
): AsyncGenerator<ListedObject | ListedPrefix> {
  let token: string | undefined;
  for (;;) {
    const page = await pageOf(bucket, options, token);
    const decode = (text: string) => decodeKey(text, page.EncodingType);
    for (const { Prefix: common } of page.CommonPrefixes ?? []) {
      if (common !== undefined) yield { commonPrefix: decode(common) };
    }
    for (const found of page.Contents ?? []) {
      if (found.Key === undefined) continue;
      yield {
        key: decode(found.Key),
        bytes: found.Size ?? 0,
        etag: unquoted(found.ETag),
        modified: found.LastModified ?? null,
      };
    }
    if (!page.IsTruncated) return;
    const next = page.NextContinuationToken;
    if (!next || next === token) throw endless('ListObjectsV2', bucket);
    token = next;
  }
}
