import { createHash } from 'node:crypto';
import { Manifest, UnderstudyError } from '@understudy/model';
import { canonicalJson } from './canonicalJson';

function sumOf(manifest: Manifest): string {
  const { seal, ...content } = manifest;
  const written = JSON.parse(JSON.stringify(content));
  return createHash('sha256').update(canonicalJson(written)).digest('hex');
}

/** The manifest with its own checksum: nothing else says that it is whole. */
export function sealManifest(manifest: Manifest): Manifest {
  return { ...manifest, seal: sumOf(manifest) };
}

/**
 * Looks whether a manifest is what was written. It protects from a bad disk
 * and a careless hand, not from an attacker, who can seal as well. Those of
 * older versions have no seal.
 * @throws UnderstudyError `backup-damaged`
 */
export function checkSeal(manifest: Manifest): void {
  if (manifest.seal === undefined || manifest.seal === sumOf(manifest)) return;
  throw new UnderstudyError('backup-damaged', {
    artifact: 'manifest.json',
    what: 'differs from what was written',
  });
}
