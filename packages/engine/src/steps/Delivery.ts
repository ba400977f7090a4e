import { Manifest, ManifestArtifact, UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { isAppendOnly, wishesOf } from '../destination/wishes';
import { IntentWriter } from '../manifest/intent';
import type { Ownership } from '../manifest/ownerMarkers';
import type { DestinationProgress } from '../progress';
import { lockFromNow, ObjectLock } from '../storage/keptAs';
import { sweepAttempt } from '../sweepAttempt';
import { alsoTry } from './firstError';

/**
 * A destination as a backup is told it.
 * @public
 */
export interface DeliveryOptions {
  bucket: Bucket;
  owner: Ownership;
  /** Stored sizes of the last five good backups there, newest first. */
  usualBytes: number[];
}

/** Which attempt delivers, and where below each prefix. */
export interface DeliveryContext {
  folder: string;
  run: { id: string; attempt: number; plan: string; startedAt: string };
  signal: AbortSignal;
  log(level: 'info' | 'warn', text: string): void;
}

/**
 * What one attempt does at one destination: its intent, its artifacts, its
 * manifest. Where it fails it is left out, and takes nothing along.
 */
export class Delivery {
  readonly intent: IntentWriter;
  readonly lock: ObjectLock | undefined;
  readonly artifacts: ManifestArtifact[] = [];
  /** By the store's clock, where the destination asks for that. */
  storedAt: Date | undefined;
  /** What was published there. */
  manifest: Manifest | undefined;
  /** Kept for somebody to look at. */
  held = false;
  error: UnderstudyError | undefined;
  /** An intent of ours stands there, so something may have to be swept. */
  begun = false;
  readonly signal: AbortSignal;
  readonly progress: DestinationProgress;
  private readonly stop = new AbortController();
  private before = 0;
  private swept: Promise<void> | undefined;

  static create(options: {
    of: DeliveryOptions;
    context: DeliveryContext;
  }): Delivery {
    return new Delivery(options.of, options.context);
  }

  private constructor(
    private readonly of: DeliveryOptions,
    private readonly context: DeliveryContext,
  ) {
    const { bucket, owner } = of;
    const { folder, run, signal } = context;
    this.intent = IntentWriter.create({ bucket, folder, owner, run });
    this.lock = lockFromNow(bucket);
    this.signal = AbortSignal.any([signal, this.stop.signal]);
    this.progress = {
      name: bucket.name,
      bytesStored: 0,
      state: 'waiting',
      error: null,
    };
  }

  get bucket(): Bucket {
    return this.of.bucket;
  }

  get owner(): Ownership {
    return this.of.owner;
  }

  get usualBytes(): number[] {
    return this.of.usualBytes;
  }

  get keyed(): boolean {
    return wishesOf(this.bucket).encryption?.type === 'sse-c';
  }

  /** Bytes of the artifact that is on its way. */
  moved(bytes: number): void {
    this.progress.state = 'writing';
    this.progress.bytesStored = this.before + bytes;
  }

  stored(artifact: ManifestArtifact, modified: Date | null): void {
    this.artifacts.push(artifact);
    this.before += artifact.stored.bytes;
    this.moved(0);
    if (modified && wishesOf(this.bucket).timeAfterStore) {
      this.storedAt = modified;
    }
  }

  published(manifest: Manifest): void {
    this.manifest = manifest;
    this.progress.state = 'done';
  }

  /** Leaves this destination out; what it has of the attempt is swept. */
  drop(error: UnderstudyError, after?: Promise<void>): void {
    if (this.error) return;
    this.error = error;
    this.progress.state = 'failed';
    this.progress.error = error.toProblem();
    this.stop.abort(error);
    this.sweep(error, after);
  }

  /** Nobody sweeps with keys that may only append. */
  private leaveBehind(): void {
    const { folder, run, log } = this.context;
    const left = this.bucket.key(`${folder}/a${run.attempt}/`);
    log(
      'warn',
      `What this attempt stored below ${left} stays, and costs money: these keys may only append. Let a lifecycle rule of the bucket abort uploads after 2 days, or give the destination credentials for deleting.`,
    );
  }

  /** Removes what the attempt left; what goes wrong is added to its error. */
  async sweep(first: UnderstudyError, after?: Promise<void>): Promise<void> {
    this.swept ??= (async () => {
      await after;
      if (!this.begun || this.held || this.manifest) return;
      if (isAppendOnly(this.bucket)) {
        this.leaveBehind();
        return;
      }
      await alsoTry(first, () =>
        sweepAttempt(this.bucket, {
          folder: this.context.folder,
          attempt: this.context.run.attempt,
          intent: this.intent.intent,
          log: this.context.log,
        }),
      );
    })();
    await this.swept;
  }
}
