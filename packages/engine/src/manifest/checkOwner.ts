import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { Ownership, readRuler } from './ownerMarkers';

/**
 * Looks whether this portal still rules the prefix; asked at each run's start
 * and before each batch of deletes. A cloned or restored portal stops here.
 * @throws UnderstudyError `stale-epoch` or `foreign-prefix`
 * @public
 */
export async function checkOwner(
  bucket: Bucket,
  ours: Ownership,
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const ruler = await readRuler(bucket, options);
  if (
    ruler?.owner === ours.owner &&
    ruler.instance === ours.instance &&
    ruler.epoch === ours.epoch
  ) {
    return;
  }
  if (ruler?.owner === ours.owner && ruler.epoch > ours.epoch) {
    throw new UnderstudyError('stale-epoch', {
      epoch: ours.epoch,
      current: ruler.epoch,
      other: ruler.instance,
    });
  }
  throw new UnderstudyError('foreign-prefix', {
    other: ruler?.instance ?? 'nobody (its marks are gone)',
    date: ruler?.since,
  });
}
