/**
 * How often and how patiently a request is repeated. Waiting times are drawn
 * evenly from 0 to the step's limit (full jitter), so that many writers whom a
 * store slowed down don't come back together.
 * @public
 */
export interface RetryPolicy {
  /** Tries of one request, the first one included. */
  attempts: number;
  /** Limit of the first wait; doubles with each further one. */
  baseMilliseconds: number;
  /** No wait is longer. */
  capMilliseconds: number;
}

/** @internal */
export const DEFAULT_RETRY: RetryPolicy = {
  attempts: 8,
  baseMilliseconds: 500,
  capMilliseconds: 60_000,
};
