import { claimPrefix, openBucket, probeDestination } from '@understudy/engine';
import type { OwnerFile } from '@understudy/model';
import type { Place } from './RunContext';
import type { WorkerLink } from './WorkerLink';
import type { WorkOrder } from './workOrder';

/** Opens a destination for a run; what is learned of it is kept. @internal */
export function openPlace(
  of: WorkOrder['destinations'][number],
  order: Pick<WorkOrder, 'instance' | 'baseUrl' | 'publicKey'>,
  link: Pick<WorkerLink, 'signal' | 'learned'>,
): Place {
  const { connection, profile, usualBytes } = of;
  const { instance, baseUrl, publicKey } = order;
  const { name } = connection;
  const bucket = openBucket(connection, { profile });
  let claimed: Promise<OwnerFile> | undefined;
  const claim = async () => {
    const owner = await claimPrefix(bucket, { instance, baseUrl, publicKey });
    link.learned({ destination: name, owner });
    return owner;
  };
  return {
    name,
    bucket,
    usualBytes,
    async probed() {
      if (bucket.profile) return;
      const { signal } = link;
      bucket.profile = await probeDestination(bucket, { signal });
      link.learned({ destination: name, profile: bucket.profile });
    },
    owner() {
      claimed ??= claim();
      return claimed;
    },
  };
}
