import { prune as pruneBackups } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import type { ResultInput } from '../messages';
import type { RunContext } from '../RunContext';

/** Named in the run's result. */
const NAMED = 200;

/** What a plan's rules let go; each backup is gone before the next is begun. @internal */
export async function prune(context: RunContext): Promise<ResultInput> {
  const { order, bucket } = context;
  const { retention } = order;
  if (order.request.kind !== 'prune') {
    throw new UnderstudyError('defect', {
      seen: `${order.request.kind} as prune`,
    });
  }
  if (!retention) {
    context.log('info', 'No rules: everything is kept.');
    return { outcome: 'succeeded', result: { dryRun: false, leaving: [] } };
  }
  const { owner, instance, epoch } = await context.owner();
  const { dryRun, fingerprint, begun, ...rules } = retention;
  context.onPhase('read');
  const result = await pruneBackups({
    ...rules,
    bucket,
    owner: { owner, instance, epoch },
    plan: { entityRef: order.run.entityRef, plan: order.run.plan },
    dryRun,
    by: order.run.by,
    signal: context.signal,
    mayDelete: id => {
      context.onPhase('delete');
      return context.ask('delete', id);
    },
    onDeleted: ({ bytes }) => context.onProgress({ bytesRead: bytes }),
    log: context.log,
    faultPoint: context.faultPoint,
  });
  const { decisions, deleted, spared, bytesDeleted } = result;
  const leaving = decisions.filter(({ keep }) => !keep);
  const there = new Set(decisions.map(({ id }) => id));
  const gone = new Set(deleted);
  return {
    outcome: 'succeeded',
    // An attempt before may have taken them, and died before it said so.
    deleted: [...deleted, ...begun.filter(id => !there.has(id))],
    // Begun as the portal believed, and whole in the bucket.
    intact: begun.filter(
      id => there.has(id) && !gone.has(id) && !leaving.some(it => it.id === id),
    ),
    result: {
      dryRun,
      fingerprint,
      staying: decisions.length - leaving.length,
      leavingTotal: leaving.length,
      bytesLeaving: leaving.reduce((sum, it) => sum + it.bytesStored, 0),
      leaving: leaving.slice(0, NAMED).map(it => ({
        id: it.id,
        takenAt: it.takenAt,
        bytesStored: it.bytesStored,
        reason: it.reasons[0],
      })),
      deleted: deleted.length,
      bytesDeleted,
      spared: spared.length,
    },
  };
}
