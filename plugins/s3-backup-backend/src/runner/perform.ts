import { claimPrefix, openBucket, probeDestination } from '@understudy/engine';
import type { OwnerFile } from '@understudy/model';
import { UnderstudyError } from '@understudy/model';
import { actOnFault } from './faults';
import { accept } from './kinds/accept';
import { backup } from './kinds/backup';
import { copy } from './kinds/copy';
import { deletion } from './kinds/delete';
import { prune } from './kinds/prune';
import { rebuild } from './kinds/rebuild';
import { restore } from './kinds/restore';
import { verify } from './kinds/verify';
import { loadExecutor } from './loadExecutor';
import type { ResultInput } from './messages';
import type { RunContext } from './RunContext';
import type { WorkerLink } from './WorkerLink';
import type { WorkOrder } from './workOrder';

const KINDS: Record<
  WorkOrder['request']['kind'],
  (context: RunContext) => Promise<ResultInput>
> = { backup, accept, restore, verify, delete: deletion, prune, rebuild, copy };

/** Does what the order says, with the bucket open while it lasts. @internal */
export async function perform(
  order: WorkOrder,
  link: WorkerLink,
): Promise<ResultInput> {
  const { connection, profile } = order.destination;
  const bucket = openBucket(connection, { profile });
  const progress = { bytesRead: 0, bytesTotal: null, bytesStored: 0 };
  const claim = async (): Promise<OwnerFile> => {
    const owner = await claimPrefix(bucket, {
      instance: order.instance,
      baseUrl: order.baseUrl,
    });
    link.learned({ owner });
    return owner;
  };
  let claimed: Promise<OwnerFile> | undefined;
  const context: RunContext = {
    order,
    bucket,
    signal: link.signal,
    log: link.log,
    onPhase: phase => link.phase(phase),
    onProgress: news => {
      Object.assign(progress, news);
      link.progress(progress);
    },
    owner: () => {
      claimed ??= claim();
      return claimed;
    },
    executor: async () => {
      if (order.source) return loadExecutor(order.source);
      throw new UnderstudyError('options-invalid', {
        what: 'No source type of this portal reads this backup.',
      });
    },
    ask: (what, id) => link.ask(what, id),
    found: backups => link.found(backups),
    faultPoint: point => actOnFault(order.fault, point),
  };
  try {
    link.phase('prepare');
    if (!bucket.profile) {
      bucket.profile = await probeDestination(bucket, { signal: link.signal });
      link.learned({ profile: bucket.profile });
    }
    return await KINDS[order.request.kind](context);
  } finally {
    bucket.close();
  }
}
