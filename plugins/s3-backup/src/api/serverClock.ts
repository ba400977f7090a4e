/**
 * The server's time as far as its answers tell it. Durations of running things
 * are measured against it, so that a wrong clock of the browser shows no wild
 * numbers. Answers of another origin hide their `Date` unless the portal
 * exposes that header: then the browser's clock has to do.
 */
class ServerClock {
  private offset = 0;

  /** Takes the `Date` header of an answer that came just now. */
  observe(date: string | null, now = Date.now()): void {
    const at = date ? Date.parse(date) : NaN;
    if (Number.isNaN(at)) return;
    const offset = at - now;
    // The header has whole seconds: less than two are no difference.
    this.offset = Math.abs(offset) < 2000 ? 0 : offset;
  }

  now(): number {
    return Date.now() + this.offset;
  }
}

export const serverClock = new ServerClock();
