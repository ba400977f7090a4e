import type { BackUpOrder } from '../backUpOrder';
import type { FaultPoint } from '../faultPoints';
import type { Deliveries } from './Deliveries';
import type { SizesToJudge } from './judgeSize';
import type { GuardedSource } from './openSource';
import { storeArtifact } from './storeArtifact';

/** What came, for the judgement on it. */
export type StoredSizes = Pick<SizesToJudge, 'artifacts' | 'storedBytes'>;

/** Stores all that a source gives, and tells how far that is. */
export async function storeAll(
  order: BackUpOrder,
  options: {
    deliveries: Deliveries;
    folder: string;
    source: GuardedSource;
    at(name: FaultPoint): Promise<void>;
  },
): Promise<StoredSizes> {
  const { deliveries, folder, source, at } = options;
  const sizes: StoredSizes = { artifacts: [], storedBytes: 0 };
  const { estimatedBytes } = source.source;
  let bytesRead = 0;
  const tell = () => {
    const destinations = deliveries.every.map(({ progress }) => ({
      ...progress,
    }));
    const bytes = deliveries.live.map(({ progress }) => progress.bytesStored);
    order.onProgress?.({
      bytesRead,
      bytesTotal: estimatedBytes,
      bytesStored: Math.max(0, ...bytes),
      destinations,
    });
  };
  deliveries.onChange = tell;
  const onRead = (bytes: number) => {
    bytesRead += bytes;
    tell();
  };
  for await (const artifact of source.artifacts()) {
    const done = await storeArtifact(artifact, {
      deliveries,
      folder,
      attempt: order.run.attempt,
      of: order.run,
      pack: order.pack,
      estimatedBytes: estimate(order, estimatedBytes),
      tempDirectory: order.spoolDirectory ?? order.tempDirectory,
      signal: order.signal,
      faultPoint: at,
      onRead,
      onStored: tell,
    });
    tell();
    sizes.storedBytes += done.stored.bytes;
    sizes.artifacts.push({
      name: done.name,
      plainBytes: done.plain.bytes,
      minBytes: artifact.expect.minBytes,
    });
    order.log(
      'info',
      `${done.name}: ${done.plain.bytes} bytes read, ${done.stored.bytes} stored.`,
    );
  }
  return sizes;
}

/**
 * The source's own guess; packing adds next to nothing to it. Else twice the
 * last good backup.
 */
function estimate(
  order: BackUpOrder,
  fromSource: number | null,
): number | null {
  if (order.estimateBytes !== undefined) return order.estimateBytes;
  if (fromSource !== null) return Math.ceil(fromSource * 1.001) + 65_536;
  const last = order.destinations.flatMap(({ usualBytes: [size] }) =>
    size === undefined ? [] : [2 * size],
  );
  return last.length === 0 ? null : Math.max(...last);
}
