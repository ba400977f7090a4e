import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Claim } from '../queue/RunQueue';

const NAME = /^understudy-([0-9a-f-]{36})-(\d+)-[A-Za-z0-9]{6}$/;

/** Beginning of the name of an attempt's private directory. @internal */
export function tempName(claim: Claim): string {
  return `understudy-${claim.runId}-${claim.attempt}-`;
}

/**
 * Removes what dead attempts of this portal left on this machine. A directory
 * whose attempt the database does not know may be another portal's: it stays.
 * @internal
 */
export async function removeDeadDirectories(
  parent: string,
  isDead: (runId: string, attempt: number) => Promise<boolean>,
): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await readdir(parent)) {
    const match = NAME.exec(name);
    if (match && (await isDead(match[1], Number(match[2])))) {
      await rm(join(parent, name), { recursive: true, force: true });
      removed.push(name);
    }
  }
  return removed;
}
