import {
  checkProofSignature,
  listProofs,
  openBucket,
  publicKeyOf,
} from '@understudy/engine';
import type { Proof, SignatureState } from '@understudy/model';
import type { DestinationCatalogue } from '../../catalogue/DestinationCatalogue';
import type { KnownBackup } from '../../database/backups/BackupStore';
import type { WorkOrders } from '../../runner/ports';

/** A proof, and whether it is what its portal wrote. @internal */
export interface CheckedProof {
  proof: Proof;
  signature: SignatureState;
}

/**
 * Proofs of a backup as they stand in its bucket; where that can't be asked,
 * none rather than an error. A proof of another backup that was put there
 * counts as changed.
 * @internal
 */
export async function readProofs(
  backup: KnownBackup,
  destinations: DestinationCatalogue,
  orders: Pick<WorkOrders, 'signingKey'>,
): Promise<{ proofs: CheckedProof[]; publicKeys: string[] }> {
  const none = { proofs: [], publicKeys: [] };
  try {
    const entry = await destinations.get(backup.destination);
    if (!entry) return none;
    const { profile, owner } = await destinations.facts(entry);
    const own = await orders.signingKey();
    const publicKeys = [
      ...new Set([
        ...(own ? [publicKeyOf(own)] : []),
        ...(owner?.publicKey ? [owner.publicKey] : []),
      ]),
    ];
    const bucket = openBucket(await destinations.connection(entry), {
      profile,
    });
    try {
      const proofs = await listProofs(bucket, backup.folder);
      const signatureOf = (proof: Proof): SignatureState =>
        proof.subject && proof.subject.backup !== backup.id
          ? 'bad'
          : checkProofSignature(proof, publicKeys);
      return {
        publicKeys,
        proofs: proofs.map(proof => ({
          proof,
          signature: signatureOf(proof),
        })),
      };
    } finally {
      bucket.close();
    }
  } catch {
    return none;
  }
}
