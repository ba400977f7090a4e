import type { Bucket } from '../destination';
import { Call, withRetry } from './retry';

/** A call, and how often it may be tried where that is not the bucket's policy. */
export type SendOptions = Omit<Call, 'action'>;

/**
 * Sends one command, with retries. Its constructor's name is the operation.
 * `make` is asked anew for each try, since middleware may change a command.
 */
export function send<TOutput>(
  bucket: Bucket,
  action: string,
  options: SendOptions,
  once: (
    client: Bucket['client'],
    settings: { abortSignal?: AbortSignal },
  ) => Promise<TOutput>,
): Promise<TOutput> {
  const { signal } = options;
  const settings = signal ? { abortSignal: signal } : {};
  return withRetry(bucket, { action, ...options }, () =>
    once(bucket.client, settings),
  );
}
