import { backUp, writePlanFile } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import type { ResultInput } from '../messages';
import type { RunContext } from '../RunContext';
import { findPublished, resultOf } from './published';

/**
 * One attempt of a backup. Where an earlier attempt of the run published and
 * died before it could say so, or woke up to, its manifest is the result.
 * @internal
 */
export async function backup(context: RunContext): Promise<ResultInput> {
  const { order, bucket } = context;
  const { owner, instance, epoch } = await context.owner();
  if (!order.source) {
    throw new UnderstudyError('plan-gone', { plan: order.run.plan });
  }
  try {
    const result = await backUp({
      run: order.run,
      source: {
        type: order.source.type,
        executor: await context.executor(),
        options: order.source.options,
      },
      destinations: [
        {
          bucket,
          owner: { owner, instance, epoch },
          usualBytes: order.destination.usualBytes,
        },
      ],
      pack: { compression: order.compression, recipients: order.recipients },
      minimumBytes: order.minimumBytes ?? undefined,
      tempDirectory: order.tempDirectory,
      toolFolders: order.toolFolders,
      signal: context.signal,
      log: context.log,
      onPhase: context.onPhase,
      onProgress: context.onProgress,
      mayPublish: () => context.ask('publish'),
      faultPoint: context.faultPoint,
    });
    const made = result.destinations[0]?.backup;
    if (!made) {
      throw new UnderstudyError('defect', {
        seen: 'a backup ended well without a manifest',
      });
    }
    const { id, folder, manifestKey, manifest } = made;
    const published = { id, folder, manifestKey, manifest };
    if (manifest.attempt !== order.run.attempt) {
      return byEarlierAttempt(context, published);
    }
    await describePlan(context);
    return resultOf(published, { bytesRead: result.bytesRead });
  } catch (error) {
    // The manifest's key was taken: by an earlier attempt that woke up again.
    if (error instanceof UnderstudyError && error.code === 's3-conflict') {
      const other = await findPublished(bucket, order.run.folder).catch(
        () => undefined,
      );
      if (other) return byEarlierAttempt(context, other);
      throw new UnderstudyError('lease-lost', {}, { cause: error });
    }
    throw error;
  }
}

function byEarlierAttempt(
  context: RunContext,
  published: NonNullable<Awaited<ReturnType<typeof findPublished>>>,
): ResultInput {
  const { attempt } = published.manifest;
  context.log(
    'info',
    `Attempt ${attempt} had published already, before it could say so. Nothing was stored twice.`,
  );
  return resultOf(published, { details: { publishedByAttempt: attempt } });
}

/** `plan.json` helps people and the CLI; a backup does not fail over it. */
async function describePlan(context: RunContext): Promise<void> {
  const { planFile } = context.order;
  if (!planFile) return;
  try {
    await writePlanFile(context.bucket, planFile);
  } catch (error) {
    context.log(
      'warn',
      `plan.json could not be written: ${UnderstudyError.from(error).message}`,
    );
  }
}
