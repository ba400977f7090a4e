import { hostname } from 'node:os';
import { randomBytes } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import type { DatabaseAttempts } from '../database/attempts/DatabaseAttempts';
import type { DatabaseRunLog } from '../database/runLogs/DatabaseRunLog';
import type { RunRow } from '../database/runs/RunRow';
import type { RunQueue } from '../queue/RunQueue';
import { AttemptRun } from './AttemptRun';
import type { Breaker } from './Breaker';
import type { ChildOptions } from './ChildProcess';
import type { OrderBuilder } from './OrderBuilder';
import type { Outcomes } from './Outcomes';
import type { WorkOrders } from './ports';

/** @internal */
export interface WorkerOptions {
  knex: Knex;
  queue: RunQueue;
  attempts: DatabaseAttempts;
  logs: DatabaseRunLog;
  builder: OrderBuilder;
  outcomes: Outcomes;
  breaker: Breaker;
  orders: WorkOrders;
  logger: LoggerService;
  /** Runs at a time. */
  concurrency: number;
  leaseMs: number;
  /** What this worker has, e.g. that it stands near a database. */
  labels?: string[];
  pollMs?: number;
  graceMs?: number;
  child?: Pick<ChildOptions, 'entry' | 'execArgv'>;
  onChange(): void;
}

/**
 * Takes runs from the queue while it has room, and sees each to its end in a
 * process of its own.
 * @internal
 */
export class Worker {
  static create(options: WorkerOptions): Worker {
    return new Worker(options);
  }

  readonly id = `${hostname()}:${process.pid}:${randomBytes(3).toString(
    'hex',
  )}`;
  readonly #active = new Map<AttemptRun, Promise<void>>();
  #timer: NodeJS.Timeout | undefined;
  #looking = false;
  #again = false;
  #stopped = true;

  private constructor(private readonly options: WorkerOptions) {}

  get active(): number {
    return this.#active.size;
  }

  /** Claims nothing more. */
  get isDraining(): boolean {
    return this.#stopped;
  }

  get doing(): { runId: string; pid: number | null }[] {
    return [...this.#active.keys()].map(({ runId, pid }) => ({ runId, pid }));
  }

  start(): void {
    this.#stopped = false;
    this.#plan();
  }

  /** Something was queued or cancelled on this replica: look now. */
  wake(): void {
    if (!this.#stopped || this.#active.size > 0) void this.#look();
  }

  /**
   * Claims nothing more, lets runs end until the limit, then hands them back
   * to the queue.
   */
  async stop(limitMs: number): Promise<void> {
    this.#stopped = true;
    const ended = () => Promise.all(this.#active.values());
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise(resolve => {
      timer = setTimeout(resolve, limitMs);
    });
    await Promise.race([ended(), limit]);
    clearTimeout(timer);
    for (const attempt of this.#active.keys()) attempt.handBack();
    await ended();
    clearTimeout(this.#timer);
  }

  /** Polls with a quarter of jitter, so that replicas don't march in step. */
  #plan(): void {
    clearTimeout(this.#timer);
    const poll = this.options.pollMs ?? 2_000;
    const wait = poll * (0.75 + Math.random() / 2);
    this.#timer = setTimeout(() => void this.#look(), wait);
  }

  async #look(): Promise<void> {
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    try {
      await this.#heedCancels();
      await this.#fill();
    } catch (error) {
      this.options.logger.warn('The queue could not be read', error as Error);
    } finally {
      this.#looking = false;
      if (!this.#stopped || this.#active.size > 0) this.#plan();
      if (this.#again) {
        this.#again = false;
        void this.#look();
      }
    }
  }

  async #heedCancels(): Promise<void> {
    if (this.#active.size === 0) return;
    const attempts = [...this.#active.keys()];
    const rows: Pick<RunRow, 'id' | 'cancel_by'>[] = await this.options
      .knex('runs')
      .whereIn(
        'id',
        attempts.map(attempt => attempt.runId),
      )
      .whereNotNull('cancel_requested_at')
      .select('id', 'cancel_by');
    for (const row of rows) {
      attempts
        .find(attempt => attempt.runId === row.id)
        ?.cancel(row.cancel_by ?? 'somebody');
    }
  }

  async #fill(): Promise<void> {
    const { queue, concurrency, leaseMs, labels } = this.options;
    while (!this.#stopped && this.#active.size < concurrency) {
      const claim = await queue.claim({ id: this.id, leaseMs, labels });
      if (!claim) return;
      const row = await this.options
        .knex<RunRow>('runs')
        .where({ id: claim.runId })
        .first();
      this.#begin(
        AttemptRun.create({
          ...this.options,
          claim,
          row: row as RunRow,
          worker: this.id,
          graceMs: this.options.graceMs ?? 10_000,
          tempDirectory: this.options.orders.tempDirectory(),
        }),
      );
    }
  }

  #begin(attempt: AttemptRun): void {
    this.options.onChange();
    const running = attempt.run().finally(() => {
      this.#active.delete(attempt);
      if (!this.#stopped) void this.#look();
    });
    this.#active.set(attempt, running);
  }
}
