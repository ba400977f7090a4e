import { restoreBackup } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import type { ResultInput } from '../messages';
import type { RunContext } from '../RunContext';

/** A backup into a new folder. @internal */
export async function restore(context: RunContext): Promise<ResultInput> {
  const { order, bucket } = context;
  const { request } = order;
  if (request.kind !== 'restore') {
    throw new UnderstudyError('defect', { seen: `${request.kind} as restore` });
  }
  const restored = await restoreBackup({
    bucket,
    folder: request.folder,
    artifacts: request.artifacts,
    executor: await context.executor(),
    identities: order.identities,
    target: request.target,
    runId: order.run.id,
    roots: order.writeRoots,
    tempDirectory: order.tempDirectory,
    signal: context.signal,
    log: context.log,
    onPhase: context.onPhase,
    onProgress: context.onProgress,
    faultPoint: context.faultPoint,
  });
  return {
    outcome: 'succeeded',
    bytesRead: restored.bytes,
    result: { ...restored },
  };
}
