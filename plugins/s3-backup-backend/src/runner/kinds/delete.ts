import { deleteBackup } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import type { ResultInput } from '../messages';
import type { RunContext } from '../RunContext';

/** One backup out of the bucket; begun again it goes on where it stopped. @internal */
export async function deletion(context: RunContext): Promise<ResultInput> {
  const { order, bucket } = context;
  const { request } = order;
  if (request.kind !== 'delete') {
    throw new UnderstudyError('defect', { seen: `${request.kind} as delete` });
  }
  const { owner, instance, epoch } = await context.owner();
  context.onPhase('delete');
  await deleteBackup({
    bucket,
    owner: { owner, instance, epoch },
    folder: request.folder,
    by: order.run.by,
    why: request.why,
    mayDelete: () => context.ask('delete'),
    log: context.log,
    faultPoint: context.faultPoint,
  });
  return { outcome: 'succeeded', deleted: [request.backupId] };
}
