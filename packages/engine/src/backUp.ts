import { Manifest, UnderstudyError } from '@understudy/model';
import type { BackUpOrder, BackUpResult } from './backUpOrder';
import type { FaultPoint } from './faultPoints';
import { checkOwner } from './manifest/checkOwner';
import { runFolder } from './manifest/folders';
import { readManifest } from './manifest/readBackup';
import { checkArtifacts } from './steps/checkArtifacts';
import { Deliveries } from './steps/Deliveries';
import type { Delivery } from './steps/Delivery';
import { draftManifest } from './steps/draftManifest';
import { firstError } from './steps/firstError';
import { holdSuspicious } from './steps/holdSuspicious';
import { judgeSize } from './steps/judgeSize';
import { GuardedSource } from './steps/openSource';
import { publish } from './steps/publish';
import { resultOf } from './steps/resultOf';
import { StoredSizes, storeAll } from './steps/storeAll';

/**
 * Backs up: opens the source, stores its artifacts at all destinations, asks
 * the source whether it ended well, checks size and stores, and publishes the
 * manifests. A destination that fails is left out, see the result; where all
 * do, or anything else fails, nothing of the attempt stays but what is held as
 * suspicious.
 * @throws UnderstudyError the first error; what failed while cleaning up is in
 * its `also`
 * @public
 */
export async function backUp(order: BackUpOrder): Promise<BackUpResult> {
  const { run, signal, destinations, log, stallLimit } = order;
  if (destinations.length === 0) {
    throw new RangeError('a backup goes to one destination at least');
  }
  const folder = runFolder({
    ...run,
    at: run.slot ?? run.startedAt,
    runId: run.id,
  });
  const deliveries = Deliveries.create({
    destinations,
    stallLimit,
    context: { folder, run, signal, log },
  });
  order.onPhase?.('prepare');
  if (await alreadyPublished(order, deliveries, folder)) {
    return resultOf(deliveries, folder);
  }
  const source = await GuardedSource.create({
    executor: order.source.executor,
    options: order.source.options,
    context: order,
  });
  try {
    return await attempt(order, deliveries, folder, source);
  } finally {
    await source.close();
  }
}

/**
 * Looks whether the prefixes are ours, and whether an attempt before this one
 * published and could not tell it any more. Where it did so at some of the
 * destinations only, the others lack this backup: other bytes of the same run
 * must not stand beside it.
 */
async function alreadyPublished(
  order: BackUpOrder,
  deliveries: Deliveries,
  folder: string,
): Promise<boolean> {
  await deliveries.together(async delivery => {
    const { bucket, owner, signal } = delivery;
    await checkOwner(bucket, owner, { signal });
    const earlier = await readManifest(bucket, folder, { signal });
    if (earlier) delivery.published(earlier);
  });
  const done = deliveries.live.find(({ manifest }) => manifest);
  if (!done) return false;
  const { attempt: n } = done.manifest!;
  order.log(
    'info',
    `Attempt ${n} of this run had published its backup already.`,
  );
  for (const late of deliveries.live.filter(({ manifest }) => !manifest)) {
    const signal = `attempt ${n} ended before it had published there`;
    deliveries.drop(late, new UnderstudyError('worker-lost', { signal }));
  }
  return true;
}

async function attempt(
  order: BackUpOrder,
  deliveries: Deliveries,
  folder: string,
  source: GuardedSource,
): Promise<BackUpResult> {
  const { run, signal } = order;
  const at = async (name: FaultPoint) => order.faultPoint?.(name);
  try {
    await at('backup:intent:before');
    await deliveries.together(async delivery => {
      await delivery.intent.begin(delivery.signal);
      // Not before: an intent that was there already belongs to somebody else.
      delivery.begun = true;
    });
    await at('backup:intent:after');
    order.onPhase?.('transfer');
    const sizes = await storeAll(order, { deliveries, folder, source, at });
    const outcome = await source.finish();
    await at('backup:source:finished');
    const draft = (delivery: Delivery) =>
      draftManifest({
        owner: delivery.owner.owner,
        destination: delivery.bucket.name,
        run,
        sourceType: order.source.type,
        source: source.source,
        outcome,
        artifacts: delivery.artifacts,
        finishedAt: delivery.storedAt,
        lock: delivery.lock,
        keyed: delivery.keyed,
      });
    order.onPhase?.('check');
    await judge(order, { deliveries, folder, sizes, draft, at });
    await check(order, deliveries, folder, draft);
    await at('backup:check:after');
    order.onPhase?.('manifest');
    await deliveries.together(async delivery => {
      const { bucket } = delivery;
      const manifest = draft(delivery);
      const own = delivery.signal;
      const last = { ...order, bucket, folder, manifest, at, signal: own };
      delivery.published(await publish(last));
    });
    order.onPhase?.('finish');
    await deliveries.sweepDropped();
    return resultOf(deliveries, folder);
  } catch (error) {
    const first = firstError(error, signal);
    await deliveries.sweepAll(first);
    throw first;
  }
}

/**
 * The same bytes are everywhere: where one destination's history makes them
 * suspicious, they are so at all of them.
 */
async function judge(
  order: BackUpOrder,
  options: {
    deliveries: Deliveries;
    folder: string;
    sizes: StoredSizes;
    draft(delivery: Delivery): Manifest;
    at(name: FaultPoint): Promise<void>;
  },
): Promise<void> {
  const { deliveries, sizes } = options;
  const { minimumBytes } = order;
  for (const { usualBytes } of deliveries.live) {
    const doubt = judgeSize({ ...sizes, usualBytes, minimumBytes });
    if (doubt?.code === 'suspicious') {
      throw await holdSuspicious(deliveries.live, { ...options, doubt });
    }
    if (doubt) throw new UnderstudyError(doubt.code, doubt.details);
  }
}

async function check(
  order: BackUpOrder,
  deliveries: Deliveries,
  folder: string,
  draft: (delivery: Delivery) => Manifest,
): Promise<void> {
  await deliveries.together(async delivery => {
    const { bucket, signal } = delivery;
    const manifest = draft(delivery);
    const compared = await checkArtifacts(bucket, folder, manifest, { signal });
    const who = deliveries.every.length > 1 ? bucket.name : 'The store';
    order.log('info', `${who} has every artifact, by ${compared.join(', ')}.`);
  });
}
