import { ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import type { Bucket } from '../destination';
import { endless } from './listObjects';
import { send } from './send';

/**
 * An upload that was begun and not ended.
 * @public
 */
export interface ListedUpload {
  key: string;
  uploadId: string;
  initiated: Date | null;
}

/**
 * Where to look for unfinished uploads.
 * @public
 */
export interface ListUploadsOptions {
  prefix: string;
  pageSize?: number;
  signal?: AbortSignal;
}

/** The last upload of the page before. */
interface Marker {
  key?: string;
  uploadId?: string;
}

function pageOf(bucket: Bucket, options: ListUploadsOptions, after: Marker) {
  const { prefix, pageSize, signal } = options;
  return send(
    bucket,
    'ListMultipartUploads',
    { key: prefix, signal },
    (client, settings) =>
      client.send(
        new ListMultipartUploadsCommand({
          Bucket: bucket.bucket,
          Prefix: prefix,
          MaxUploads: pageSize,
          KeyMarker: after.key,
          UploadIdMarker: after.uploadId,
        }),
        settings,
      ),
  );
}

/**
 * Lists unfinished uploads below a full prefix. Some stores answer only for
 * an exact key: whoever sweeps must know its upload ids as well. Keys are not
 * asked for URL-encoded, because Ceph 16 encodes them without saying so.
 * @public
 */
export async function* listUploads(
  bucket: Bucket,
  options: ListUploadsOptions,
): AsyncGenerator<ListedUpload> {
  let after: Marker = {};
  for (;;) {
    const page = await pageOf(bucket, options, after);
    for (const found of page.Uploads ?? []) {
      if (found.Key === undefined || found.UploadId === undefined) continue;
      yield {
        key: found.Key,
        uploadId: found.UploadId,
        initiated: found.Initiated ?? null,
      };
    }
    if (!page.IsTruncated) return;
    const next = { key: page.NextKeyMarker, uploadId: page.NextUploadIdMarker };
    const same = next.key === after.key && next.uploadId === after.uploadId;
    if (!next.key || same) throw endless('ListMultipartUploads', bucket);
    after = next;
  }
}
