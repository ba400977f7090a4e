import type { Knex } from 'knex';
import type { RowFilter } from '../runs/RunStore';
import { toInstant } from '../runs/values';

const DAY = 86_400_000;

/** By day and plan; a day is one of UTC. @internal */
export async function growthOf(knex: Knex, destination: string) {
  const day = `finished_at - finished_at % ${DAY}`;
  const rows = (await knex('backups')
    .where({ destination, deleting: false })
    .groupByRaw(`plan, ${day}`)
    .orderByRaw(`${day}, plan`)
    .select('plan', knex.raw(`${day} as day`))
    .count({ backups: '*' })
    .sum({ bytes: 'bytes_stored' })) as unknown as {
    plan: string;
    day: number | string;
    backups: number | string;
    bytes: number | string;
  }[];
  return rows.map(row => ({
    date: new Date(Number(row.day)).toISOString().slice(0, 10),
    plan: row.plan,
    backups: Number(row.backups),
    bytes: Number(row.bytes),
  }));
}

/** By id, so that rows which go meanwhile shift no page. @internal */
export async function keysOf(
  knex: Knex,
  destination: string,
  page: { after: string; limit: number },
) {
  const rows = await knex('backups')
    .where({ destination })
    .where('id', '>', page.after)
    .orderBy('id')
    .limit(page.limit)
    .select('id', 'manifest_key', 'finished_at');
  return rows.map(row => ({
    id: row.id as string,
    manifestKey: row.manifest_key as string,
    finishedAt: toInstant(row.finished_at) as string,
  }));
}

/** How many, and how many bytes, by plan or destination. @internal */
export async function totalsOf(
  knex: Knex,
  by: 'plan' | 'destination',
  visible?: RowFilter,
) {
  const select = knex('backups')
    .groupBy(by)
    .select({ name: by })
    .count({ n: '*' })
    .sum({ bytes: 'bytes_stored' });
  if (visible) select.where(visible);
  const rows = (await select) as {
    name: string;
    n: unknown;
    bytes: unknown;
  }[];
  return new Map(
    rows.map(row => [
      row.name,
      { backups: Number(row.n), bytes: Number(row.bytes) },
    ]),
  );
}
