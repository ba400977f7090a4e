import {
  CapabilityProfile,
  capabilityProfileSchema,
  UnderstudyError,
} from '@understudy/model';
import { translateError } from '../../storage';
import { failureOf } from '../../storage/failure';
import type { Bucket } from '../bucket';

/** What the probes have found so far. */
export type Findings = Omit<
  CapabilityProfile,
  'probedAt' | 'endpointHost' | 'server' | 'probedBy'
>;

export type Answer = CapabilityProfile['conditionalPut'];

/** A capability whose answer is yes, no or unknown. */
export type Capability = {
  [K in keyof Findings]: Findings[K] extends Answer
    ? Answer extends Findings[K]
      ? K
      : never
    : never;
}[keyof Findings];

/** Nothing is known yet. */
export function noFindings(): Findings {
  const {
    probedAt: _at,
    endpointHost: _host,
    server: _server,
    probedBy: _by,
    ...findings
  } = capabilityProfileSchema.parse({
    probedAt: '',
    endpointHost: '',
    server: null,
    conditionalPut: 'unknown',
    conditionalComplete: 'unknown',
    checksumEcho: 'unknown',
    bytesReadBack: 'unknown',
    uniformParts: false,
    maxParts: 10_000,
  });
  return findings;
}

/** A profile for the probes' own requests. */
export function profileOf(findings: Findings): CapabilityProfile {
  return {
    probedAt: new Date(0).toISOString(),
    endpointHost: '',
    server: null,
    probedBy: '',
    ...findings,
  };
}

/** Errors of the way there, and refused rights, say nothing of the store. */
export function saysNothing(error: unknown): boolean {
  if (error instanceof UnderstudyError) {
    return (
      /^net-|^tls-|^cancelled|slow-down|^s3-denied|^s3-quota|^append-only/.test(
        error.code,
      ) ||
      // A 501 is the one server error that is an answer.
      (Number(error.details.status) >= 500 &&
        Number(error.details.status) !== 501)
    );
  }
  const { status, network } = failureOf(error);
  return (
    network !== undefined ||
    status === 403 ||
    (status !== undefined && status >= 500 && status !== 501)
  );
}

/** The store's own words for a row or a profile; never longer than a line. */
export function rawWords(
  error: unknown,
  bucket: Bucket,
  action: string,
): string {
  const { details, message } = translateError(error, { bucket, action });
  const { status, store, seen } = details;
  if (seen === undefined) return message.slice(0, 300);
  return `${action}: ${status} ${store} (${seen})`.slice(0, 300);
}

/** Yes where the second write is refused with 412, and only that one. */
export async function refusal(
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
): Promise<{ answer: Answer; error?: unknown }> {
  try {
    await first();
  } catch (error) {
    // Another refusal than of rights: it does not know the header at all.
    return { answer: saysNothing(error) ? 'unknown' : 'no', error };
  }
  try {
    await second();
    return { answer: 'no', error: new Error('the second one was taken, too') };
  } catch (error) {
    if (saysNothing(error)) return { answer: 'unknown', error };
    const { status, name } = failureOf(error);
    const refused =
      status === 412 ||
      name === 'PreconditionFailed' ||
      (error instanceof UnderstudyError && error.code === 's3-conflict');
    return refused ? { answer: 'yes' } : { answer: 'no', error };
  }
}
