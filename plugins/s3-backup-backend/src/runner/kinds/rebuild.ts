import { listBackups } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import type { Rebuilt, ResultInput } from '../messages';
import type { RunContext } from '../RunContext';

const BATCH = 50;
/** Named in the run's result. */
const NAMED = 100;

/**
 * Walks all manifests and hands them to the worker, batch by batch. Writes
 * nothing into the bucket but, where that is to be mended, its owner's mark.
 * @internal
 */
export async function rebuild(context: RunContext): Promise<ResultInput> {
  const { order, bucket, signal } = context;
  const { request } = order;
  if (request.kind !== 'rebuild') {
    throw new UnderstudyError('defect', { seen: `${request.kind} as rebuild` });
  }
  const { owner } = await context.owner();
  context.onPhase('read');
  const unreadableKeys: { key: string; code: string }[] = [];
  let batch: Rebuilt[] = [];
  let found = 0;
  let unreadable = 0;
  let bytesRead = 0;
  const flush = async () => {
    if (!(await context.found(batch))) {
      throw new UnderstudyError('lease-lost', { action: 'rebuild' });
    }
    batch = [];
  };
  const refuse = (key: string, code: string) => {
    unreadable += 1;
    if (unreadableKeys.length < NAMED) unreadableKeys.push({ key, code });
    context.log('warn', `${key} cannot be used: ${code}.`);
  };
  for await (const each of listBackups(bucket, {
    withProofs: true,
    withLocks: true,
    signal,
  })) {
    signal.throwIfAborted();
    const { id, folder, manifestKey, manifest, deleting, proofs } = each;
    if (!id || !manifest) {
      refuse(manifestKey, each.problem?.code ?? 'manifest-unreadable');
      continue;
    }
    if (manifest.owner !== owner) {
      refuse(manifestKey, 'foreign-prefix');
      continue;
    }
    found += 1;
    bytesRead += Buffer.byteLength(JSON.stringify(manifest));
    context.onProgress({ bytesRead });
    batch.push({
      id,
      folder,
      manifestKey,
      manifest,
      deleting,
      // One that cannot be read is looked at again before each deletion.
      lock: each.lock === 'unreadable' ? null : each.lock ?? null,
      proofs: proofs ?? [],
    });
    if (batch.length >= BATCH) await flush();
  }
  // Even an empty one: the worker counts what vanished.
  await flush();
  context.log(
    'info',
    `Found ${found} manifests; ${unreadable} more cannot be used.`,
  );
  return {
    outcome: 'succeeded',
    bytesRead,
    result: {
      dryRun: request.dryRun,
      found,
      unreadable,
      unreadableKeys,
    },
  };
}
