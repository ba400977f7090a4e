import { setTimeout as sleep } from 'node:timers/promises';
import type { Bucket } from '../destination';
import { wishesOf } from '../destination/wishes';

/** How long a store that shows late what it took is waited for. */
const PATIENCE = 60_000;

/**
 * Looks until there is something, where the destination says that its store
 * shows late what it took; else once.
 */
export async function untilSeen<T>(
  bucket: Bucket,
  look: () => Promise<T | undefined>,
  signal?: AbortSignal,
): Promise<T | undefined> {
  const end = performance.now() + PATIENCE;
  for (let wait = 100; ; wait = Math.min(2 * wait, 4000)) {
    const found = await look();
    if (found !== undefined || !wishesOf(bucket).timeAfterStore) return found;
    if (signal?.aborted || performance.now() + wait > end) return undefined;
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
}
