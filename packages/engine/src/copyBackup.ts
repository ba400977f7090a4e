import {
  copiedFromSchema,
  Manifest,
  ManifestArtifact,
  UnderstudyError,
} from '@understudy/model';
import type { Bucket } from './destination';
import { wishesOf } from './destination/wishes';
import type { FaultHook, FaultPoint } from './faultPoints';
import { backupId } from './manifest/backupId';
import { checkOwner } from './manifest/checkOwner';
import { MANIFEST_FILE, TOMBSTONE_FILE } from './manifest/files';
import { entityFolder } from './manifest/folders';
import { IntentWriter } from './manifest/intent';
import type { Ownership } from './manifest/ownerMarkers';
import { readForUse, readManifest } from './manifest/readBackup';
import { restoreLine } from './manifest/restoreLine';
import type { ReadProgress } from './progress';
import { checkArtifacts } from './steps/checkArtifacts';
import { alsoTry, firstError } from './steps/firstError';
import { CopyOrder, copyArtifact } from './steps/copyArtifact';
import { progressOf } from './steps/progressOf';
import { publish } from './steps/publish';
import { makeRoom } from './steps/makeRoom';
import { headObject } from './storage';
import { lockFromNow } from './storage/keptAs';
import { sweepAttempt } from './sweepAttempt';

/**
 * A backup that is to exist a second time.
 * @public
 */
export interface CopyBackupOrder {
  from: { bucket: Bucket; /** Of its run, below the prefix. */ folder: string };
  to: {
    bucket: Bucket;
    owner: Ownership;
    /** Default: the plan and entity that the manifest names. */
    plan?: { name: string; entityRef: string | null };
  };
  /** Who copies: not the run that made the backup. */
  run: { id: string; attempt: number; startedAt: string };
  signal: AbortSignal;
  log(level: 'debug' | 'info' | 'warn' | 'error', text: string): void;
  onProgress?(progress: ReadProgress): void;
  /** Asked right before the manifest; anything but true: nothing is published. */
  mayPublish(): Promise<boolean>;
  /** For tests. */
  faultPoint?: FaultHook;
  /** For tests: where a copy by the store is made in parts. */
  limits?: { whole: number; part: number };
}

/** @public */
export interface CopiedBackup {
  id: string;
  folder: string;
  manifestKey: string;
  manifest: Manifest;
  bytesStored: number;
  /** It was there: nothing was copied. */
  already: boolean;
}

/**
 * Copies one backup to another destination, prefix, plan or entity, object to
 * object: by the store itself where one store holds both, else through this
 * machine. Source and copy are checked, the copy's manifest comes last. It
 * keeps the id of the run that made it, so that a second call, of whichever
 * run, finds what the first one published.
 * @throws UnderstudyError `s3-conflict` where another backup has its place
 * @public
 */
export async function copyBackup(
  order: CopyBackupOrder,
): Promise<CopiedBackup> {
  try {
    return await run(order);
  } catch (error) {
    throw firstError(error, order.signal);
  }
}

const sizeOf = ({ artifacts }: Manifest) =>
  artifacts.reduce((sum, { stored }) => sum + stored.bytes, 0);

const idOf = ({ owner }: Manifest, folder: string) =>
  backupId(owner, `${folder}/${MANIFEST_FILE}`);

async function run(order: CopyBackupOrder): Promise<CopiedBackup> {
  const { from, to, signal } = order;
  await checkOwner(to.bucket, to.owner, { signal });
  const source = await readForUse(from.bucket, from.folder, { signal });
  const plan = to.plan ?? { name: source.plan, entityRef: source.entityRef };
  const name = from.folder.slice(from.folder.lastIndexOf('/') + 1);
  const folder = `${entityFolder(plan.entityRef, plan.name)}/${name}`;
  const there = await readManifest(to.bucket, folder, { signal });
  if (there) return alreadyThere(order, folder, source, there);
  const tombstone = to.bucket.key(`${folder}/${TOMBSTONE_FILE}`);
  if (await headObject(to.bucket, tombstone, { signal })) {
    throw new UnderstudyError('backup-deleting', { key: folder });
  }
  const attempt = await makeRoom(order, folder, source.attempt);
  const intent = IntentWriter.create({
    bucket: to.bucket,
    folder,
    owner: to.owner,
    run: {
      id: source.runId,
      attempt,
      plan: plan.name,
      startedAt: order.run.startedAt,
    },
    copiedBy: { runId: order.run.id, attempt: order.run.attempt },
  });
  await intent.begin(signal);
  try {
    const at = async (point: FaultPoint) => order.faultPoint?.(point);
    await at('copy:intent:after');
    const lock = lockFromNow(to.bucket);
    const copying: CopyOrder = { order, folder, attempt, plan, intent, lock };
    const artifacts = await copyAll(copying, source, at);
    const keyed = wishesOf(to.bucket).encryption?.type === 'sse-c';
    const { objectLock: _, ...rest } = source;
    const manifest: Manifest = {
      ...rest,
      owner: to.owner.owner,
      attempt,
      plan: plan.name,
      entityRef: plan.entityRef,
      destination: to.bucket.name,
      layout: 'objects',
      artifacts,
      restore: artifacts.map(it =>
        restoreLine(it.name, it.key, it.pack, keyed),
      ),
      ...(lock ? { objectLock: lock } : {}),
      copiedFrom: copiedFromSchema.parse({
        backup: idOf(source, from.folder),
        owner: source.owner,
        destination: from.bucket.name,
        manifestKey: `${from.folder}/${MANIFEST_FILE}`,
        at: new Date().toISOString(),
      }),
    };
    await checkArtifacts(to.bucket, folder, manifest, { signal });
    const last = { ...order, bucket: to.bucket, folder, manifest, at };
    return resultOf(await publish(last), folder, false);
  } catch (error) {
    const first = firstError(error, signal);
    await alsoTry(first, () =>
      sweepAttempt(to.bucket, {
        folder,
        attempt,
        intent: intent.intent,
        log: order.log,
      }),
    );
    throw first;
  }
}

/** One after the other: each may fill what the store takes at once. */
async function copyAll(
  copying: CopyOrder,
  source: Manifest,
  at: (point: FaultPoint) => Promise<void>,
): Promise<ManifestArtifact[]> {
  const { onProgress } = copying.order;
  const artifacts: ManifestArtifact[] = [];
  const tell = progressOf(source.artifacts, onProgress);
  for (const artifact of source.artifacts) {
    artifacts.push(await copyArtifact(artifact, copying, tell.onProgress));
    tell.done(artifact);
    await at('copy:artifact:after');
  }
  return artifacts;
}

function resultOf(
  manifest: Manifest,
  folder: string,
  already: boolean,
): CopiedBackup {
  return {
    id: idOf(manifest, folder),
    folder,
    manifestKey: `${folder}/${MANIFEST_FILE}`,
    manifest,
    bytesStored: sizeOf(manifest),
    already,
  };
}

/** The same stored bytes under the same names: then it need not be copied. */
async function alreadyThere(
  order: CopyBackupOrder,
  folder: string,
  source: Manifest,
  there: Manifest,
): Promise<CopiedBackup> {
  const { to, signal } = order;
  const sums = (of: Manifest) =>
    of.artifacts
      .map(({ name, stored }) => `${stored.sha256} ${name}`)
      .sort()
      .join('\n');
  if (sums(source) !== sums(there) || there.owner !== to.owner.owner) {
    const key = to.bucket.key(`${folder}/${MANIFEST_FILE}`);
    throw new UnderstudyError('s3-conflict', { key, action: 'PutObject' });
  }
  await checkArtifacts(to.bucket, folder, there, { signal });
  order.log('info', `${folder}: is there already.`);
  return resultOf(there, folder, true);
}
