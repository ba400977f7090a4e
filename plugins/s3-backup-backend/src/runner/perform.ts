import { UnderstudyError } from '@understudy/model';
import { actOnFault } from './faults';
import { accept } from './kinds/accept';
import { backup } from './kinds/backup';
import { copy } from './kinds/copy';
import { deletion } from './kinds/delete';
import { drill } from './kinds/drill';
import { prune } from './kinds/prune';
import { rebuild } from './kinds/rebuild';
import { restore } from './kinds/restore';
import { verify } from './kinds/verify';
import { loadExecutor } from './loadExecutor';
import type { ResultInput } from './messages';
import { openPlace } from './openPlace';
import type { RunContext } from './RunContext';
import type { WorkerLink } from './WorkerLink';
import type { WorkOrder } from './workOrder';

const KINDS: Record<
  WorkOrder['request']['kind'],
  (context: RunContext) => Promise<ResultInput>
> = {
  backup,
  accept,
  restore,
  verify,
  drill,
  delete: deletion,
  prune,
  rebuild,
  copy,
};

/** Does what the order says, with the buckets open while it lasts. @internal */
export async function perform(
  order: WorkOrder,
  link: WorkerLink,
): Promise<ResultInput> {
  const places = order.destinations.map(of => openPlace(of, order, link));
  const [first] = places;
  const progress = { bytesRead: 0, bytesTotal: null, bytesStored: 0 };
  const context: RunContext = {
    order,
    places,
    bucket: first.bucket,
    signal: link.signal,
    log: link.log,
    onPhase: phase => link.phase(phase),
    onProgress: news => {
      Object.assign(progress, news);
      link.progress(progress);
    },
    owner: () => first.owner(),
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
    // Of several, each for itself: one that is gone does not hold the others.
    if (places.length === 1) await first.probed();
    return await KINDS[order.request.kind](context);
  } finally {
    for (const { bucket } of places) bucket.close();
  }
}
