import {
  plainHttpIn,
  regionOf,
  regionOfEndpoint,
  UnderstudyError,
} from '@understudy/model';
import type { DestinationSettings } from './destinationSecrets';

type Reach = Pick<
  DestinationSettings,
  'provider' | 'region' | 'endpoint' | 'failoverEndpoints' | 'allowPlainHttp'
>;

/** All regions that a destination names, or that its addresses tell. */
function regionsOf(reach: Reach): string[] {
  const { endpoint, failoverEndpoints = [] } = reach;
  const told = [endpoint, ...failoverEndpoints].flatMap(address =>
    address ? regionOfEndpoint(address) ?? [] : [],
  );
  // Left to the machine, nobody knows what it will be.
  return [...new Set([regionOf(reach) ?? 'not named', ...told])];
}

/**
 * Refuses a place that bytes may not go to: over plain http to another machine
 * without a yes, or outside the regions of `s3Backup.allowedRegions` (null:
 * all). Asked when a destination is saved or tested, and at each use.
 * @throws UnderstudyError `net-plain-http`, `region-not-allowed`
 * @internal
 */
export function refusePlace(
  reach: Reach,
  allowedRegions: readonly string[] | null,
): void {
  const plain = plainHttpIn(reach);
  if (plain && !reach.allowPlainHttp) {
    throw new UnderstudyError('net-plain-http', { endpoint: plain });
  }
  if (!allowedRegions) return;
  const region = regionsOf(reach).find(each => !allowedRegions.includes(each));
  if (region) {
    const allowed = allowedRegions.join(', ') || 'none';
    throw new UnderstudyError('region-not-allowed', { region, allowed });
  }
}
