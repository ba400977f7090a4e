import type { Bucket } from '../destination';
import { PartPlan, planParts } from './partPlan';

/** What a destination says of its parts; else it is automatic. */
export function chosenParts({ connection }: Pick<Bucket, 'connection'>) {
  const { uploadPartSize, uploadConcurrency } = connection.transfer ?? {};
  return {
    ...(uploadPartSize ? { fixed: uploadPartSize } : {}),
    ...(uploadConcurrency ? { inFlight: uploadConcurrency } : {}),
  };
}

/**
 * The parts that every one of these stores takes: all get the same bytes in
 * the same pieces, so that a part is made and kept once.
 */
export function strictestPlan(
  buckets: Pick<Bucket, 'connection' | 'profile'>[],
  estimate: number | null,
): PartPlan {
  const chosen = buckets.map(chosenParts);
  const fixed = chosen.flatMap(it => it.fixed ?? []);
  const inFlight = chosen.flatMap(it => it.inFlight ?? []);
  return planParts({
    maxParts: Math.min(
      ...buckets.map(({ profile }) => profile?.maxParts ?? 10_000),
    ),
    uniform: buckets.some(({ profile }) => profile?.uniformParts),
    estimate,
    ...(fixed.length > 0 ? { fixed: Math.max(...fixed) } : {}),
    ...(inFlight.length > 0 ? { inFlight: Math.min(...inFlight) } : {}),
  });
}
