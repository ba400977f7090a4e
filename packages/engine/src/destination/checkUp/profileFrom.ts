import { CapabilityProfile, UnderstudyError } from '@understudy/model';
import { addressOf } from '../address';
import type { Bucket } from '../bucket';
import { Workbench } from '../probes';
import { ServerFacts } from './serverFacts';

/** What was found, and of whom. */
export function profileFrom(
  bucket: Bucket,
  bench: Workbench,
  facts: ServerFacts | undefined,
): CapabilityProfile {
  return {
    probedAt: new Date().toISOString(),
    endpointHost: addressOf(bucket.connection).host,
    server: facts?.server ?? null,
    ...bench.findings,
  };
}

/** Half a check-up is none. */
export function refuseAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw signal.reason instanceof UnderstudyError
    ? signal.reason
    : new UnderstudyError('cancelled', { by: 'the caller', phase: 'check-up' });
}
