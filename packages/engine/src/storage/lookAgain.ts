import type { Bucket } from '../destination';
import { failureOf } from './failure';
import { headObject } from './headObject';
import { UPLOAD_TOKEN } from './uploadToken';

/**
 * After an error of a write whose answer may have got lost: the object, where
 * it is ours by its token and has the right size; else the error is thrown.
 * An upload that is unknown now, or a key that is taken, may be the trace of
 * our own earlier try.
 */
export async function lookAgain(
  bucket: Bucket,
  error: unknown,
  ours: { key: string; token: string; bytes: number; signal?: AbortSignal },
): Promise<{ etag: string | null; versionId: string | null }> {
  const { name, status } = failureOf(error);
  if (name !== 'NoSuchUpload' && status !== 412) throw error;
  const { key, token, bytes, signal } = ours;
  const there = await headObject(bucket, key, { signal });
  if (!there || there.metadata[UPLOAD_TOKEN] !== token) throw error;
  if (there.bytes !== bytes) throw error;
  return { etag: there.etag, versionId: there.versionId };
}
