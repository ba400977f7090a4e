import { Counts, Manifest } from '@understudy/model';
import type { Bucket } from '../destination';
import type { SourceContext, SourceExecutor } from '../source/contract';
import {
  drain,
  readOriginal,
  readStored,
  requireIdentity,
} from './readArtifact';
import { progressOf } from './progressOf';
import { readThrough } from './readThrough';
import type { ReadProgress } from '../progress';

/** What a pass over all artifacts of a backup needs. */
export interface ReadingOrder {
  bucket: Bucket;
  folder: string;
  manifest: Manifest;
  identities: string[];
  signal: AbortSignal;
  context: SourceContext;
  onProgress?(progress: ReadProgress): void;
}

interface Sum {
  bytes: number;
  sha256: string;
}

/** Downloads every stored byte; throws where one differs. */
export async function readAll(
  order: ReadingOrder,
): Promise<Array<{ name: string } & Sum>> {
  const tell = progressOf(order.manifest.artifacts, order.onProgress);
  const sums: Array<{ name: string } & Sum> = [];
  for (const artifact of order.manifest.artifacts) {
    const { onProgress } = tell;
    await drain(readStored(artifact, { ...order, onProgress }));
    const { bytes, sha256 } = artifact.stored;
    sums.push({ name: artifact.name, bytes, sha256 });
    tell.done(artifact);
  }
  return sums;
}

/** Opens every artifact and lets the executor walk it. */
export async function openAll(
  order: ReadingOrder & { executor: SourceExecutor },
): Promise<{
  artifacts: Array<{
    name: string;
    stored: Sum;
    plain: Sum;
    counts: Counts;
    notes: string[];
  }>;
}> {
  const { manifest, identities, signal, executor, context } = order;
  requireIdentity(manifest.artifacts, identities);
  const tell = progressOf(order.manifest.artifacts, order.onProgress);
  const artifacts = [];
  for (const artifact of manifest.artifacts) {
    const { name, mediaType, plain, stored } = artifact;
    const { onProgress } = tell;
    const stream = readOriginal(artifact, { ...order, onProgress });
    const found = await readThrough(stream, signal, () =>
      executor.inspect(
        { name, mediaType, bytes: plain.bytes },
        stream,
        context,
      ),
    );
    artifacts.push({
      name,
      stored: { bytes: stored.bytes, sha256: stored.sha256 },
      plain: { bytes: plain.bytes, sha256: plain.sha256 },
      ...found,
    });
    tell.done(artifact);
  }
  return { artifacts };
}
