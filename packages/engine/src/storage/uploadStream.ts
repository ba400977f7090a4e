import type { Bucket } from '../destination';
import { fanOut, FanOutOptions } from './fanOut';
import type { UploadedObject, UploadTarget } from './UploadLane';

/**
 * A stream of unknown length on its way into a bucket.
 * @public
 */
export type UploadStreamOptions = Omit<UploadTarget, 'bucket'> &
  Omit<FanOutOptions, 'targets' | 'stallLimit'>;

/**
 * Stores a stream: in one request where it fits into one part, else in parts
 * that are sent while the next one fills. Holds at most 256 MiB; larger parts
 * wait in files. Resolves only when the store was seen to hold exactly these
 * bytes; on any failure the upload is aborted and the first error is thrown,
 * clean-up errors in its `also`.
 * @public
 */
export async function uploadStream(
  bucket: Bucket,
  options: UploadStreamOptions,
): Promise<UploadedObject> {
  const { body, estimatedBytes, partPlan, tempDirectory, ...target } = options;
  const [result] = await fanOut({
    targets: [{ ...target, bucket }],
    body,
    estimatedBytes,
    partPlan,
    tempDirectory,
    signal: options.signal,
  });
  if (result.stored) return result.stored;
  throw result.error;
}
