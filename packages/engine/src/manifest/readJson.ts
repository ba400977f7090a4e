import { UnderstudyError } from '@understudy/model';
import { z } from 'zod';
import type { Bucket } from '../destination';
import { getText } from '../storage';

/**
 * Reads one of our JSON files by its schema; undefined where there is none.
 * @throws UnderstudyError `manifest-unreadable`: nothing may be concluded, and
 * nothing deleted, from a file that cannot be read
 */
export async function readJson<T>(
  bucket: Bucket,
  key: string,
  schema: z.ZodType<T>,
  options: { signal?: AbortSignal } = {},
): Promise<T | undefined> {
  const text = await getText(bucket, key, options);
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const details = { key, reason: 'it is not JSON' };
    throw new UnderstudyError('manifest-unreadable', details, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const reason = `${issue.path.join('.') || 'root'}: ${issue.message}`;
  throw new UnderstudyError('manifest-unreadable', { key, reason });
}
