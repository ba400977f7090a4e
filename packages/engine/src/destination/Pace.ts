import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Lets so many bytes a second pass, on average: whoever takes some waits until
 * those before have had their time.
 * @public
 */
export class Pace {
  static create(options: {
    bytesPerSecond: number | undefined;
    now?: () => number;
  }): Pace {
    return new Pace(
      options.bytesPerSecond,
      options.now ?? (() => performance.now()),
    );
  }

  private free = 0;

  private constructor(
    private readonly bytesPerSecond: number | undefined,
    private readonly now: () => number,
  ) {}

  /** Milliseconds to wait before so many bytes may go. */
  next(bytes: number): number {
    if (!this.bytesPerSecond) return 0;
    const now = this.now();
    const begins = Math.max(now, this.free);
    this.free = begins + (1000 * bytes) / this.bytesPerSecond;
    return begins - now;
  }

  async take(bytes: number, signal?: AbortSignal): Promise<void> {
    const wait = this.next(bytes);
    if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => {});
  }
}
