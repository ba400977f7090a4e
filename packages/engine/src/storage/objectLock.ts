import {
  HeadObjectCommand,
  PutObjectRetentionCommand,
} from '@aws-sdk/client-s3';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { send } from './send';

/** Until when a store refuses to delete an object; Infinity for a legal hold. */
export interface ObjectRetention {
  until: number | null;
  mode: string | null;
}

/**
 * What the store's Object Lock says of an object's newest version. Keys that
 * may not ask are told nothing.
 */
export async function readRetention(
  bucket: Bucket,
  key: string,
  options: { signal?: AbortSignal } = {},
): Promise<ObjectRetention> {
  try {
    const head = await send(
      bucket,
      'HeadObject',
      { key, ...options },
      (client, settings) =>
        client.send(
          new HeadObjectCommand({ Bucket: bucket.bucket, Key: key }),
          settings,
        ),
    );
    const until =
      head.ObjectLockLegalHoldStatus === 'ON'
        ? Number.POSITIVE_INFINITY
        : head.ObjectLockRetainUntilDate?.getTime() ?? null;
    return { until, mode: head.ObjectLockMode ?? null };
  } catch (error) {
    const gone =
      error instanceof UnderstudyError && error.code === 'backup-gone';
    if (!gone) throw error;
    return { until: null, mode: null };
  }
}

/** Extends what the store keeps an object for; it is never shortened. */
export async function extendRetention(
  bucket: Bucket,
  key: string,
  retention: { until: number; mode: string },
  options: { signal?: AbortSignal } = {},
): Promise<void> {
  const { until, mode } = retention;
  await send(
    bucket,
    'PutObjectRetention',
    { key, ...options },
    (client, settings) =>
      client.send(
        new PutObjectRetentionCommand({
          Bucket: bucket.bucket,
          Key: key,
          Retention: {
            Mode: mode as 'GOVERNANCE' | 'COMPLIANCE',
            RetainUntilDate: new Date(until),
          },
        }),
        settings,
      ),
  );
}
