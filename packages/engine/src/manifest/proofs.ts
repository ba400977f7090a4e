import { Proof, proofSchema, Rung, RUNGS } from '@understudy/model';
import type { Bucket } from '../destination';
import { listObjects } from '../storage';
import { proofFile } from './files';
import { readJson } from './readJson';
import { writeJson } from './writeOnce';

/**
 * Writes what was proven of a backup, or that it could not be.
 * @public
 */
export async function writeProof(
  bucket: Bucket,
  folder: string,
  proof: Proof,
): Promise<void> {
  const key = bucket.key(`${folder}/${proofFile(proof.at, proof.rung)}`);
  await writeJson(bucket, { key, value: proofSchema.parse(proof) });
}

/**
 * All proofs of a backup, oldest first.
 * @public
 */
export async function listProofs(
  bucket: Bucket,
  folder: string,
  options: { signal?: AbortSignal } = {},
): Promise<Proof[]> {
  const prefix = bucket.key(`${folder}/proof/`);
  const proofs: Proof[] = [];
  for await (const entry of listObjects(bucket, { prefix, ...options })) {
    if (!('key' in entry)) continue;
    const proof = await readJson(bucket, entry.key, proofSchema, options);
    if (proof) proofs.push(proof);
  }
  return proofs.sort((a, b) => a.at.localeCompare(b.at));
}

/**
 * How far a backup is proven by all its proofs, oldest first: a failed rung is
 * mended by climbing it, or a higher one, again.
 * @public
 */
export function standingOf(proofs: Proof[]): {
  rung: Rung;
  failed: Rung | null;
} {
  let rung: Rung = 'stored';
  let failed: Rung | null = null;
  const height = (of: Rung) => RUNGS.indexOf(of);
  for (const proof of proofs) {
    if (!proof.ok) failed = proof.rung;
    else {
      if (height(proof.rung) > height(rung)) rung = proof.rung;
      if (failed && height(failed) <= height(proof.rung)) failed = null;
    }
  }
  return { rung, failed };
}
