import { ManifestArtifact, Phase, UnderstudyError } from '@understudy/model';
import type { Bucket } from './destination';
import type { ReadProgress } from './progress';
import { readForUse } from './manifest/readBackup';
import type {
  RestorePlace,
  SourceContext,
  SourceExecutor,
} from './source/contract';
import { alsoTry, firstError } from './steps/firstError';
import { sourceError } from './steps/openSource';
import { progressOf } from './steps/progressOf';
import {
  artifactOf,
  readOriginal,
  requireIdentity,
} from './steps/readArtifact';
import { readThrough } from './steps/readThrough';

/** @public */
export interface PlaceRestoreOrder extends SourceContext {
  bucket: Bucket;
  /** Folder of the run below the prefix. */
  folder: string;
  /** Names; absent: all. */
  artifacts?: string[];
  executor: SourceExecutor;
  /** Of a source of this type: where its server is, and who we are there. */
  options: unknown;
  /** What is new there. */
  place: unknown;
  identities: string[];
  onPhase?(phase: Phase): void;
  onProgress?(progress: ReadProgress): void;
}

/** @public */
export interface PlaceRestoreResult {
  /** What was made, in words. */
  path: string;
  artifacts: number;
  /** Of the plaintext. */
  bytes: number;
}

const storedOf = ({ name, mediaType, plain }: ManifestArtifact) => ({
  name,
  mediaType,
  bytes: plain.bytes,
});

/**
 * Restores a backup, or some of its artifacts, into a new place of the
 * source's own kind. The place is finished when every artifact was proven to
 * its last byte; where anything fails, what was made is removed.
 * @public
 */
export async function restoreToPlace(
  order: PlaceRestoreOrder,
): Promise<PlaceRestoreResult> {
  const { bucket, folder, signal, identities, executor } = order;
  order.onPhase?.('prepare');
  let artifacts: ManifestArtifact[];
  let place: RestorePlace;
  try {
    const manifest = await readForUse(bucket, folder, { signal });
    artifacts = order.artifacts
      ? [...new Set(order.artifacts)].map(name => artifactOf(manifest, name))
      : manifest.artifacts;
    requireIdentity(artifacts, identities);
    if (!executor.openPlace) {
      throw new UnderstudyError('options-invalid', {
        what: `Backups of type "${manifest.source.type}" are restored into folders only.`,
      });
    }
    place = await executor.openPlace(
      order.options,
      order.place,
      artifacts.map(storedOf),
      order,
    );
  } catch (error) {
    throw firstError(sourceError(error), signal);
  }
  try {
    await restoreAll(order, artifacts, place);
    order.onPhase?.('finish');
    await place.finish();
  } catch (error) {
    const first = firstError(sourceError(error), signal);
    await alsoTry(first, () => place.undo());
    throw first;
  } finally {
    await place.close();
  }
  return {
    path: place.words,
    artifacts: artifacts.length,
    bytes: artifacts.reduce((sum, { plain }) => sum + plain.bytes, 0),
  };
}

async function restoreAll(
  order: PlaceRestoreOrder,
  artifacts: ManifestArtifact[],
  place: RestorePlace,
): Promise<void> {
  const { bucket, folder, identities, signal } = order;
  const tell = progressOf(artifacts, order.onProgress);
  order.onPhase?.('write');
  for (const artifact of artifacts) {
    const stream = readOriginal(artifact, {
      bucket,
      folder,
      identities,
      signal,
      onProgress: tell.onProgress,
    });
    await readThrough(stream, signal, () =>
      place.restore(storedOf(artifact), stream),
    );
    tell.done(artifact);
    const { name, plain } = artifact;
    order.log('info', `${name}: ${plain.bytes} bytes restored and proven.`);
  }
}
