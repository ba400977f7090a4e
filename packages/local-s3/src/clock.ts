/**
 * The time that objects live in: the clock of the machine, or of the test, and
 * what it was moved ahead by. Signatures are held to the clock that was not moved.
 *
 * @public
 */
export class VirtualClock {
  private ahead = 0;

  /** @internal */
  static create(base: () => number): VirtualClock {
    return new VirtualClock(base);
  }

  private constructor(private readonly base: () => number) {}

  /** Milliseconds. */
  now(): number {
    return this.base() + this.ahead;
  }

  /** @internal */
  advance(ms: number): void {
    this.ahead += ms;
  }
}
