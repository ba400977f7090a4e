import { CapabilityProfile } from '@understudy/model';
import type { Bucket } from '../bucket';
import * as probe from '../probes';
import { Workbench } from '../probes';
import { profileFrom, refuseAborted } from './profileFrom';
import { isAppendOnly } from '../wishes';
import { serverFacts } from './serverFacts';

/**
 * Finds out what a writer must know of a store before its first backup; the
 * check-up asks for the rest. Throws where it can't be told, because nothing
 * can be written or read back.
 * @public
 */
export async function probeDestination(
  bucket: Bucket,
  options: { signal?: AbortSignal } = {},
): Promise<CapabilityProfile> {
  const { signal } = options;
  const bench = Workbench.create({ bucket, signal });
  try {
    await probe.put(bench);
    await probe.checksums(bench);
    await probe.conditionalPut(bench);
    await probe.parts(bench);
    await probe.partNumbers(bench);
    await probe.conditionalComplete(bench);
    if (!isAppendOnly(bucket)) {
      probe.differing(bench, await probe.readAll(bench));
    }
  } finally {
    // Keys without the right to delete may still write backups.
    await bench.cleanUp().catch(() => {});
  }
  refuseAborted(signal);
  const facts = await serverFacts(bucket.connection, signal).catch(
    () => undefined,
  );
  return profileFrom(bucket, bench, facts);
}
