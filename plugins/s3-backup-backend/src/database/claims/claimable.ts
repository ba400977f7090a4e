import type { Knex } from 'knex';
import { databaseNow } from '../runs/values';

/**
 * How many runs may run at a time, over all workers; null: as many as there
 * are workers for.
 * @internal
 */
export interface ClaimLimits {
  running: number | null;
  perDestination: number | null;
  perSourceHost: number | null;
}

/** @internal */
export const NO_LIMITS: ClaimLimits = {
  running: null,
  perDestination: null,
  perSourceHost: null,
};

/** Columns of `runs` of which so many may be running with the same value. */
const COUNTED = [
  ['perDestination', 'destination'],
  ['perSourceHost', 'source_host'],
] as const;

/**
 * Narrows a query on `runs` to those that a worker may take now: due, their
 * lane free, their destination not held, room under every limit. The one place
 * that says so, for every queue, and for who asks why a run waits. By itself
 * it is a look: `takeRun` makes it a claim.
 * @internal
 */
export function whereClaimable(
  query: Knex.QueryBuilder,
  knex: Knex,
  limits: ClaimLimits,
): void {
  const one = knex.raw('1');
  query
    .where('runs.status', 'queued')
    .where('runs.not_before', '<=', databaseNow(knex))
    .whereNotExists(
      knex('runs as other')
        .where({ 'other.status': 'running' })
        .whereRaw('other.lane = runs.lane')
        .select(one),
    )
    .whereNotExists(
      knex('destination_holds as hold')
        .whereRaw('hold.destination = runs.destination')
        // One of several that is down does not hold the others.
        .whereRaw('runs.destinations is null')
        .select(one),
    );
  const running = () => knex('runs as busy').where('busy.status', 'running');
  if (limits.running !== null) {
    query.whereRaw('(?) < ?', [running().count('*'), limits.running]);
  }
  for (const [limit, column] of COUNTED) {
    const most = limits[limit];
    if (most !== null) {
      const same = running().whereRaw('?? = ??', [
        `busy.${column}`,
        `runs.${column}`,
      ]);
      query.whereRaw('(?) < ?', [same.count('*'), most]);
    }
  }
}

/**
 * Names of the gates that a run passes one after the other, so that two claims
 * don't count the same runs at the same time. None where nothing is limited.
 * @internal
 */
export function gatesOf(
  run: { destination: string | null; source_host: string | null },
  limits: ClaimLimits,
): string[] {
  const { destination, source_host: host } = run;
  // Always in this order, so that no two claims wait for each other.
  return [
    ...(limits.perDestination !== null && destination
      ? [`destination:${destination}`]
      : []),
    ...(limits.perSourceHost !== null && host ? [`host:${host}`] : []),
    ...(limits.running !== null ? ['running'] : []),
  ];
}
