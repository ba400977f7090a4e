import { monotonicMs } from './monotonic';
import { inWords } from './words';

interface StopWatchOptions {
  leaseMs: number;
  timeLimitMs: number;
  stallLimitMs: number;
  /** Monotonic time of the last byte or change of phase. */
  movedAt(): number;
  renew(): Promise<void>;
  onLimit(code: 'time-limit' | 'stalled', limit: string): void;
}

/**
 * Beside a running child: renews its lease three times in the time of one, and
 * looks at both limits. A renewal that fails is tried again at the next beat;
 * the child ends itself when none came through.
 * @internal
 */
export class StopWatch {
  static start(options: StopWatchOptions): StopWatch {
    return new StopWatch(options);
  }

  readonly #startedAt = monotonicMs();
  #timer: NodeJS.Timeout;
  #renewedAt = monotonicMs();
  #renewal: Promise<void> | undefined;

  private constructor(private readonly options: StopWatchOptions) {
    const { leaseMs, timeLimitMs, stallLimitMs } = options;
    const beat = Math.max(
      20,
      Math.min(1_000, leaseMs / 6, timeLimitMs / 4, stallLimitMs / 4),
    );
    this.#timer = setInterval(() => this.#look(), beat);
  }

  /** No renewal is under way after this. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#renewal;
  }

  #look(): void {
    const { leaseMs, timeLimitMs, stallLimitMs, movedAt } = this.options;
    const now = monotonicMs();
    if (!this.#renewal && now - this.#renewedAt >= leaseMs / 3) {
      this.#renewedAt = now;
      this.#renewal = this.options
        .renew()
        .catch(() => {})
        .finally(() => {
          this.#renewal = undefined;
        });
    }
    if (now - this.#startedAt > timeLimitMs) {
      this.options.onLimit('time-limit', inWords(timeLimitMs));
    } else if (now - movedAt() > stallLimitMs) {
      this.options.onLimit('stalled', inWords(stallLimitMs));
    }
  }
}
