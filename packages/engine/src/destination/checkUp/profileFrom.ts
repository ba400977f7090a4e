import { CapabilityProfile, UnderstudyError } from '@understudy/model';
import { addressOf } from '../address';
import type { Bucket } from '../bucket';
import { Workbench } from '../probes';
import { ServerFacts } from './serverFacts';

/** What was found, and of whom. */
export async function profileFrom(
  bucket: Bucket,
  bench: Workbench,
  facts: ServerFacts | undefined,
): Promise<CapabilityProfile> {
  return {
    probedAt: new Date().toISOString(),
    endpointHost: addressOf(bucket.connection).host,
    server: facts?.server ?? null,
    probedBy: await clientVersion(bucket),
    ...bench.findings,
  };
}

/**
 * Name and version of the SDK. What it sends by itself changes with it.
 * @public
 */
export async function clientVersion(
  bucket: Pick<Bucket, 'client'>,
): Promise<string> {
  const agent = await bucket.client.config.defaultUserAgentProvider();
  return (agent[0] ?? []).join('/');
}

/** Half a check-up is none. */
export function refuseAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw signal.reason instanceof UnderstudyError
    ? signal.reason
    : new UnderstudyError('cancelled', { by: 'the caller', phase: 'check-up' });
}
