/**
 * Milliseconds of the machine's monotonic clock. It is the same for all
 * processes of one machine, and nobody can set it: a deadline passed from a
 * worker to its child means the same to both.
 * @internal
 */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1_000;
}
