import {
  ErrorCode,
  Manifest,
  Proof,
  Rung,
  UnderstudyError,
} from '@understudy/model';
import type { Bucket } from './destination';
import { readForUse } from './manifest/readBackup';
import { writeProof } from './manifest/proofs';
import type { SourceContext, SourceExecutor } from './source/contract';
import { checkArtifacts } from './steps/checkArtifacts';
import { alsoTry, firstError } from './steps/firstError';
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
  signal: AbortSignal;
  tempDirectory: string;
  /** Where tools are looked for; absent: PATH and the usual folders. */
  toolFolders?: string[];
  log(level: 'debug' | 'info' | 'warn' | 'error', text: string): void;
  onProgress?(progress: ReadProgress): void;
}

/** Errors that say something of the backup, and not of the way to it. */
const OF_THE_CONTENT: ErrorCode[] = [
  'backup-damaged',
  's3-corrupt',
  'backup-gone',
  'source-invalid',
  'restore-unsafe',
];

function isOfContent(error: UnderstudyError): boolean {
  return OF_THE_CONTENT.includes(error.code);
}

class Climb {
  readonly #order: VerifyOrder;
  readonly #manifest: Manifest;

  private constructor(order: VerifyOrder, manifest: Manifest) {
    this.#order = order;
    this.#manifest = manifest;
  }

  static create(options: { order: VerifyOrder; manifest: Manifest }): Climb {
    return new Climb(options.order, options.manifest);
  }

  async stored(): Promise<Record<string, unknown>> {
    const { bucket, folder, signal } = this.#order;
    const manifest = this.#manifest;
    const compared = await checkArtifacts(bucket, folder, manifest, { signal });
    return { ...this.#sizes(), compared };
  }

  async read(): Promise<Record<string, unknown>> {
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
      await this.#write('read', true, started, { ...sizes, artifacts: sums });
      return this.#write('opened', true, started, { ...sizes, ...evidence });
    }
    const { error } = opened;
    if (isOfContent(error) || error.code.startsWith('identity-')) {
      await this.rung('read', () => this.read());
    }
    return this.rung('opened', () => Promise.reject(error), started);
  }

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
      const first = firstError(error, this.#order.signal);
      if (isOfContent(first)) {
        const { code, message } = first;
        await alsoTry(first, () =>
          this.#write(rung, false, started, { code, message }),
        );
      }
      throw first;
    }
    return this.#write(rung, true, started, evidence);
  }

  async #write(
    rung: Rung,
    ok: boolean,
    started: number,
    evidence: Record<string, unknown>,
  ): Promise<Proof> {
    const { bucket, folder, by, log } = this.#order;
    const now = new Date();
    const proof: Proof = {
      format: 'understudy/proof',
      rung,
      ok,
      at: now.toISOString(),
      by,
      milliseconds: now.getTime() - started,
      evidence,
    };
    await writeProof(bucket, folder, proof);
    log(ok ? 'info' : 'error', `${rung}: ${ok ? 'proven' : 'not proven'}.`);
    return proof;
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
    manifest = await readForUse(bucket, folder, { signal });
  } catch (error) {
    throw firstError(error, signal);
  }
  const climb = Climb.create({ order, manifest });
  const stored = await climb.rung('stored', () => climb.stored());
  if (to === 'stored') return stored;
  if (to === 'read') return climb.rung('read', () => climb.read());
  return climb.open();
}
