import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ManifestArtifact, Phase, UnderstudyError } from '@understudy/model';
import type { Bucket } from './destination';
import type { FaultHook, FaultPoint } from './faultPoints';
import { readForUse } from './manifest/readBackup';
import type { SourceContext, SourceExecutor } from './source/contract';
import { resolveNewPath } from './source/safePath';
import { alsoTry, firstError } from './steps/firstError';
import {
  artifactOf,
  readOriginal,
  requireIdentity,
} from './steps/readArtifact';
import { progressOf } from './steps/progressOf';
import { readThrough } from './steps/readThrough';
import type { ReadProgress } from './progress';

/** @public */
export interface RestoreOrder {
  bucket: Bucket;
  /** Folder of the run below the prefix. */
  folder: string;
  /** Names; absent: all. */
  artifacts?: string[];
  executor: SourceExecutor;
  identities: string[];
  /** Absolute path of a new folder under one of `roots`. */
  target: string;
  roots: string[];
  /** Of the restore, not of the backup. */
  runId: string;
  tempDirectory: string;
  /** Where tools are looked for; absent: PATH and the usual folders. */
  toolFolders?: string[];
  signal: AbortSignal;
  log(level: 'debug' | 'info' | 'warn' | 'error', text: string): void;
  onPhase?(phase: Phase): void;
  onProgress?(progress: ReadProgress): void;
  /** For tests. */
  faultPoint?: FaultHook;
}

/** @public */
export interface RestoreResult {
  /** With all links resolved. */
  path: string;
  artifacts: number;
  /** Of the plaintext. */
  bytes: number;
  /** Size and SHA-256 of each artifact were the manifest's. */
  verified: Array<{ name: string; bytes: number; sha256: string }>;
}

/**
 * Restores a backup, or some of its artifacts, into a new folder. All is
 * written beside it, and renamed when every artifact was proven to its last
 * byte: the target appears whole or not at all, and nothing that exists is
 * touched.
 * @public
 */
export async function restoreBackup(
  order: RestoreOrder,
): Promise<RestoreResult> {
  const { bucket, folder, signal } = order;
  order.onPhase?.('prepare');
  let artifacts: ManifestArtifact[];
  let target: string;
  try {
    const manifest = await readForUse(bucket, folder, { signal });
    artifacts = order.artifacts
      ? [...new Set(order.artifacts)].map(name => artifactOf(manifest, name))
      : manifest.artifacts;
    requireIdentity(artifacts, order.identities);
    target = await resolveNewPath(order.target, order.roots);
  } catch (error) {
    throw firstError(error, signal);
  }
  // Of this run alone: what stands there is left from an earlier attempt of it.
  const partial = `${target}.partial-${order.runId}`;
  try {
    await rm(partial, { recursive: true, force: true });
    await mkdir(dirname(partial), { recursive: true });
    await mkdir(partial, { mode: 0o700 });
    await restoreAll(order, artifacts, partial);
    order.onPhase?.('finish');
    await putInPlace(order, partial, target);
  } catch (error) {
    const first = firstError(diskError(error, partial), signal);
    await alsoTry(first, () => rm(partial, { recursive: true, force: true }));
    throw first;
  }
  return {
    path: target,
    artifacts: artifacts.length,
    bytes: artifacts.reduce((sum, { plain }) => sum + plain.bytes, 0),
    verified: artifacts.map(({ name, plain }) => ({
      name,
      bytes: plain.bytes,
      sha256: plain.sha256,
    })),
  };
}

async function restoreAll(
  order: RestoreOrder,
  artifacts: ManifestArtifact[],
  directory: string,
): Promise<void> {
  const { bucket, folder, identities, signal, executor } = order;
  const at = async (name: FaultPoint) => order.faultPoint?.(name);
  const context: SourceContext = order;
  const tell = progressOf(artifacts, order.onProgress);
  order.onPhase?.('write');
  for (const artifact of artifacts) {
    await at('restore:artifact:before');
    const stream = readOriginal(artifact, {
      bucket,
      folder,
      identities,
      signal,
      onProgress: tell.onProgress,
    });
    const { name, mediaType, plain } = artifact;
    const stored = { name, mediaType, bytes: plain.bytes };
    await readThrough(stream, signal, () =>
      executor.restore(stored, stream, directory, context),
    );
    tell.done(artifact);
    order.log('info', `${name}: ${plain.bytes} bytes restored and proven.`);
    await at('restore:artifact:after');
  }
}

/** A rename onto an empty folder would replace it: look again just before. */
async function putInPlace(
  order: RestoreOrder,
  partial: string,
  target: string,
): Promise<void> {
  const at = async (name: FaultPoint) => order.faultPoint?.(name);
  await at('restore:rename:before');
  await resolveNewPath(target, order.roots);
  await rename(partial, target);
  await at('restore:rename:after');
}

function diskError(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new UnderstudyError('disk-full', { path }, { cause: error });
}
