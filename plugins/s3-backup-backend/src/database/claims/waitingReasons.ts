import type { Knex } from 'knex';
import type { RunRow } from '../runs/RunRow';
import type { ClaimLimits } from './claimable';

/** What a queued run that is due waits for. @internal */
export type WaitingFor =
  | 'destination-down'
  | 'plan-busy'
  | 'limit-destination'
  | 'limit-source-host'
  | 'limit-running'
  | 'worker';

type Waiting = Pick<
  RunRow,
  'id' | 'status' | 'lane' | 'destination' | 'destinations' | 'source_host'
>;

/** Running ones that a limit is about: not many. */
interface Busy {
  lane: string | null;
  destination: string | null;
  source_host: string | null;
}

/**
 * Why queued runs are not claimed, by the same conditions as a claim and with
 * the most telling one first. Two small reads, however many runs are asked for.
 * @internal
 */
export async function waitingReasons(
  knex: Knex,
  rows: Waiting[],
  limits: ClaimLimits,
): Promise<(row: Waiting) => WaitingFor> {
  if (!rows.some(row => row.status === 'queued')) return () => 'worker';
  const held = new Set<string>(
    await knex('destination_holds').pluck('destination'),
  );
  const busy: Busy[] = await knex('runs')
    .where({ status: 'running' })
    .select('lane', 'destination', 'source_host');
  const isFull = (most: number | null, same: (run: Busy) => boolean) =>
    most !== null && busy.filter(same).length >= most;
  return ({ lane, destination, destinations, source_host: host }) => {
    if (destination && !destinations && held.has(destination)) {
      return 'destination-down';
    }
    if (lane && busy.some(run => run.lane === lane)) return 'plan-busy';
    const { perDestination, perSourceHost, running } = limits;
    if (
      destination &&
      isFull(perDestination, run => run.destination === destination)
    ) {
      return 'limit-destination';
    }
    if (host && isFull(perSourceHost, run => run.source_host === host)) {
      return 'limit-source-host';
    }
    return isFull(running, () => true) ? 'limit-running' : 'worker';
  };
}
