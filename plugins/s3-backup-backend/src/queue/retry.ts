import type { ErrorCode } from '@understudy/model';

/** What may pass by itself. Everything else would only fail again. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  's3-slow-down',
  's3-failed',
  's3-not-readable-yet',
  's3-corrupt',
  'net-not-found',
  'net-refused',
  'net-reset',
  'net-timeout',
  'source-failed',
  'stalled',
  'worker-lost',
  'lease-lost',
]);

const LONGEST = 3_600_000;

/** @internal */
export function isWorthRetrying(code: ErrorCode): boolean {
  return PASSING.has(code);
}

/**
 * Milliseconds until the next attempt: doubled each time, at most an hour, and
 * a fifth of chance, so that plans that failed together do not return together.
 * @internal
 */
export function backoff(
  base: number,
  attempt: number,
  chance: number = Math.random(),
): number {
  const wait = Math.min(base * 2 ** (attempt - 1), LONGEST);
  return Math.round(wait * (0.8 + 0.4 * chance));
}
