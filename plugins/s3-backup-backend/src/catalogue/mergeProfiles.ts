import type { CapabilityProfile } from '@understudy/model';

/**
 * A newer profile of the same place. What a probe could not tell this time,
 * because of a bad moment or of rights, stays as it was known. Pure.
 * @internal
 */
export function mergeProfiles(
  before: CapabilityProfile | null,
  now: CapabilityProfile,
): CapabilityProfile {
  if (!before) return now;
  const known = Object.entries(before).filter(
    ([name, answer]) =>
      now[name as keyof CapabilityProfile] === 'unknown' &&
      answer !== 'unknown',
  );
  return { ...now, ...Object.fromEntries(known) };
}
