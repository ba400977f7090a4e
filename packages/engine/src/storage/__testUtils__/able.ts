import { CapabilityProfile, capabilityProfileSchema } from '@understudy/model';

/** What a store without faults can do. */
export const ABLE: CapabilityProfile = capabilityProfileSchema.parse({
  probedAt: '2026-11-21T00:00:00.000Z',
  endpointHost: '127.0.0.1',
  server: null,
  conditionalPut: 'yes',
  conditionalComplete: 'yes',
  checksumEcho: 'yes',
  bytesReadBack: 'yes',
  uniformParts: false,
  maxParts: 10_000,
});
