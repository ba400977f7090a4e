import { restoreBackup, restoreToPlace } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import type { ResultInput } from '../messages';
import type { RunContext } from '../RunContext';

/** A backup into a new folder, or a new place of the source's own kind. @internal */
export async function restore(context: RunContext): Promise<ResultInput> {
  const { order, bucket } = context;
  const { request } = order;
  if (request.kind !== 'restore') {
    throw new UnderstudyError('defect', { seen: `${request.kind} as restore` });
  }
  const common = {
    bucket,
    folder: request.folder,
    artifacts: request.artifacts,
    executor: await context.executor(),
    identities: order.identities,
    runId: order.run.id,
    tempDirectory: order.tempDirectory,
    toolFolders: order.toolFolders,
    signal: context.signal,
    log: context.log,
    onPhase: context.onPhase,
    onProgress: context.onProgress,
  };
  const { target, place } = request;
  const restored = target
    ? await restoreBackup({
        ...common,
        target,
        roots: order.writeRoots,
        faultPoint: context.faultPoint,
      })
    : await restoreToPlace({
        ...common,
        options: order.placeOptions,
        place: place ?? {},
      });
  return {
    outcome: 'succeeded',
    bytesRead: restored.bytes,
    result: { ...restored },
  };
}
