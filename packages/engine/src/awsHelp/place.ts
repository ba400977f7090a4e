import type { CapabilityProfile, Destination } from '@understudy/model';

/**
 * As much of a destination as help needs: no secret, and whether it comes from
 * a form, the database or configuration is all the same.
 * @public
 */
export interface HelpedDestination {
  name: string;
  bucket: string;
  prefix: string;
  region?: string | null;
  endpoint?: string | null;
  expectedBucketOwner?: string | null;
  credentials: { type: Destination['credentials']['type']; roleArn?: string };
  pruneCredentials?: HelpedDestination['credentials'] | null;
  restoreCredentials?: HelpedDestination['credentials'] | null;
  /** May list and put, and nothing else. */
  appendOnly?: boolean | null;
  store?: {
    layout?: string;
    storageClass?: string;
    encryption?: { type: string; keyId?: string };
    acl?: string;
    tags?: boolean;
    objectLock?: { mode: string; days: number };
  };
  profile?: Pick<CapabilityProfile, 'versioning'> | null;
}

/** AWS has three worlds of names. */
export function partitionOf({ region }: HelpedDestination): string {
  if (region?.startsWith('cn-')) return 'aws-cn';
  return region?.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

/** In ARNs and conditions `*` and `?` match anything, and `${` begins a variable. */
export function literally(text: string): string {
  return text.replace(/[*?$]/g, '${$&}');
}

/** The bucket itself: no key, no slash. */
export function bucketArn(destination: HelpedDestination): string {
  return `arn:${partitionOf(destination)}:s3:::${destination.bucket}`;
}

/** All that lies below the prefix. */
export function objectsArn(destination: HelpedDestination): string {
  const { prefix } = destination;
  const below = prefix === '' ? '*' : `${literally(prefix)}/*`;
  return `${bucketArn(destination)}/${below}`;
}

/** What keys begin with; empty without a prefix. */
export function keyPrefix({ prefix }: HelpedDestination): string {
  return prefix === '' ? '' : `${prefix}/`;
}

/** Are there, or may there be, versions that a plain delete only hides? */
export function keepsVersions({ profile, store }: HelpedDestination): boolean {
  return (
    profile?.versioning !== 'no' ||
    store?.objectLock !== undefined ||
    store?.layout === 'versioned'
  );
}

/** A name for what is made in the account. */
export function nameFor({ name }: HelpedDestination, what: string): string {
  return `understudy-${name}-${what}`;
}
