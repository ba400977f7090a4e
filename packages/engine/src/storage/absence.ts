import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';

const READS = new Set(['GetObject', 'HeadObject']);

/**
 * Whether a read was refused because there is nothing. Keys that may list
 * below a prefix only are answered 403 for what does not exist, since they
 * might not list the bucket as a whole; the listing that they may do tells.
 */
export async function isAbsent(
  bucket: Bucket,
  call: { action: string; key?: string; signal?: AbortSignal },
  error: UnderstudyError,
): Promise<boolean> {
  const { action, key, signal } = call;
  if (error.code !== 's3-denied-get' || !key || !READS.has(action)) {
    return false;
  }
  try {
    const { Contents = [] } = await bucket.client.send(
      new ListObjectsV2Command({
        Bucket: bucket.bucket,
        Prefix: key,
        MaxKeys: 1,
        EncodingType: 'url',
      }),
      signal ? { abortSignal: signal } : {},
    );
    const [first] = Contents;
    const found = first?.Key?.replace(/\+/g, ' ');
    return found === undefined || decodeURIComponent(found) !== key;
  } catch {
    return false;
  }
}
