import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { UnderstudyError } from '@understudy/model';
import { release } from '../ownBytes';
import type { Part } from './partBuffers';
import type { PartPlan } from './partPlan';
import { PartStock } from './PartStock';
import { cancelled } from './retry';
import { strictestPlan } from './strictestPlan';
import { UploadedObject, UploadLane, UploadTarget } from './UploadLane';

/**
 * A stream of unknown length on its way to one or more places.
 * @public
 */
export interface FanOutOptions {
  targets: UploadTarget[];
  /** Buffers; is destroyed where the upload fails. */
  body: Readable;
  /** Bytes to come as they will be stored, where somebody has an idea. */
  estimatedBytes?: number | null;
  /** Default: by the estimate and the strictest of the buckets' profiles. */
  partPlan?: PartPlan;
  /** For parts too large for memory: private, and removed by its maker. */
  tempDirectory?: string;
  /**
   * Milliseconds that one place may take nothing while another one waits for
   * it; then it is given up. Default: for ever.
   */
  stallLimit?: number;
  /**
   * A place was given up while others may go on; `settled` resolves when its
   * upload was aborted, as far as its store let us.
   */
  onLost?(target: number, error: UnderstudyError, settled: Promise<void>): void;
  signal?: AbortSignal;
}

/**
 * What became of one place.
 * @public
 */
export type FanOutResult =
  | { stored: UploadedObject; error?: undefined }
  | { stored?: undefined; error: UnderstudyError };

function tooLarge(plan: PartPlan, n: number, size: number): UnderstudyError {
  const { maxParts, ceiling: limit } = plan;
  return new UnderstudyError('s3-too-large', { size, n, maxParts, limit });
}

/** State of one call of {@link fanOut}. */
class FanOut {
  private readonly sha256 = createHash('sha256');
  private readonly stock: PartStock;
  private readonly lanes: UploadLane[];
  private readonly onTheirWay = new Set<Promise<void>>();
  private partNumber = 1;
  private bytes = 0;
  private part!: Part;
  private first: UnderstudyError | undefined;
  private ended = false;

  static create(options: { order: FanOutOptions; plan: PartPlan }): FanOut {
    return new FanOut(options.order, options.plan);
  }

  private constructor(
    private readonly order: FanOutOptions,
    private readonly plan: PartPlan,
  ) {
    this.stock = PartStock.create({ directory: order.tempDirectory });
    this.lanes = order.targets.map((target, at) =>
      UploadLane.create({ target, onFailure: error => this.lost(at, error) }),
    );
  }

  async run(): Promise<FanOutResult[]> {
    const { stallLimit = Infinity, body } = this.order;
    const beat = Math.min(1000, stallLimit / 4);
    const watch = setInterval(() => this.dropStalled(stallLimit), beat);
    try {
      this.part = await this.stock.take(this.plan.part(1));
      for await (const chunk of body) await this.take(chunk);
      await this.finish();
      return this.lanes.map(lane => resultOf(lane));
    } catch (error) {
      const first = this.firstOf(error);
      this.ended = true;
      body.destroy(first);
      for (const lane of this.lanes) lane.fail(first);
      await Promise.all(this.lanes.map(lane => lane.settled()));
      throw first;
    } finally {
      clearInterval(watch);
      await this.stock.close();
    }
  }

  private get alive(): UploadLane[] {
    return this.lanes.filter(({ failure }) => !failure);
  }

  /** A place was given up. The last one takes the stream with it. */
  private lost(at: number, error: UnderstudyError): void {
    if (this.ended) return;
    this.first ??= error;
    const settled = Promise.resolve().then(() => this.lanes[at].settled());
    this.order.onLost?.(at, error, settled);
    // While they are made there is nothing to end yet.
    if (this.lanes && this.alive.length === 0) {
      this.order.body.destroy(this.first);
    }
  }

  /** Nobody is to wait for one that takes nothing. */
  private dropStalled(limit: number): void {
    const { alive } = this;
    if (!alive.some(({ waits }) => waits)) return;
    for (const lane of alive) {
      if (!lane.waits && lane.stillFor > limit) {
        const details = {
          limit: `${Math.round(limit / 1000)} s`,
          phase: 'transfer',
          bytes: this.bytes,
        };
        lane.fail(new UnderstudyError('stalled', details));
      }
    }
  }

  private firstOf(error: unknown): UnderstudyError {
    const { signal } = this.order;
    if (this.first && this.alive.length === 0) return this.first;
    return signal?.aborted && !(error instanceof UnderstudyError)
      ? cancelled(signal, 'upload')
      : UnderstudyError.from(error);
  }

  private async take(chunk: Buffer): Promise<void> {
    this.sha256.update(chunk);
    this.bytes += chunk.length;
    let at = await this.stock.fill(this.part, chunk);
    while (at < chunk.length) {
      // Only now is it sure that this part is not the last one.
      await this.sendPart();
      await this.nextPart();
      at += await this.stock.fill(this.part, chunk.subarray(at));
    }
    release(chunk);
  }

  private async nextPart(): Promise<void> {
    this.partNumber += 1;
    const { partNumber, plan } = this;
    if (partNumber > plan.maxParts) {
      throw tooLarge(plan, partNumber, this.bytes);
    }
    this.part = await this.stock.take(plan.part(partNumber));
  }

  /** Waits for a place, so that the slowest governs, and memory is bounded. */
  private async sendPart(): Promise<void> {
    const { partNumber, part, plan, onTheirWay } = this;
    const { inFlight } = plan.part(partNumber);
    while (onTheirWay.size >= inFlight) await Promise.race(onTheirWay);
    if (this.alive.length === 0) throw this.first;
    const sent = this.alive.map(lane => lane.send(partNumber, part));
    const job = Promise.all(sent).then(() => this.stock.give(part));
    onTheirWay.add(job);
    job.finally(() => onTheirWay.delete(job));
  }

  private async finish(): Promise<void> {
    const { bytes, part } = this;
    // What waits in a file goes as a part, so that it can be sent again.
    const only = this.partNumber === 1 && !part.digests ? part : undefined;
    if (!only) await this.sendPart();
    const sha256 = this.sha256.digest('hex');
    await Promise.all(
      this.lanes.map(lane => lane.finish({ bytes, sha256, only })),
    );
    if (this.alive.length === 0) throw this.first;
  }
}

function resultOf(lane: UploadLane): FanOutResult {
  const { stored, failure } = lane;
  if (stored) return { stored };
  return { error: failure! };
}

/**
 * Stores a stream at several places at once: the same bytes in the same parts,
 * made once. A place that fails is given up alone; where the last one does,
 * or the stream itself, all uploads are aborted and the first error is thrown.
 * Holds at most 256 MiB, however many places there are.
 * @public
 */
export async function fanOut(options: FanOutOptions): Promise<FanOutResult[]> {
  const { body, targets, signal, estimatedBytes = null } = options;
  const plan =
    options.partPlan ??
    strictestPlan(
      targets.map(({ bucket }) => bucket),
      estimatedBytes,
    );
  // Errors reach us through the iteration; one that comes later has no reader.
  body.on('error', () => {});
  if ((estimatedBytes ?? 0) > plan.ceiling) {
    const refusal = tooLarge(plan, 1, estimatedBytes ?? 0);
    body.destroy(refusal);
    throw refusal;
  }
  const onAbort = () => body.destroy(cancelled(signal!, 'upload'));
  if (signal?.aborted) onAbort();
  signal?.addEventListener('abort', onAbort, { once: true });
  try {
    return await FanOut.create({ order: options, plan }).run();
  } finally {
    signal?.removeEventListener('abort', onAbort);
  }
}
