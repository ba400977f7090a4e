import { backUp, BackUpResult, DeliveryOptions } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import type { Published, ResultInput } from '../messages';
import type { Place, RunContext } from '../RunContext';
import { describePlan } from './describePlan';
import { findPublished, Missing, resultOf } from './published';
import { readyPlaces } from './readyPlaces';

/**
 * One attempt of a backup. Where an earlier attempt of the run published and
 * died before it could say so, or woke up to, its manifest is the result.
 * @internal
 */
export async function backup(context: RunContext): Promise<ResultInput> {
  const { order } = context;
  if (!order.source) {
    throw new UnderstudyError('plan-gone', { plan: order.run.plan });
  }
  const { ready, missing } = await readyPlaces(context);
  try {
    const result = await backUp({
      run: order.run,
      source: {
        type: order.source.type,
        executor: await context.executor(),
        options: order.source.options,
      },
      destinations: ready.map(({ delivery }) => delivery),
      pack: { compression: order.compression, recipients: order.recipients },
      minimumBytes: order.minimumBytes ?? undefined,
      tempDirectory: order.tempDirectory,
      spoolDirectory: order.spoolDirectory,
      toolFolders: order.toolFolders,
      stallLimit: order.stallLimitMs,
      signal: context.signal,
      log: context.log,
      onPhase: context.onPhase,
      onProgress: context.onProgress,
      mayPublish: () => context.ask('publish'),
      faultPoint: context.faultPoint,
    });
    return await told(context, result, missing);
  } catch (error) {
    return await published(context, ready, error);
  }
}

/** What the worker is told: what is where, and what is not. */
async function told(
  context: RunContext,
  result: BackUpResult,
  unready: Missing[],
): Promise<ResultInput> {
  const { order, places } = context;
  const made: Published[] = [];
  const missing = [...unready];
  for (const { name, backup: at, problem } of result.destinations) {
    if (at) {
      const { id, folder, manifestKey, manifest } = at;
      made.push({ id, destination: name, folder, manifestKey, manifest });
    } else missing.push({ destination: name, problem });
  }
  const [first] = made;
  if (!first) {
    throw new UnderstudyError('defect', {
      seen: 'a backup ended well without a manifest',
    });
  }
  if (first.manifest.attempt !== order.run.attempt) {
    return byEarlierAttempt(context, made, missing);
  }
  for (const { destination } of made) {
    const place = places.find(({ name }) => name === destination);
    if (place) await describePlan(context, place.bucket);
  }
  return resultOf(made, { bytesRead: result.bytesRead, missing });
}

/** The manifest's key was taken: by an earlier attempt that woke up again. */
async function published(
  context: RunContext,
  ready: Array<{ place: Place; delivery: DeliveryOptions }>,
  error: unknown,
): Promise<ResultInput> {
  if (!(error instanceof UnderstudyError) || error.code !== 's3-conflict') {
    throw error;
  }
  const made: Published[] = [];
  const missing: Missing[] = [];
  for (const { place } of ready) {
    const { folder } = context.order.run;
    const other = await findPublished(place.bucket, folder).catch(() => {});
    if (other) made.push({ ...other, destination: place.name });
    else missing.push({ destination: place.name, problem: error.toProblem() });
  }
  if (made.length > 0) return byEarlierAttempt(context, made, missing);
  throw new UnderstudyError('lease-lost', {}, { cause: error });
}

function byEarlierAttempt(
  context: RunContext,
  made: Published[],
  missing: Missing[],
): ResultInput {
  const { attempt } = made[0].manifest;
  context.log(
    'info',
    `Attempt ${attempt} had published already, before it could say so. Nothing was stored twice.`,
  );
  return resultOf(made, { details: { publishedByAttempt: attempt }, missing });
}
