import type { Bucket } from '../destination';
import type { ObjectHead } from './headObject';
import { listObjects } from './listObjects';

/** What a listing tells of an object: for keys that may not read. */
export async function headListed(
  bucket: Bucket,
  key: string,
  options: { signal?: AbortSignal } = {},
): Promise<ObjectHead | undefined> {
  for await (const found of listObjects(bucket, { prefix: key, ...options })) {
    if (!('key' in found) || found.key !== key) continue;
    const { bytes, etag, modified } = found;
    return {
      bytes,
      etag,
      versionId: null,
      encryption: 'unknown',
      metadata: {},
      modified,
      lockedUntil: null,
    };
  }
  return undefined;
}
