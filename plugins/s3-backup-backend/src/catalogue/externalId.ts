import { createHash } from 'node:crypto';

/**
 * What the trust policy of a role must ask for, so that nobody else's portal
 * can be talked into using it: made here, of this portal and the destination,
 * never chosen by a user. It is no secret.
 * @internal
 */
export function externalIdOf(instance: string, destination: string): string {
  const portal = createHash('sha256').update(instance).digest('hex');
  return `understudy-${portal.slice(0, 16)}-${destination}`;
}
