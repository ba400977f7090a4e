import type { DestinationHealth } from '@understudy/model';
import type { DestinationFacts } from '../../database/DestinationFactsStore';

/** So many failures in a row are no accident. */
export const UNHEALTHY_AFTER = 3;

/**
 * How well a destination is: by its last check-up and what runs met since.
 * Pure.
 * @internal
 */
export function healthOf(facts: DestinationFacts): DestinationHealth {
  if (facts.failures >= UNHEALTHY_AFTER) return 'unhealthy';
  const { checkUp, succeededAt } = facts;
  if (checkUp && !(succeededAt && succeededAt > checkUp.at)) {
    return checkUp.verdict === 'ready' ? 'healthy' : 'degraded';
  }
  return succeededAt ? 'healthy' : 'not-tested';
}
