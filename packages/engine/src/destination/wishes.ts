import type { Bucket } from './bucket';

/** How a destination wants its objects to be kept. */
export interface StoreWishes {
  storageClass?: string;
  encryption?:
    | { type: 'AES256' }
    | {
        type: 'aws:kms';
        keyId?: string;
        bucketKey?: boolean;
        context?: Record<string, string>;
      }
    | { type: 'sse-c'; key: string };
  acl?: string;
  tags?: boolean;
  objectLock?: { mode: 'GOVERNANCE' | 'COMPLIANCE'; days: number };
  layout?: string;
}

/** What a destination asks for; nothing where it leaves all to the bucket. */
export function wishesOf(bucket: Pick<Bucket, 'connection'>): StoreWishes {
  const { store } = bucket.connection as { store?: StoreWishes };
  return store ?? {};
}

/** Keys that may list and put, and nothing else. */
export function isAppendOnly(bucket: Pick<Bucket, 'connection'>): boolean {
  const { appendOnly } = bucket.connection as { appendOnly?: boolean };
  return appendOnly === true;
}
