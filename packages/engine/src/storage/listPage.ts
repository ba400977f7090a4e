import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { Bucket } from '../destination';
import { unquoted } from './headObject';
import { decodeKey, endless } from './listObjects';
import type { ListedObject } from './listObjects';
import { send } from './send';

/**
 * An object in a page, with its storage class.
 * @public
 */
export interface PagedObject extends ListedObject {
  storageClass: string | null;
}

/** @public */
export interface ListPageOptions {
  /** The full prefix. */
  prefix: string;
  delimiter?: string;
  /** `next` of the page before; the store's own, so it is tied to `prefix`. */
  token?: string;
  startAfter?: string;
  /** 1–1000. */
  limit: number;
  signal?: AbortSignal;
}

/** @public */
export interface ListedPage {
  objects: PagedObject[];
  /** Common prefixes, full. */
  folders: string[];
  /** Null where this page is the last. */
  next: string | null;
}

/**
 * One page of a listing, for whoever looks at a bucket page by page; work that
 * must see everything uses `listObjects`.
 * @public
 */
export async function listPage(
  bucket: Bucket,
  options: ListPageOptions,
): Promise<ListedPage> {
  const { prefix, delimiter, token, startAfter, limit, signal } = options;
  const page = await send(
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
          MaxKeys: limit,
          ...(token
            ? { ContinuationToken: token }
            : { StartAfter: startAfter }),
        }),
        settings,
      ),
  );
  const decode = (text: string) => decodeKey(text, page.EncodingType);
  const next = page.IsTruncated ? page.NextContinuationToken : null;
  if (next === undefined || next === '') {
    throw endless('ListObjectsV2', bucket);
  }
  return {
    objects: (page.Contents ?? []).flatMap(found =>
      found.Key === undefined
        ? []
        : [
            {
              key: decode(found.Key),
              bytes: found.Size ?? 0,
              etag: unquoted(found.ETag),
              modified: found.LastModified ?? null,
              storageClass: found.StorageClass ?? null,
            },
          ],
    ),
    folders: (page.CommonPrefixes ?? []).flatMap(({ Prefix: common }) =>
      common === undefined ? [] : [decode(common)],
    ),
    next,
  };
}
