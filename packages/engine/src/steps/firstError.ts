import { UnderstudyError } from '@understudy/model';

/**
 * The error a run is told to have failed with: why it was stopped, where it
 * was, and else what was thrown first.
 */
export function firstError(
  error: unknown,
  signal: AbortSignal,
): UnderstudyError {
  return signal.aborted ? stopReason(signal) : UnderstudyError.from(error);
}

/** Why a signal was raised: cancel, time limit, stall, a lost lease. */
export function stopReason(signal: AbortSignal): UnderstudyError {
  return signal.reason instanceof UnderstudyError
    ? signal.reason
    : new UnderstudyError('cancelled', { by: 'its caller' });
}

/** A promise that does not outlive the signal, whatever it waits for. */
export async function unlessStopped<T>(
  promise: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  if (signal.aborted) {
    promise.catch(() => {});
    throw stopReason(signal);
  }
  let onAbort: () => void = () => {};
  const stopped = new Promise<never>((_, reject) => {
    onAbort = () => reject(stopReason(signal));
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, stopped]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    promise.catch(() => {});
  }
}

/** Adds clean-up failures to an error without hiding it. */
export async function alsoTry(
  first: UnderstudyError,
  cleanUp: () => Promise<unknown>,
): Promise<void> {
  try {
    await cleanUp();
  } catch (error) {
    const later = UnderstudyError.from(error);
    first.also.push(later.toProblem(), ...later.also);
  }
}
