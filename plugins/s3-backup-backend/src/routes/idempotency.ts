import { ConflictError, InputError } from '@backstage/errors';
import { createHash } from 'node:crypto';
import type { IdempotencyStore } from '../database/IdempotencyStore';

/** @internal */
export interface Remembered {
  status: number;
  body: unknown;
}

/**
 * Runs a request once for its caller, route and key; a repetition within a day
 * gets the first answer.
 * @internal
 */
export async function once(
  options: {
    store: IdempotencyStore;
    key: string;
    caller: string;
    /** Method and path, with its parameters. */
    target: string;
    body: unknown;
    /** Of the body, which may hold secrets. */
    fingerprint(text: string): string;
  },
  work: () => Promise<Remembered>,
): Promise<Remembered> {
  const { store, key, caller, target, body, fingerprint } = options;
  if (key.length > 255) throw new InputError('Idempotency-Key is too long');
  const hash = createHash('sha256')
    .update(JSON.stringify([caller, target, key]))
    .digest('hex');
  const begun = await store.begin(
    hash,
    fingerprint(JSON.stringify(body ?? null)),
  );
  switch (begun.state) {
    case 'done':
      return { status: begun.status, body: begun.answer };
    case 'other-body':
      throw new ConflictError(
        'This Idempotency-Key was used with another body',
      );
    case 'running':
      throw new ConflictError('The request with this Idempotency-Key runs now');
    default:
  }
  try {
    const answer = await work();
    await store.finish(hash, answer.status, answer.body);
    return answer;
  } catch (error) {
    await store.forget(hash);
    throw error;
  }
}
