import { createHash } from 'node:crypto';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { getText, headObject, putObject } from '../storage';
import { isAppendOnly } from '../destination/wishes';
import type { KeptHow } from '../storage/keptAs';
import { untilSeen } from '../storage/untilSeen';

/** JSON as we store it: for people, too. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** What stands under a key, compared with a text. */
type There = 'nothing' | 'same' | 'other';

const md5Of = (text: string) => createHash('md5').update(text).digest('hex');

/** Keys that may not read tell by a listing: its size, and an ETag that is an MD5. */
async function thereUnder(
  bucket: Bucket,
  key: string,
  text: string,
  signal?: AbortSignal,
): Promise<There> {
  if (!isAppendOnly(bucket)) {
    const there = await getText(bucket, key, { signal });
    if (there === undefined) return 'nothing';
    return there === text ? 'same' : 'other';
  }
  const there = await headObject(bucket, key, { signal });
  if (!there) return 'nothing';
  if (there.bytes !== Buffer.byteLength(text)) return 'other';
  const plain = /^[0-9a-f]{32}$/i.test(there.etag ?? '');
  return !plain || there.etag?.toLowerCase() === md5Of(text) ? 'same' : 'other';
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
    const before = await thereUnder(bucket, key, text, signal);
    if (before === 'same') return;
    if (before === 'other') throw conflict();
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
    const there = await thereUnder(bucket, key, text).catch(() => undefined);
    if (there === 'same') return;
    throw error;
  }
  if (!fenced) {
    const look = async () => {
      const after = await thereUnder(bucket, key, text);
      return after === 'nothing' ? undefined : after;
    };
    if ((await untilSeen(bucket, look, signal)) !== 'same') throw conflict();
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
