import { ErrorCode, Manifest, Proof, Rung } from '@understudy/model';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { backupId } from '../manifest/backupId';
import { MANIFEST_FILE } from '../manifest/files';
import { signProof } from '../manifest/proofSignature';
import { writeProof } from '../manifest/proofs';
import { alsoTry, firstError } from './firstError';

/** Errors that say something of the backup, and not of the way to it. */
const OF_THE_CONTENT: ErrorCode[] = [
  'backup-damaged',
  's3-corrupt',
  'backup-gone',
  'source-invalid',
  'restore-unsafe',
  'restore-failed',
  'assertion-failed',
];

export function isOfContent(error: UnderstudyError): boolean {
  return OF_THE_CONTENT.includes(error.code);
}

/** Whom a proof is of, and who says so. */
export interface ProofWriterOptions {
  bucket: Bucket;
  folder: string;
  manifest: Manifest;
  by: string;
  /** Absent: proofs are not signed. */
  signingKey?: string;
  signal: AbortSignal;
  log(level: 'info' | 'error', text: string): void;
}

/** Writes what was proven of one backup, and what was not. */
export class ProofWriter {
  static create(options: ProofWriterOptions): ProofWriter {
    return new ProofWriter(options);
  }

  private constructor(private readonly options: ProofWriterOptions) {}

  /** Runs one rung and writes its proof, be it good or bad. */
  async rung(
    rung: Rung,
    prove: () => Promise<Record<string, unknown>>,
    started = Date.now(),
  ): Promise<Proof> {
    let evidence: Record<string, unknown>;
    try {
      evidence = await prove();
    } catch (error) {
      const first = firstError(error, this.options.signal);
      if (isOfContent(first)) {
        const { code, message, details } = first;
        const failed = { ...evidenceIn(details), code, message };
        await alsoTry(first, () => this.write(rung, false, started, failed));
      }
      throw first;
    }
    return this.write(rung, true, started, evidence);
  }

  async write(
    rung: Rung,
    ok: boolean,
    started: number,
    evidence: Record<string, unknown>,
  ): Promise<Proof> {
    const { bucket, folder, manifest, by, log, signingKey } = this.options;
    const now = new Date();
    const proof: Proof = {
      format: 'understudy/proof',
      rung,
      ok,
      at: now.toISOString(),
      by,
      milliseconds: now.getTime() - started,
      evidence,
      subject: {
        backup: backupId(manifest.owner, `${folder}/${MANIFEST_FILE}`),
        plan: manifest.plan,
        runId: manifest.runId,
        artifacts: manifest.artifacts.map(({ name, stored }) => ({
          name,
          bytes: stored.bytes,
          sha256: stored.sha256,
        })),
      },
    };
    const written = signingKey ? signProof(proof, signingKey) : proof;
    await writeProof(bucket, folder, written);
    log(ok ? 'info' : 'error', `${rung}: ${ok ? 'proven' : 'not proven'}.`);
    return written;
  }
}

/** A failure may carry what was found before it. */
function evidenceIn(details: Record<string, unknown>): Record<string, unknown> {
  const { evidence } = details;
  return evidence && typeof evidence === 'object' ? { ...evidence } : {};
}
