import { Manifest, Proof } from '@understudy/model';
import type { Bucket } from './destination';
import { checkSeal } from './manifest/manifestSeal';
import { readForUse } from './manifest/readBackup';
import type { SourceContext, SourceExecutor } from './source/contract';
import { checkArtifacts } from './steps/checkArtifacts';
import { firstError } from './steps/firstError';
import { isOfContent, ProofWriter } from './steps/proofWriter';
import { openAll, readAll, ReadingOrder } from './steps/provePass';
import type { ReadProgress } from './progress';

/** @public */
export interface VerifyOrder {
  bucket: Bucket;
  /** Folder of the run below the prefix. */
  folder: string;
  /** How far to climb; every rung below is proven, too. */
  to: 'stored' | 'read' | 'opened';
  /** Of the backup's source; needed for `opened`. */
  executor?: SourceExecutor;
  identities: string[];
  /** Who asked, for the proof. */
  by: string;
  /** Of this portal (`makeSigningKey`); absent: proofs are not signed. */
  signingKey?: string;
  signal: AbortSignal;
  tempDirectory: string;
  /** Where tools are looked for; absent: PATH and the usual folders. */
  toolFolders?: string[];
  log(level: 'debug' | 'info' | 'warn' | 'error', text: string): void;
  onProgress?(progress: ReadProgress): void;
}

class Climb {
  readonly #order: VerifyOrder;
  readonly #manifest: Manifest;
  readonly #proofs: ProofWriter;

  private constructor(order: VerifyOrder, manifest: Manifest) {
    this.#order = order;
    this.#manifest = manifest;
    this.#proofs = ProofWriter.create({ ...order, manifest });
  }

  static create(options: { order: VerifyOrder; manifest: Manifest }): Climb {
    return new Climb(options.order, options.manifest);
  }

  stored(): Promise<Proof> {
    return this.#proofs.rung('stored', () => this.#stored());
  }

  read(): Promise<Proof> {
    return this.#proofs.rung('read', () => this.#read());
  }

  async #stored(): Promise<Record<string, unknown>> {
    const { bucket, folder, signal } = this.#order;
    const manifest = this.#manifest;
    checkSeal(manifest);
    const compared = await checkArtifacts(bucket, folder, manifest, { signal });
    return { ...this.#sizes(), compared };
  }

  async #read(): Promise<Record<string, unknown>> {
    const artifacts = await readAll(this.#reading());
    return { ...this.#sizes(), artifacts };
  }

  /**
   * One download proves `read` and `opened` together. Where it fails, the
   * stored bytes are read alone, to say on which rung the backup breaks.
   */
  async open(): Promise<Proof> {
    const { executor, to } = this.#order;
    if (!executor) throw new RangeError(`rung ${to} needs an executor`);
    const started = Date.now();
    const opening = openAll({ ...this.#reading(), executor });
    const opened = await opening.then(
      evidence => ({ evidence }),
      error => ({ error: firstError(error, this.#order.signal) }),
    );
    if ('evidence' in opened) {
      const { evidence } = opened;
      const sums = evidence.artifacts.map(({ name, stored }) => ({
        name,
        ...stored,
      }));
      const sizes = this.#sizes();
      await this.#proofs.write('read', true, started, {
        ...sizes,
        artifacts: sums,
      });
      return this.#proofs.write('opened', true, started, {
        ...sizes,
        ...evidence,
      });
    }
    const { error } = opened;
    if (isOfContent(error) || error.code.startsWith('identity-')) {
      await this.read();
    }
    return this.#proofs.rung('opened', () => Promise.reject(error), started);
  }

  #sizes(): { artifactsTotal: number; bytes: number } {
    const { artifacts } = this.#manifest;
    return {
      artifactsTotal: artifacts.length,
      bytes: artifacts.reduce((sum, { stored }) => sum + stored.bytes, 0),
    };
  }

  #reading(): ReadingOrder {
    const context: SourceContext = this.#order;
    const { bucket, folder, identities, signal, onProgress } = this.#order;
    const manifest = this.#manifest;
    return {
      bucket,
      folder,
      manifest,
      identities,
      signal,
      context,
      onProgress,
    };
  }
}

/**
 * Climbs the rungs `stored` (the store's sizes, checksums and ETags), `read`
 * (every stored byte downloaded, SHA-256 equal; needs no key) and `opened`
 * (decrypted, unpacked, plaintext's SHA-256 equal, format walked), and writes
 * a proof of each. A backup that fails gets a proof that says so, and the
 * error is thrown; a store that cannot be reached proves nothing.
 * @public
 */
export async function verifyBackup(order: VerifyOrder): Promise<Proof> {
  const { bucket, folder, signal, to } = order;
  let manifest: Manifest;
  try {
    manifest = await readForUse(bucket, folder, { signal, unchecked: true });
  } catch (error) {
    throw firstError(error, signal);
  }
  const climb = Climb.create({ order, manifest });
  const stored = await climb.stored();
  if (to === 'stored') return stored;
  if (to === 'read') return climb.read();
  return climb.open();
}
