import { acceptHeld } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import type { Published, ResultInput } from '../messages';
import type { Place, RunContext } from '../RunContext';
import { findPublished, Missing, resultOf } from './published';

/**
 * Publishes what was held as suspicious, after reading it once more, at each
 * destination that holds it.
 * @internal
 */
export async function accept(context: RunContext): Promise<ResultInput> {
  const { order, places, signal } = context;
  const { request } = order;
  if (request.kind !== 'accept') {
    throw new UnderstudyError('defect', { seen: `${request.kind} as accept` });
  }
  const made: Published[] = [];
  const missing: Missing[] = order.unreachable.map(({ name, problem }) => ({
    destination: name,
    problem,
  }));
  let first: unknown;
  for (const place of places) {
    try {
      made.push(await acceptAt(context, place, request.folder));
    } catch (error) {
      if (signal.aborted) throw error;
      first ??= error;
      const problem = UnderstudyError.from(error).toProblem();
      missing.push({ destination: place.name, problem });
    }
  }
  if (made.length === 0) throw first;
  return resultOf(made, { details: { acceptedRun: request.runId }, missing });
}

async function acceptAt(
  context: RunContext,
  place: Place,
  folder: string,
): Promise<Published> {
  const { order } = context;
  await place.probed();
  const { owner, instance, epoch } = await place.owner();
  await acceptHeld({
    bucket: place.bucket,
    owner: { owner, instance, epoch },
    folder,
    by: order.run.by,
    signal: context.signal,
    tempDirectory: order.tempDirectory,
    log: context.log,
    onProgress: context.onProgress,
    mayPublish: () => context.ask('publish'),
  });
  const published = await findPublished(place.bucket, folder);
  if (published) return { ...published, destination: place.name };
  throw new UnderstudyError('s3-not-readable-yet', {
    key: `${folder}/manifest.json`,
  });
}
