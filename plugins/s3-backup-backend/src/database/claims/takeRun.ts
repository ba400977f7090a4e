import type { Knex } from 'knex';
import type { Claim } from '../../queue/RunQueue';
import type { RunRow } from '../runs/RunRow';
import {
  databaseNow,
  databaseNowPlus,
  isUniqueViolation,
} from '../runs/values';
import type { ClaimLimits } from './claimable';
import { gatesOf, whereClaimable } from './claimable';

/** Who takes it. @internal */
export interface Taker {
  id: string;
  host: string;
  leaseMs: number;
}

/**
 * Takes one run for a worker with a new attempt under a lease, or nothing:
 * another one was faster, or the run may not run now. However a worker heard
 * of the run, this conditional update is the claim and the fence. Right on
 * SQLite, where transactions come one after the other, and on PostgreSQL,
 * where claims that count the same runs pass the same gate, and each statement
 * sees what was committed before it.
 * @internal
 */
export async function takeRun(
  knex: Knex,
  id: string,
  worker: Taker,
  limits: ClaimLimits,
): Promise<Claim | undefined> {
  const run = await knex<RunRow>('runs')
    .where({ id, status: 'queued' })
    .first('destination', 'source_host');
  if (!run) return undefined;
  const gates = gatesOf(run, limits);
  if (gates.length > 0) await makeGates(knex, gates);
  try {
    return await knex.transaction(async trx => {
      for (const name of gates) {
        await trx('claim_gates')
          .where({ name })
          .update({ passed: trx.raw('1 - passed') });
      }
      const claimable = trx('runs').where('runs.id', id);
      whereClaimable(claimable, trx, limits);
      const taken = await claimable.update({
        status: 'running',
        attempt: trx.raw('attempt + 1'),
        started_at: trx.raw('coalesce(started_at, ?)', [databaseNow(trx)]),
        progress: null,
      });
      if (taken === 0) return undefined;
      const row = await trx<RunRow>('runs').where({ id }).first('attempt');
      const attempt = (row as RunRow).attempt;
      await trx('attempts').insert({
        run_id: id,
        n: attempt,
        worker: worker.id,
        host: worker.host,
        started_at: databaseNow(trx),
        lease_until: databaseNowPlus(trx, worker.leaseMs),
        lease_ms: worker.leaseMs,
      });
      return { runId: id, attempt };
    });
  } catch (error) {
    // The last word on overlap is an index: two may both see a lane free.
    if (isUniqueViolation(error)) return undefined;
    throw error;
  }
}

async function makeGates(knex: Knex, names: string[]): Promise<void> {
  const known: string[] = await knex('claim_gates')
    .whereIn('name', names)
    .pluck('name');
  const missing = names.filter(name => !known.includes(name));
  if (missing.length === 0) return;
  await knex('claim_gates')
    .insert(missing.map(name => ({ name })))
    .onConflict('name')
    .ignore();
}
