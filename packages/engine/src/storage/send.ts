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
  const { signal, limit } = options;
  return withRetry(bucket, { action, ...options }, async () => {
    const timer = limit ? AbortSignal.timeout(limit) : undefined;
    const signals = [signal, timer].filter(it => it !== undefined);
    const settings =
      signals.length > 0 ? { abortSignal: AbortSignal.any(signals) } : {};
    try {
      return await once(bucket.client, settings);
    } catch (error) {
      if (!timer?.aborted || signal?.aborted) throw error;
      throw Object.assign(new Error(`no end after ${limit} ms`), {
        name: 'TimeoutError',
      });
    }
  });
}
