import { CopyObjectCommand } from '@aws-sdk/client-s3';
import type { Bucket } from '../destination';
import { unquoted } from './headObject';
import { send } from './send';

/**
 * Copies an object within its bucket; its bytes stay with the store. One
 * request: stores take up to 5 GiB this way.
 * @public
 */
export async function copyWithin(
  bucket: Bucket,
  options: { from: string; to: string; signal?: AbortSignal },
): Promise<{ etag: string | null; versionId: string | null }> {
  const { from, to, signal } = options;
  const source = from.split('/').map(encodeURIComponent).join('/');
  const output = await send(
    bucket,
    'CopyObject',
    { key: to, signal },
    (client, settings) =>
      client.send(
        new CopyObjectCommand({
          Bucket: bucket.bucket,
          Key: to,
          CopySource: `${bucket.bucket}/${source}`,
        }),
        settings,
      ),
  );
  return {
    etag: unquoted(output.CopyObjectResult?.ETag),
    versionId: output.VersionId ?? null,
  };
}
