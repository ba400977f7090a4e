import { setTimeout as sleep } from 'node:timers/promises';
import { UnderstudyError } from '@understudy/model';
import { Delivery, DeliveryContext, DeliveryOptions } from './Delivery';
import { firstError, stopReason, unlessStopped } from './firstError';

/** A store that is gone must not hold a run that has ended elsewhere. */
const SWEEP_WITHIN = 15_000;

/**
 * All destinations of an attempt. Each step is done at all of them at once;
 * one that fails, or does nothing while another one waits, is left out, and
 * only where none is left the attempt has failed.
 */
export class Deliveries {
  private readonly all: Delivery[];
  private first: UnderstudyError | undefined;
  /** Called when one of them was left out, or has done something. */
  onChange: () => void = () => {};

  static create(options: {
    destinations: DeliveryOptions[];
    context: DeliveryContext;
    /** Milliseconds; see {@link together}. */
    stallLimit?: number;
  }): Deliveries {
    return new Deliveries(options);
  }

  private constructor(
    private readonly options: Parameters<typeof Deliveries.create>[0],
  ) {
    const { destinations, context } = options;
    this.all = destinations.map(of => Delivery.create({ of, context }));
  }

  get every(): readonly Delivery[] {
    return this.all;
  }

  /** Those that are still part of it. */
  get live(): Delivery[] {
    return this.all.filter(({ error }) => !error);
  }

  get stallLimit(): number | undefined {
    return this.options.stallLimit;
  }

  /**
   * Does a step everywhere. Once it is done at one destination, the others
   * have the stall limit to do it, too.
   * @throws UnderstudyError the first error, where no destination is left
   */
  async together(step: (delivery: Delivery) => Promise<void>): Promise<void> {
    const waiting = new Set(this.live);
    let timer: NodeJS.Timeout | undefined;
    const { stallLimit } = this.options;
    const giveUp = () => {
      const limit = `${Math.round(stallLimit! / 1000)} s`;
      for (const late of waiting) {
        this.drop(late, new UnderstudyError('stalled', { limit }));
      }
    };
    await Promise.all(
      [...waiting].map(async delivery => {
        try {
          await unlessStopped(step(delivery), delivery.signal);
          if (stallLimit) timer ??= setTimeout(giveUp, stallLimit);
          this.onChange();
        } catch (error) {
          this.drop(delivery, error);
        } finally {
          waiting.delete(delivery);
        }
      }),
    );
    clearTimeout(timer);
    this.demandOne();
  }

  /** Leaves one out; `after` resolves when nothing of it is on its way. */
  drop(delivery: Delivery, error: unknown, after?: Promise<void>): void {
    const { signal, log } = this.options.context;
    if (delivery.error || signal.aborted) return;
    const problem = firstError(error, signal);
    this.first ??= problem;
    delivery.drop(problem, after);
    if (this.all.length > 1) {
      const { name } = delivery.bucket;
      log('warn', `${name} is left out: ${problem.title}. ${problem.message}`);
    }
    this.onChange();
  }

  /** @throws UnderstudyError */
  demandOne(): void {
    const { signal } = this.options.context;
    if (signal.aborted) throw stopReason(signal);
    if (this.live.length === 0) throw this.first;
  }

  /** After the attempt has failed: nothing of it stays but what is held. */
  async sweepAll(first: UnderstudyError): Promise<void> {
    await Promise.all(this.all.map(each => each.sweep(each.error ?? first)));
    for (const { error } of this.all) {
      if (error && error !== first) first.also.push(error.toProblem());
    }
  }

  /** After the attempt went well: what could not be swept now, is later. */
  async sweepDropped(): Promise<void> {
    const dropped = this.all.filter(({ error }) => error);
    if (dropped.length === 0) return;
    const ended = new AbortController();
    const all = Promise.all(dropped.map(each => each.sweep(each.error!)));
    const limit = sleep(SWEEP_WITHIN, undefined, { signal: ended.signal });
    await Promise.race([all, limit.catch(() => {})]);
    ended.abort();
  }
}
