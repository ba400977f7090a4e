import { listProofs, verifyBackup } from '@understudy/engine';
import type { Proof } from '@understudy/model';
import { UnderstudyError } from '@understudy/model';
import type { ResultInput } from '../messages';
import type { RunContext } from '../RunContext';

/** Carries the failed proof that stands in the bucket now. @internal */
export class ProofFailed extends Error {
  static create(error: UnderstudyError, proof: Proof): ProofFailed {
    const failed = new ProofFailed(error.message, { cause: error });
    failed.error = error;
    failed.proof = proof;
    return failed;
  }

  error!: UnderstudyError;
  proof!: Proof;
}

/** Climbs the rungs up to the one asked for. @internal */
export async function verify(context: RunContext): Promise<ResultInput> {
  const { order, bucket } = context;
  const { request } = order;
  if (request.kind !== 'verify') {
    throw new UnderstudyError('defect', { seen: `${request.kind} as verify` });
  }
  const since = new Date().toISOString();
  try {
    const proof = await verifyBackup({
      bucket,
      folder: request.folder,
      to: request.to,
      executor: request.to === 'opened' ? await context.executor() : undefined,
      identities: order.identities,
      by: order.run.by,
      tempDirectory: order.tempDirectory,
      toolFolders: order.toolFolders,
      signal: context.signal,
      log: context.log,
      onProgress: context.onProgress,
    });
    return {
      outcome: 'succeeded',
      proof,
      result: { rung: proof.rung, evidence: proof.evidence },
    };
  } catch (error) {
    const failure = UnderstudyError.from(error);
    const proof = await failedProof(context, request.folder, since);
    throw proof ? ProofFailed.create(failure, proof) : failure;
  }
}

/** A store that could not be reached leaves no proof: then nothing is proven wrong. */
async function failedProof(
  context: RunContext,
  folder: string,
  since: string,
): Promise<Proof | undefined> {
  try {
    const proofs = await listProofs(context.bucket, folder);
    return proofs.find(proof => !proof.ok && proof.at >= since);
  } catch {
    return undefined;
  }
}
