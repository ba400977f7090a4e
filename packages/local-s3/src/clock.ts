/**
 * The time that objects live in: the clock of the machine, or of the test, and
 * what it was moved ahead by. Signatures are held to the clock that was not moved.
 */
export class VirtualClock {
  private ahead = 0;

  static create(base: () => number): VirtualClock {
    return new VirtualClock(base);
  }

  private constructor(private readonly base: () => number) {}

  /** Milliseconds. */
  now(): number {
    return this.base() + this.ahead;
  }

  advance(ms: number): void {
    this.ahead += ms;
  }
}
