import { Readable } from 'node:stream';
import { Manifest } from '@understudy/model';
import type { Bucket } from './destination';
import {
  artifactOf,
  readOriginal,
  readStored,
  requireIdentity,
} from './steps/readArtifact';

/** @public */
export interface OpenArtifactOptions {
  /** `stored`: as it lies in the bucket; `original`: as the source gave it. */
  form: 'stored' | 'original';
  identities: string[];
  signal: AbortSignal;
}

/**
 * An artifact for a download. Breaks instead of ending where a byte is not
 * the manifest's.
 * @throws UnderstudyError `artifact-missing` or `identity-missing`
 * @public
 */
export function openArtifact(
  bucket: Bucket,
  folder: string,
  manifest: Manifest,
  name: string,
  options: OpenArtifactOptions,
): Readable {
  const { form, identities, signal } = options;
  const artifact = artifactOf(manifest, name);
  if (form === 'stored')
    return readStored(artifact, { bucket, folder, signal });
  requireIdentity([artifact], identities);
  return readOriginal(artifact, { bucket, folder, identities, signal });
}
