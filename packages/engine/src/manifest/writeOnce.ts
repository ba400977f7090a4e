import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { getText, putObject } from '../storage';
import type { KeptHow } from '../storage/keptAs';
import { untilSeen } from '../storage/untilSeen';

/** JSON as we store it: for people, too. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/**
 * Writes a key that must not exist, and leaves no doubt: whatever the answer
 * to the PUT was, what stands there afterwards decides. Where the store is not
 * known to honour conditions we look before and after, which is weaker: of two
 * writers at the very same time both may believe to be the only one.
 */
export async function writeOnce(
  bucket: Bucket,
  options: { key: string; value: unknown; how?: KeptHow; signal?: AbortSignal },
): Promise<void> {
  const { key, how, signal } = options;
  const text = toJson(options.value);
  const fenced = bucket.profile?.conditionalPut === 'yes';
  const conflict = () =>
    new UnderstudyError('s3-conflict', { key, action: 'PutObject' });
  if (!fenced) {
    const before = await getText(bucket, key, { signal });
    if (before === text) return;
    if (before !== undefined) throw conflict();
  }
  try {
    await putObject(bucket, {
      key,
      body: Buffer.from(text),
      contentType: 'application/json',
      ifNoneMatch: true,
      how,
      signal,
    });
  } catch (error) {
    // Our own bytes may be there although the answer was lost. The signal is
    // not passed on: it may be what ended the PUT.
    const there = await getText(bucket, key).catch(() => undefined);
    if (there === text) return;
    throw error;
  }
  if (!fenced) {
    const after = await untilSeen(bucket, () => getText(bucket, key), signal);
    if (after !== text) throw conflict();
  }
}

/** Writes a key that may be replaced. */
export async function writeJson(
  bucket: Bucket,
  options: { key: string; value: unknown; signal?: AbortSignal },
): Promise<void> {
  const { key, value, signal } = options;
  await putObject(bucket, {
    key,
    body: Buffer.from(toJson(value)),
    contentType: 'application/json',
    signal,
  });
}
