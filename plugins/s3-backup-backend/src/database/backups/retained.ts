import type { RetainedBackup } from '@understudy/engine';
import type { Knex } from 'knex';
import type { RowFilter } from '../runs/RunStore';
import { BackupRow, toRetained } from './BackupRow';

/** Without their manifests: there may be thousands. @internal */
export async function retainedOf(
  knex: Knex,
  plan: string,
  destination: string,
): Promise<RetainedBackup[]> {
  const rows: Omit<BackupRow, 'manifest'>[] = await knex('backups')
    .where({ plan, destination })
    .select(
      'id',
      'slot',
      'started_at',
      'finished_at',
      'bytes_stored',
      'complete',
      'deleting',
      'proof_rung',
      'proof_failed',
      'lock',
    );
  return rows.map(toRetained);
}

/** @internal */
export async function placesOf(knex: Knex, visible?: RowFilter) {
  const select = knex('backups')
    .groupBy('plan', 'destination')
    .orderBy(['plan', 'destination'])
    .select('plan', 'destination')
    .max({ entity_ref: 'entity_ref', owner_ref: 'owner_ref' })
    .count({ n: '*' })
    .sum({ bytes: 'bytes_stored' });
  if (visible) select.where(visible);
  const rows = (await select) as unknown as {
    plan: string;
    destination: string;
    entity_ref: string | null;
    owner_ref: string | null;
    n: number | string;
    bytes: number | string;
  }[];
  return rows.map(row => ({
    plan: row.plan,
    destination: row.destination,
    entityRef: row.entity_ref,
    ownerRef: row.owner_ref,
    backups: Number(row.n),
    bytes: Number(row.bytes),
  }));
}
