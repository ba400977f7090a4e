import type { DeliveryOptions } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import type { Place, RunContext } from '../RunContext';
import type { Missing } from './published';

/**
 * The destinations of a run that answer and are ours, and those that are not.
 * Asked all at once: one that is slow costs no more than itself.
 * @throws UnderstudyError the first error, where none is ready
 * @internal
 */
export async function readyPlaces(context: RunContext): Promise<{
  ready: Array<{ place: Place; delivery: DeliveryOptions }>;
  missing: Missing[];
}> {
  const { order, places, signal, log } = context;
  const ready: Array<{ place: Place; delivery: DeliveryOptions }> = [];
  const missing: Missing[] = order.unreachable.map(({ name, problem }) => ({
    destination: name,
    problem,
  }));
  const deliveries = await Promise.allSettled(places.map(deliveryTo));
  let first: unknown;
  deliveries.forEach((each, at) => {
    const place = places[at];
    if (each.status === 'fulfilled') {
      ready.push({ place, delivery: each.value });
      return;
    }
    first ??= each.reason;
    const problem = UnderstudyError.from(each.reason).toProblem();
    missing.push({ destination: place.name, problem });
  });
  if (signal.aborted || ready.length === 0) throw signal.reason ?? first;
  for (const { destination, problem } of missing) {
    log('warn', `${destination} is left out: ${problem?.message}`);
  }
  return { ready, missing };
}

async function deliveryTo(place: Place): Promise<DeliveryOptions> {
  await place.probed();
  const { owner, instance, epoch } = await place.owner();
  const { bucket, usualBytes } = place;
  return { bucket, owner: { owner, instance, epoch }, usualBytes };
}
