import type { Knex } from 'knex';

const ENDS = ['succeeded', 'partial', 'failed', 'cancelled', 'missed'];

/** Rows that go in one transaction. */
const BATCH = 500;

/** @internal */
export interface HistoryRules {
  /** Milliseconds since 1970: what is newer stays. */
  before: number;
  /** Newest runs of each plan that stay however old they are. */
  perPlan: number;
  /** Rows that one call takes away at most. */
  atMost: number;
}

/**
 * Ends history: old runs go with their attempts and logs. Never those that a
 * backup names, whose attempts are not swept yet, or that did not end. Answers
 * how many went; the next call goes on.
 * @internal
 */
export async function trimHistory(
  knex: Knex,
  { before, perPlan, atMost }: HistoryRules,
): Promise<number> {
  const plans: string[] = await knex('runs')
    .where('sorted_at', '<', before)
    .distinct('plan')
    .pluck('plan');
  let gone = 0;
  for (const plan of plans) {
    const edge = await knex('runs')
      .where({ plan })
      .orderBy([
        { column: 'sorted_at', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .offset(Math.max(0, perPlan - 1))
      .first('sorted_at', 'id');
    if (!edge) continue;
    for (;;) {
      const limit = Math.min(BATCH, atMost - gone);
      if (limit <= 0) return gone;
      const old = knex('runs')
        .where({ plan })
        .where('sorted_at', '<', before)
        .whereIn('status', ENDS)
        .whereNotExists(
          knex('backups').whereRaw('backups.run_id = runs.id').select('id'),
        )
        .whereNotExists(
          knex('attempts')
            .whereRaw('attempts.run_id = runs.id')
            .whereNull('swept_at')
            .select('n'),
        )
        .orderBy('sorted_at')
        .limit(limit);
      if (perPlan > 0) {
        old.whereRaw('(sorted_at, id) < (?, ?)', [edge.sorted_at, edge.id]);
      }
      const ids: string[] = await old.pluck('id');
      if (ids.length === 0) break;
      await knex.transaction(async trx => {
        await trx('run_logs').whereIn('run_id', ids).delete();
        await trx('attempts').whereIn('run_id', ids).delete();
        await trx('runs').whereIn('id', ids).delete();
      });
      gone += ids.length;
      if (ids.length < limit) break;
    }
  }
  return gone;
}
