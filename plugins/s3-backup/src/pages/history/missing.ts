import { Problem, Run } from '@understudy/backstage-plugin-s3-backup-common';

/** A destination that has no backup of a run, and why. */
export interface Missing {
  destination: string;
  problem: Problem | null;
}

/** Destinations that lack the backup of a partial run. */
export function missingOf(run: Run): Missing[] {
  const { missing } = run.details;
  if (run.status !== 'partial' || !Array.isArray(missing)) return [];
  return missing as Missing[];
}

/** At how many of its destinations a run's backup is. */
export function reached(run: Run): { n: string; of: string } {
  const of = run.destinations.length;
  return { n: String(of - missingOf(run).length), of: String(of) };
}
