import { Readable } from 'node:stream';
import { stopReason, unlessStopped } from './firstError';
import { drain } from './readArtifact';

/**
 * Lets a reader work on a stream and then makes sure that the stream came to
 * its end: an executor that stops early, or swallows an error, proves nothing.
 * Where both fail, the stream's error is the cause.
 */
export async function readThrough<T>(
  stream: Readable,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> {
  let broken: Error | undefined;
  stream.on('error', error => {
    broken ??= error;
  });
  const stop = () => stream.destroy(stopReason(signal));
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const result = await unlessStopped(work(), signal);
    await drain(stream);
    return result;
  } catch (error) {
    throw broken ?? error;
  } finally {
    signal.removeEventListener('abort', stop);
    stream.destroy();
  }
}
