import { DestinationConnection } from '@understudy/model';
import type { Bucket } from './bucket';

/** How a destination wants its objects to be kept. */
export type StoreWishes = NonNullable<DestinationConnection['store']> & {
  layout?: string;
};

/** What a destination asks for; nothing where it leaves all to the bucket. */
export function wishesOf(bucket: Pick<Bucket, 'connection'>): StoreWishes {
  return bucket.connection.store ?? {};
}

/** Keys that may list and put, and nothing else. */
export function isAppendOnly(bucket: Pick<Bucket, 'connection'>): boolean {
  return bucket.connection.appendOnly === true;
}
