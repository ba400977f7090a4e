import { Readable, Writable } from 'node:stream';
import { stopReason } from './firstError';
import { sourceError } from './openSource';

/** Why reading ended. */
export interface ReadFailure {
  error: unknown;
  /** Because nobody takes the bytes any more, and not because of the source. */
  downstream: boolean;
}

/** What {@link readInto} tells, and when it stops. */
export interface ReadIntoOptions {
  signal: AbortSignal;
  onRead(bytes: number): void;
  /** Awaited before the last bytes at the latest; for tests. */
  partPoint(): Promise<void> | void;
  /** True once the store has taken some; then the point is passed. */
  partStored(): boolean;
}

/**
 * Moves a source's bytes on. Unlike a pipeline it knows on which side an error
 * arose, because a store that fails must not be told as a source that does;
 * and it does not wait for a source that neither gives nor ends.
 * @throws ReadFailure
 */
export async function readInto(
  source: Readable,
  target: Writable,
  options: ReadIntoOptions,
): Promise<void> {
  const { signal } = options;
  const stop = () => target.destroy(stopReason(signal));
  // Errors of both ends are thrown below; these keep them from being lost.
  target.on('error', () => {});
  source.on('error', () => {});
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  const point = { passed: false };
  const passPoint = async () => {
    if (point.passed) return;
    point.passed = true;
    await options.partPoint();
  };
  try {
    const chunks = source[Symbol.asyncIterator]();
    for (;;) {
      const chunk = await nextOf(chunks, target);
      if (chunk === undefined) break;
      options.onRead(chunk.length);
      await downstream(async () => {
        if (options.partStored()) await passPoint();
        await write(target, chunk);
      });
    }
    await downstream(passPoint);
    target.end();
  } catch (failure) {
    const { error } = failure as ReadFailure;
    target.destroy(error as Error);
    source.destroy();
    throw failure;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

const broken = (target: Writable) =>
  target.errored ?? new Error('nobody takes the bytes any more');

/** The next bytes of the source, unless the target goes away meanwhile. */
async function nextOf(
  chunks: AsyncIterator<Buffer>,
  target: Writable,
): Promise<Buffer | undefined> {
  return new Promise((resolve, reject: (failure: ReadFailure) => void) => {
    const gone = () => reject({ error: broken(target), downstream: true });
    if (target.destroyed) {
      gone();
      return;
    }
    target.once('close', gone);
    chunks
      .next()
      .then(
        ({ done, value }) => resolve(done ? undefined : value),
        error => reject({ error: sourceError(error), downstream: false }),
      )
      .finally(() => target.off('close', gone));
  });
}

async function downstream(step: () => Promise<void>): Promise<void> {
  try {
    await step();
  } catch (error) {
    const failure: ReadFailure = { error, downstream: true };
    throw failure;
  }
}

async function write(target: Writable, chunk: Buffer): Promise<void> {
  if (target.destroyed) throw broken(target);
  if (target.write(chunk)) return;
  await new Promise<void>((resolve, reject) => {
    const settle = () => {
      target.off('drain', settle).off('close', settle);
      if (target.destroyed) reject(broken(target));
      else resolve();
    };
    target.on('drain', settle).on('close', settle);
  });
}
