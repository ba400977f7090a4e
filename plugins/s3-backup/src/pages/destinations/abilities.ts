import { CapabilityProfile } from '@understudy/backstage-plugin-s3-backup-common';

/** Capabilities in the order in which backups lean on them. */
const NAMES = [
  'bytesReadBack',
  'conditionalPut',
  'conditionalComplete',
  'checksumEcho',
  'uniformParts',
  'chunkedBodies',
  'abort',
  'listUploads',
  'rangedGet',
  'copy',
  'delete',
  'multiDelete',
  'tags',
  'versioning',
  'objectLock',
] as const;

/** What the engine does without until it is known to be there. */
const HELD_BACK: readonly string[] = [
  'conditionalPut',
  'conditionalComplete',
  'checksumEcho',
] satisfies (typeof NAMES)[number][];

/** One thing that a store can do, or cannot. */
export interface Ability {
  name: (typeof NAMES)[number];
  answer: 'yes' | 'no' | 'unknown';
  /** Done without while it is not known; the others are tried as they come. */
  isHeldBack: boolean;
  /** Only with an MD5 beside it. */
  withMd5: boolean;
  /** The store's own words where the answer is not yes. */
  said: string | undefined;
}

/** A profile as a list. Pure. */
export function abilitiesOf(profile: CapabilityProfile): Ability[] {
  return NAMES.map(name => {
    const said = profile.errors[name];
    const found = profile[name];
    const isHeldBack = HELD_BACK.includes(name);
    if (typeof found === 'boolean') {
      // The one that is a demand: parts that may grow are the ability.
      const answer = found ? 'no' : 'yes';
      return { name, answer, isHeldBack, withMd5: false, said };
    }
    const withMd5 = found === 'md5';
    const answer = found === 'md5' ? 'yes' : found;
    return { name, answer, isHeldBack, withMd5, said };
  });
}
