import { pipeline, Readable } from 'node:stream';
import { Manifest, ManifestArtifact, UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { unpackStream } from '../pack';
import { downloadRanges } from '../storage';

/** Whom the bytes are opened for. */
export interface ReadArtifactOptions {
  bucket: Bucket;
  /** Folder of the run below the prefix. */
  folder: string;
  identities: string[];
  signal: AbortSignal;
  onProgress?(bytesRead: number): void;
}

/** An artifact of a manifest by its name. */
export function artifactOf(manifest: Manifest, name: string): ManifestArtifact {
  const found = manifest.artifacts.find(artifact => artifact.name === name);
  if (found) return found;
  const names = manifest.artifacts.map(artifact => artifact.name);
  throw new UnderstudyError('artifact-missing', { name, names });
}

/** Refuses before the first byte what no identity of ours could open. */
export function requireIdentity(
  artifacts: ManifestArtifact[],
  identities: string[],
): void {
  const sealed = artifacts.filter(({ pack }) => pack.includes('age'));
  if (sealed.length === 0 || identities.length > 0) return;
  const recipients = [...new Set(sealed.flatMap(each => each.recipients))];
  throw new UnderstudyError('identity-missing', { recipients });
}

/** The bytes as they are stored; breaks instead of ending where they differ. */
export function readStored(
  artifact: ManifestArtifact,
  options: Omit<ReadArtifactOptions, 'identities'>,
): Readable {
  const { bucket, folder, signal, onProgress } = options;
  return downloadRanges(bucket, {
    key: bucket.key(`${folder}/${artifact.key}`),
    bytes: artifact.stored.bytes,
    sha256: artifact.stored.sha256,
    signal,
    onProgress,
  });
}

/**
 * The bytes as the source gave them. What was encrypted is authenticated
 * before it comes out; the stream ends only where size and SHA-256 of both the
 * stored bytes and the plaintext are the manifest's.
 */
export function readOriginal(
  artifact: ManifestArtifact,
  options: ReadArtifactOptions,
): Readable {
  const { name, pack, plain, recipients } = artifact;
  const { input, output } = unpackStream({
    pack,
    identities: options.identities,
    expect: { plain },
    artifact: name,
    recipients,
  });
  // The reader of `output` gets the error, from whichever side it came.
  pipeline(readStored(artifact, options), input, () => {});
  return output;
}

/** Reads on to the end, because only the end says that all was right. */
export async function drain(stream: Readable): Promise<void> {
  if (stream.errored) throw stream.errored;
  if (stream.readableEnded) return;
  if (stream.destroyed) throw new Error('the stream was left before its end');
  for await (const _ of stream);
}
