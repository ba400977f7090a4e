import { listProofs, verifyBackup } from '@understudy/engine';
import type { Proof } from '@understudy/model';
import { UnderstudyError } from '@understudy/model';
import type { ResultInput } from '../messages';
import type { RunContext } from '../RunContext';

/** Carries the proofs that stand in the bucket now, a failed one among them. @internal */
export class ProofFailed extends Error {
  static create(error: UnderstudyError, proofs: Proof[]): ProofFailed {
    const failed = new ProofFailed(error.message, { cause: error });
    failed.error = error;
    failed.proofs = proofs;
    return failed;
  }

  error!: UnderstudyError;
  proofs!: Proof[];
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
      signingKey: order.signingKey ?? undefined,
      tempDirectory: order.tempDirectory,
      toolFolders: order.toolFolders,
      signal: context.signal,
      log: context.log,
      onProgress: context.onProgress,
    });
    return {
      outcome: 'succeeded',
      proofs: [proof],
      result: { rung: proof.rung, evidence: proof.evidence },
    };
  } catch (error) {
    const failure = UnderstudyError.from(error);
    throw await withProofs(context, request.folder, failure, since);
  }
}

/**
 * A store that could not be reached leaves no proof: then nothing is proven
 * wrong.
 * @internal
 */
export async function withProofs(
  context: RunContext,
  folder: string,
  failure: UnderstudyError,
  since: string,
): Promise<Error> {
  try {
    const proofs = await listProofs(context.bucket, folder);
    const ours = proofs.filter(proof => proof.at >= since);
    return ours.some(proof => !proof.ok)
      ? ProofFailed.create(failure, ours)
      : failure;
  } catch {
    return failure;
  }
}
