import { drillBackup } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import type { ResultInput } from '../messages';
import type { RunContext } from '../RunContext';
import { withProofs } from './verify';

/** Restores into a scratch place, asks it, and throws it away. @internal */
export async function drill(context: RunContext): Promise<ResultInput> {
  const { order, bucket } = context;
  const { request } = order;
  if (request.kind !== 'drill' || !order.drill) {
    throw new UnderstudyError('defect', { seen: `${request.kind} as drill` });
  }
  const since = new Date().toISOString();
  try {
    const done = await drillBackup({
      ...order.drill,
      bucket,
      folder: request.folder,
      runId: order.run.id,
      executor: await context.executor(),
      identities: order.identities,
      by: order.run.by,
      signingKey: order.signingKey ?? undefined,
      tempDirectory: order.tempDirectory,
      toolFolders: order.toolFolders,
      signal: context.signal,
      log: context.log,
      onPhase: context.onPhase,
      onProgress: context.onProgress,
    });
    const { proofs, ...result } = done;
    const { rung, evidence } = proofs[proofs.length - 1];
    return {
      outcome: 'succeeded',
      bytesRead: done.bytes,
      proofs,
      result: { ...result, rung, evidence },
    };
  } catch (error) {
    const failure = UnderstudyError.from(error);
    throw await withProofs(context, request.folder, failure, since);
  }
}
