import type { RunKind } from '@understudy/model';

/**
 * Runs of one lane run one after the other: backups of a plan never overlap,
 * and deletes of a plan see each other's result, so that two of them can't
 * both think that the other one's backup stays. What only reads has no lane;
 * drills wait for each other alone.
 * @internal
 */
export function laneOf(kind: RunKind, plan: string): string | null {
  if (kind === 'drill') return `drill:${plan}`;
  return kind === 'restore' || kind === 'verify' ? null : `plan:${plan}`;
}
