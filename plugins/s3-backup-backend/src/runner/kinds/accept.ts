import { acceptHeld } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import type { ResultInput } from '../messages';
import type { RunContext } from '../RunContext';
import { findPublished, resultOf } from './published';

/** Publishes what was held as suspicious, after reading it once more. @internal */
export async function accept(context: RunContext): Promise<ResultInput> {
  const { order, bucket } = context;
  const { request } = order;
  if (request.kind !== 'accept') {
    throw new UnderstudyError('defect', { seen: `${request.kind} as accept` });
  }
  const { owner, instance, epoch } = await context.owner();
  await acceptHeld({
    bucket,
    owner: { owner, instance, epoch },
    folder: request.folder,
    by: order.run.by,
    signal: context.signal,
    tempDirectory: order.tempDirectory,
    log: context.log,
    onProgress: context.onProgress,
    mayPublish: () => context.ask('publish'),
  });
  const published = await findPublished(bucket, request.folder);
  if (!published) {
    throw new UnderstudyError('s3-not-readable-yet', {
      key: `${request.folder}/manifest.json`,
    });
  }
  return resultOf(published, { details: { acceptedRun: request.runId } });
}
