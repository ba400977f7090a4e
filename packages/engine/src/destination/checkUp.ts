import {
  CapabilityProfile,
  CheckUp,
  CheckUpStep,
  UnderstudyError,
} from '@understudy/model';
import { accessSteps } from './accessSteps';
import { addressOf } from './address';
import type { Bucket } from './bucket';
import { CheckUpReport } from './checkUpReport';
import { Probes } from './probes';
import { reachSteps } from './reachSteps';
import { serverFacts, ServerFacts } from './serverFacts';
import { writeSteps } from './writeSteps';

/**
 * What a check-up is told.
 * @public
 */
export interface CheckUpOptions {
  /** Id of this portal: a prefix of another one is refused. */
  instance?: string;
  /** Told each step as soon as it is known, in order. */
  onStep?(step: CheckUpStep): void;
  signal?: AbortSignal;
}

/** Somebody waits for the answer: no error is worth more than a second try. */
function impatient(bucket: Bucket): Bucket {
  const retry = {
    ...bucket.retry,
    attempts: Math.min(2, bucket.retry.attempts),
    capMilliseconds: 1000,
  };
  return Object.create(bucket, { retry: { value: retry } });
}

function profileFrom(
  bucket: Bucket,
  probes: Probes,
  facts: ServerFacts | undefined,
): CapabilityProfile {
  return {
    probedAt: new Date().toISOString(),
    endpointHost: addressOf(bucket.connection).host,
    server: facts?.server ?? null,
    ...probes.findings,
  };
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw signal.reason instanceof UnderstudyError
    ? signal.reason
    : new UnderstudyError('cancelled', { by: 'the caller', phase: 'check-up' });
}

/**
 * Tries a destination out, from its form to the last byte, step by step; a
 * step that needs one that failed is *not tested*. Writes below
 * `_checkup/<id>/` only, and removes it again.
 * @public
 */
export async function checkUp(
  bucket: Bucket,
  options: CheckUpOptions = {},
): Promise<CheckUp> {
  const { signal, onStep } = options;
  const at = new Date().toISOString();
  const quick = impatient(bucket);
  const report = CheckUpReport.create({ onStep });
  const facts = await reachSteps(quick, report, signal);
  await accessSteps(quick, report, options);
  const probes = await writeSteps(quick, report, signal);
  refuseAborted(signal);
  return {
    at,
    verdict: report.verdict(),
    steps: report.steps,
    profile: report.passed('compare')
      ? profileFrom(bucket, probes, facts)
      : null,
  };
}

/**
 * Finds out what a store can do. Throws where it can't be told, because
 * nothing can be written or read back.
 * @public
 */
export async function probeDestination(
  bucket: Bucket,
  options: { signal?: AbortSignal } = {},
): Promise<CapabilityProfile> {
  const { signal } = options;
  const probes = Probes.create({ bucket, signal });
  try {
    await probes.put();
    await probes.checksums();
    await probes.conditionalPut();
    await probes.parts();
    await probes.partNumbers();
    await probes.conditionalComplete();
    probes.differing(await probes.read());
  } finally {
    // Keys without the right to delete may still write backups.
    await probes.cleanUp().catch(() => {});
  }
  refuseAborted(signal);
  const facts = await serverFacts(addressOf(bucket.connection), signal).catch(
    () => undefined,
  );
  return profileFrom(bucket, probes, facts);
}
