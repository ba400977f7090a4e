import type { KnownBackup } from '../../database/backups/BackupStore';

/**
 * Destinations of a plan at which its newest good backup is not: neither the
 * one that its run stored there, nor a copy of it. Pure.
 * @internal
 */
export function lackingOf(
  destinations: string[],
  /** The newest good one at each destination that has any. */
  lastGood: KnownBackup[],
): string[] {
  const [newest] = [...lastGood].sort((a, b) =>
    a.finishedAt < b.finishedAt ? 1 : -1,
  );
  if (!newest) return [];
  const having = lastGood
    .filter(({ runId }) => runId === newest.runId)
    .map(({ destination }) => destination);
  return destinations.filter(name => !having.includes(name));
}
