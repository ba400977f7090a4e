import {
  Counts,
  Gap,
  Manifest,
  ManifestArtifact,
  Phase,
  Problem,
  UnderstudyError,
} from '@understudy/model';
import type { Bucket } from './destination';
import type { FaultHook, FaultPoint } from './faultPoints';
import { backupId } from './manifest/backupId';
import { checkOwner } from './manifest/checkOwner';
import { MANIFEST_FILE } from './manifest/files';
import { runFolder } from './manifest/folders';
import { HELD_FOR, writeHeld } from './manifest/held';
import { IntentWriter } from './manifest/intent';
import type { Ownership } from './manifest/ownerMarkers';
import { readManifest } from './manifest/readBackup';
import type { Compression } from './pack';
import type { SourceExecutor } from './source/contract';
import { checkArtifacts } from './steps/checkArtifacts';
import { draftManifest } from './steps/draftManifest';
import { alsoTry, firstError } from './steps/firstError';
import { Doubt, judgeSize, SizesToJudge } from './steps/judgeSize';
import { GuardedSource } from './steps/openSource';
import { publish } from './steps/publish';
import { storeArtifact } from './steps/storeArtifact';
import { wishesOf } from './destination/wishes';
import { lockFromNow, ObjectLock } from './storage/keptAs';
import { sweepAttempt } from './sweepAttempt';
import type { TransferProgress } from './progress';

/**
 * What is to be backed up, and where to.
 * @public
 */
export interface BackUpOrder {
  run: {
    id: string;
    attempt: number;
    plan: string;
    planTitle?: string | null;
    entityRef: string | null;
    slot: string | null;
    /** Of the run: the same for all its attempts, because it names the folder. */
    startedAt: string;
  };
  source: { type: string; executor: SourceExecutor; options: unknown };
  /** Exactly one, for now. */
  destinations: Array<{
    bucket: Bucket;
    owner: Ownership;
    /** Stored sizes of the last five good backups, newest first. */
    usualBytes: number[];
  }>;
  pack: { compression: Compression; recipients: string[] };
  /** The plan's own; an explicit 0 lets an empty source pass. */
  minimumBytes?: number;
  /** Stored bytes to come, where somebody knows better than we do. */
  estimateBytes?: number | null;
  /** Private to the attempt; whoever runs it removes it. */
  tempDirectory: string;
  /** Where tools are looked for; absent: PATH and the usual folders. */
  toolFolders?: string[];
  /** Its reason, an UnderstudyError, becomes the error of the attempt. */
  signal: AbortSignal;
  log(level: 'debug' | 'info' | 'warn' | 'error', text: string): void;
  onPhase?(phase: Phase): void;
  onProgress?(progress: TransferProgress): void;
  /** Asked right before the manifest; anything but true: nothing is published. */
  mayPublish(): Promise<boolean>;
  /** For tests. */
  faultPoint?: FaultHook;
}

/** @public */
export interface BackUpResult {
  bytesRead: number;
  destinations: Array<{
    name: string;
    backup: {
      id: string;
      folder: string;
      manifestKey: string;
      manifest: Manifest;
      bytesStored: number;
    } | null;
    problem: Problem | null;
    held?: { until: string };
  }>;
  counts: Counts;
  gaps: Gap[];
  gapsTotal: number;
}

/**
 * Backs up: opens the source, stores its artifacts, asks the source whether it
 * ended well, checks size and store, and publishes the manifest. Where
 * anything fails, nothing of the attempt stays but what is held as suspicious.
 * @throws UnderstudyError the first error; what failed while cleaning up is in
 * its `also`
 * @public
 */
export async function backUp(order: BackUpOrder): Promise<BackUpResult> {
  if (order.destinations.length !== 1) {
    throw new RangeError('a backup goes to exactly one destination');
  }
  const [{ bucket, owner }] = order.destinations;
  const { run, signal } = order;
  const folder = runFolder({
    ...run,
    at: run.slot ?? run.startedAt,
    runId: run.id,
  });
  order.onPhase?.('prepare');
  try {
    await checkOwner(bucket, owner, { signal });
    const earlier = await readManifest(bucket, folder, { signal });
    if (earlier) return alreadyPublished(order, folder, earlier);
  } catch (error) {
    throw firstError(error, signal);
  }
  const source = await GuardedSource.create({
    executor: order.source.executor,
    options: order.source.options,
    context: order,
  });
  try {
    return await attempt(order, folder, source);
  } finally {
    await source.close();
  }
}

/** An attempt before this one published and could not tell it any more. */
function alreadyPublished(
  order: BackUpOrder,
  folder: string,
  manifest: Manifest,
): BackUpResult {
  const { attempt: n } = manifest;
  order.log(
    'info',
    `Attempt ${n} of this run had published its backup already.`,
  );
  return resultOf(order, folder, manifest);
}

async function attempt(
  order: BackUpOrder,
  folder: string,
  source: GuardedSource,
): Promise<BackUpResult> {
  const { run, signal } = order;
  const [{ bucket, owner }] = order.destinations;
  const at = async (name: FaultPoint) => order.faultPoint?.(name);
  const intent = IntentWriter.create({ bucket, folder, owner, run });
  try {
    await at('backup:intent:before');
    await intent.begin(signal);
  } catch (error) {
    // No clean-up: an intent that is there already belongs to somebody else.
    throw firstError(error, signal);
  }
  let held = false;
  try {
    await at('backup:intent:after');
    order.onPhase?.('transfer');
    const lock = lockFromNow(bucket);
    const stored = await storeAll(order, folder, source, intent, at, lock);
    const outcome = await source.finish();
    await at('backup:source:finished');
    const manifest = draftManifest({
      owner: owner.owner,
      destination: bucket.name,
      run,
      sourceType: order.source.type,
      source: source.source,
      outcome,
      artifacts: stored.artifacts,
      finishedAt: stored.storedAt,
      lock,
      keyed: wishesOf(bucket).encryption?.type === 'sse-c',
    });
    order.onPhase?.('check');
    const doubt = judgeSize(stored.sizes);
    if (doubt?.code === 'suspicious') {
      const error = await hold(order, folder, manifest, doubt, at);
      held = error.also.length === 0;
      throw error;
    }
    if (doubt) throw new UnderstudyError(doubt.code, doubt.details);
    const compared = await checkArtifacts(bucket, folder, manifest, { signal });
    order.log(
      'info',
      `The store has every artifact, by ${compared.join(', ')}.`,
    );
    await at('backup:check:after');
    order.onPhase?.('manifest');
    await publish({ ...order, bucket, folder, manifest, at });
    order.onPhase?.('finish');
    return resultOf(order, folder, manifest);
  } catch (error) {
    const first = firstError(error, signal);
    if (!held) {
      await alsoTry(first, () =>
        sweepAttempt(bucket, {
          folder,
          attempt: run.attempt,
          intent: intent.intent,
          log: order.log,
        }),
      );
    }
    throw first;
  }
}

async function storeAll(
  order: BackUpOrder,
  folder: string,
  source: GuardedSource,
  intent: IntentWriter,
  at: (name: FaultPoint) => Promise<void>,
  lock: ObjectLock | undefined,
): Promise<{
  artifacts: ManifestArtifact[];
  sizes: SizesToJudge;
  /** By the store's clock, where the destination asks for that. */
  storedAt?: Date;
}> {
  const [{ bucket, usualBytes }] = order.destinations;
  const artifacts: ManifestArtifact[] = [];
  let storedAt: Date | undefined;
  const sizes: SizesToJudge = {
    artifacts: [],
    storedBytes: 0,
    usualBytes,
    minimumBytes: order.minimumBytes,
  };
  const { estimatedBytes } = source.source;
  const moved = { bytesRead: 0, bytesStored: 0 };
  const tell = () =>
    order.onProgress?.({ ...moved, bytesTotal: estimatedBytes });
  for await (const artifact of source.artifacts()) {
    const { storedBytes } = sizes;
    const { artifact: done, modified } = await storeArtifact(artifact, {
      bucket,
      folder,
      attempt: order.run.attempt,
      of: order.run,
      lock,
      intent,
      pack: order.pack,
      estimatedBytes: estimate(order, estimatedBytes),
      signal: order.signal,
      faultPoint: at,
      onRead(bytes) {
        moved.bytesRead += bytes;
        tell();
      },
      onStored(bytes) {
        moved.bytesStored = storedBytes + bytes;
        tell();
      },
    });
    artifacts.push(done);
    if (modified && wishesOf(bucket).timeAfterStore) storedAt = modified;
    sizes.storedBytes += done.stored.bytes;
    sizes.artifacts.push({
      name: done.name,
      plainBytes: done.plain.bytes,
      minBytes: artifact.expect.minBytes,
    });
    order.log(
      'info',
      `${done.name}: ${done.plain.bytes} bytes read, ${done.stored.bytes} stored.`,
    );
  }
  return { artifacts, sizes, storedAt };
}

/** Packing adds next to nothing; twice the last good one is a fair guess. */
function estimate(
  order: BackUpOrder,
  fromSource: number | null,
): number | null {
  if (order.estimateBytes !== undefined) return order.estimateBytes;
  const [last] = order.destinations[0].usualBytes;
  const guesses = [
    ...(fromSource === null ? [] : [Math.ceil(fromSource * 1.001) + 65_536]),
    ...(last === undefined ? [] : [2 * last]),
  ];
  return guesses.length === 0 ? null : Math.min(...guesses);
}

/** Keeps the bytes of a suspicious run; the error says so, or why it failed. */
async function hold(
  order: BackUpOrder,
  folder: string,
  manifest: Manifest,
  doubt: Doubt,
  at: (name: FaultPoint) => Promise<void>,
): Promise<UnderstudyError> {
  const [{ bucket }] = order.destinations;
  const until = new Date(Date.now() + HELD_FOR).toISOString();
  const error = new UnderstudyError(doubt.code, { ...doubt.details, until });
  try {
    await at('held:before');
    await writeHeld(bucket, folder, { manifest, reason: error.message, until });
    await at('held:after');
    return error;
  } catch (failure) {
    const details = {
      ...doubt.details,
      until: 'this run ended: they were removed',
    };
    const unheld = new UnderstudyError(doubt.code, details);
    unheld.also.push(UnderstudyError.from(failure).toProblem());
    return unheld;
  }
}

function resultOf(
  order: BackUpOrder,
  folder: string,
  manifest: Manifest,
): BackUpResult {
  const [{ bucket }] = order.destinations;
  const manifestKey = `${folder}/${MANIFEST_FILE}`;
  const sum = (of: (artifact: ManifestArtifact) => number) =>
    manifest.artifacts.reduce((total, artifact) => total + of(artifact), 0);
  return {
    bytesRead: sum(artifact => artifact.plain.bytes),
    destinations: [
      {
        name: bucket.name,
        backup: {
          id: backupId(manifest.owner, manifestKey),
          folder,
          manifestKey,
          manifest,
          bytesStored: sum(artifact => artifact.stored.bytes),
        },
        problem: null,
      },
    ],
    counts: manifest.counts,
    gaps: manifest.gaps,
    gapsTotal: manifest.gapsTotal,
  };
}
