import type { Problem } from '@understudy/model';
import { destinationsOf, RunRow } from '../database/runs/RunRow';
import { parseJson } from '../database/runs/values';
import type { Missing } from './kinds/published';
import { resultOf } from './kinds/published';
import type { Published } from './messages';

/**
 * What becomes of a run's row when a manifest of it is found that nobody had
 * told of: it has one destination more. Pure.
 * @internal
 */
export function withLate(
  row: Pick<RunRow, 'destination' | 'destinations'>,
  before: Pick<RunRow, 'backups' | 'details' | 'error'>,
  late: Published,
): Record<string, unknown> {
  const details = parseJson<{ missing?: Missing[] }>(before.details, {});
  const problem = parseJson<Problem | null>(before.error, null);
  const lacking =
    details.missing ??
    destinationsOf(row).map(destination => ({ destination, problem }));
  const missing = lacking.filter(it => it.destination !== late.destination);
  const result = resultOf([late], {
    details: { publishedByAttempt: late.manifest.attempt },
    missing: destinationsOf(row).length > 1 ? missing : [],
  });
  const backups = parseJson<string[]>(before.backups, []);
  return {
    status: result.outcome,
    error: result.problem ? JSON.stringify(result.problem) : null,
    backups: JSON.stringify([...backups, late.id]),
    details: JSON.stringify(result.details),
  };
}
