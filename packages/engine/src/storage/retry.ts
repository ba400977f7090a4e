import { setTimeout as sleep } from 'node:timers/promises';
import { UnderstudyError } from '@understudy/model';
import type { Bucket, RetryPolicy } from '../destination';
import { isAbsent } from './absence';
import { Failure, failureOf, isNoHttp, isNoTls, isUntrusted } from './failure';
import { translateError } from './translateError';

/** One call as errors tell of it. */
export interface Call {
  /** Name of the operation, e.g. `UploadPart`. */
  action: string;
  key?: string;
  /** What an error may be about: a class, a KMS key, an ACL. */
  detail?: string;
  signal?: AbortSignal;
  /** Milliseconds for one try; then it is tried again. */
  limit?: number;
}

const PASSING = new Set([
  'SlowDown',
  'SlowDownRead',
  'SlowDownWrite',
  'ServiceUnavailable',
  'InternalError',
  'RequestTimeout',
  'RequestTimeoutException',
  'TooManyRequests',
  'TooManyRequestsException',
  'Throttling',
  'ThrottlingException',
  'BandwidthLimitExceeded',
  'OperationAborted',
  'IncompleteBody',
  // The bytes changed on their way; ours are still right.
  'BadDigest',
  'ConditionalRequestConflict',
]);

/** How many tries an error is worth: 1 means that it will not pass by itself. */
export function triesFor(failure: Failure, policy: RetryPolicy): number {
  const { name, status, network } = failure;
  if (network) {
    const lasting =
      isUntrusted(network) || isNoTls(network) || isNoHttp(network);
    return lasting ? 1 : policy.attempts;
  }
  if (PASSING.has(name)) return policy.attempts;
  // Seen to pass at some stores; once is enough to tell.
  if (name === 'SignatureDoesNotMatch') return Math.min(2, policy.attempts);
  if (status === 429 || status === 408) return policy.attempts;
  if (status !== undefined && status >= 500 && status !== 501) {
    return policy.attempts;
  }
  return 1;
}

/** The error of a call that its caller gave up. */
export function cancelled(
  signal: AbortSignal,
  action: string,
): UnderstudyError {
  if (signal.reason instanceof UnderstudyError) return signal.reason;
  return new UnderstudyError(
    'cancelled',
    { by: 'the caller', phase: action },
    { cause: signal.reason },
  );
}

/**
 * Repeats a call while its errors may pass by themselves, with full jitter
 * between the tries; its last error is translated. `once` is told the number
 * of the try, because a second one may meet what the first one left behind.
 */
export async function withRetry<T>(
  bucket: Bucket,
  call: Call,
  once: (tried: number) => Promise<T>,
): Promise<T> {
  const { signal } = call;
  const policy = bucket.retry;
  for (let tried = 1; ; tried++) {
    if (signal?.aborted) throw cancelled(signal, call.action);
    try {
      return await once(tried);
    } catch (error) {
      if (signal?.aborted) throw cancelled(signal, call.action);
      if (error instanceof UnderstudyError) throw error;
      if (tried >= triesFor(failureOf(error), policy)) {
        const problem = translateError(error, {
          bucket,
          ...call,
          tries: tried,
        });
        if (!(await isAbsent(bucket, call, problem))) throw problem;
        throw new UnderstudyError('backup-gone', problem.details);
      }
      const limit = Math.min(
        policy.capMilliseconds,
        policy.baseMilliseconds * 2 ** (tried - 1),
      );
      await sleep(Math.random() * limit, undefined, { signal }).catch(() => {});
    }
  }
}
