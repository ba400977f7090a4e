import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { DatabaseBackupStore } from '../backups/DatabaseBackupStore';
import { migrate } from '../migrate';
import { DatabaseRunStore } from './DatabaseRunStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });
const suite = databases.eachSupportedId().length > 0 ? describe : describe.skip;
const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21);
const at = (days: number) => new Date(NOW - days * DAY).toISOString();
const owned = (query: Knex.QueryBuilder) =>
  void query.whereIn('owner_ref', ['group:default/team-3']);

interface PlanNode {
  'Node Type': string;
  'Index Name'?: string;
  Plans?: PlanNode[];
}

/** Which indexes a plan uses, and whether it sorts or reads the whole table. */
function look(node: PlanNode, seen: string[] = []): string[] {
  if (node['Index Name']) seen.push(node['Index Name']);
  if (/^(Seq Scan|Sort|Incremental Sort|Bitmap)/.test(node['Node Type'])) {
    seen.push(node['Node Type']);
  }
  for (const part of node.Plans ?? []) look(part, seen);
  return seen;
}

suite('lists on PostgreSQL', () => {
  let knex: Knex;

  /** The plan of the first statement that a list asks, for its second page. */
  async function planOf(list: () => Promise<unknown>): Promise<string[]> {
    const asked: { sql: string; bindings: unknown[] }[] = [];
    const keep = (query: { sql: string; bindings: unknown[] }) =>
      void asked.push(query);
    knex.on('query', keep);
    await list();
    knex.off('query', keep);
    const [{ sql, bindings }] = asked;
    let n = 0;
    const text = sql
      .replace(/\$\d+/g, () => '?')
      .replace(/\?/g, () => {
        n += 1;
        return '?';
      });
    expect(n).toBe(bindings.length);
    const { rows } = await knex.raw(
      `explain (format json) ${text}`,
      bindings as never,
    );
    return look(rows[0]['QUERY PLAN'][0].Plan);
  }

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_15');
    await migrate(knex);
    await knex.raw(`
      insert into runs (id, kind, plan, plan_title, entity_ref, owner_ref, destination, trigger_type, status, request,
        time_limit_ms, stall_limit_ms, not_before, created_at, sorted_at)
      select lpad(n::text, 36, '0'), (array['backup','verify','prune','restore'])[1 + (n % 40) / 13],
        'plan-' || n % 200, null, 'component:default/c-' || n % 200, 'group:default/team-' || n % 50, 'place-' || n % 40,
        (array['schedule','user','service'])[1 + (n % 100) / 49], (array['succeeded','failed','missed'])[1 + (n % 100) / 49],
        '{}', 0, 0, 0, ${NOW} - n * 60000::bigint, ${NOW} - n * 60000::bigint
      from generate_series(1, 40000) n`);
    await knex.raw(`
      insert into backups (id, plan, entity_ref, owner_ref, destination, run_id, folder, manifest_key, started_at, finished_at,
        complete, bytes_plain, bytes_stored, manifest, proof_rung, proof_at, lock)
      select md5(n::text), 'plan-' || n % 200, 'component:default/c-' || n % 200, 'group:default/team-' || n % 50,
        'place-' || n % 40, lpad(n::text, 36, '0'), 'x', 'x', 0, ${NOW} - n * 60000::bigint, true, 1, 1, '{"artifacts":[],"gaps":[],"gapsTotal":0,"source":{"type":"sqlite"},"counts":{},"restore":[]}',
        (array['stored','read','opened'])[1 + (n % 100) / 49], 0, case when n % 5000 = 0 then '{"reason":"x","by":"y","at":"2026-11-01T00:00:00.000Z","until":null}' end
      from generate_series(1, 40000) n`);
    await knex.raw('analyze');
  });

  it.each([
    ['nothing', {}, undefined, 'runs_sorted_at_id_index'],
    ['plan', { plan: ['plan-7'] }, undefined, 'runs_by_plan'],
    [
      'entity',
      { entity: ['component:default/c-7'] },
      undefined,
      'runs_by_entity',
    ],
    ['kind', { kind: ['restore'] }, undefined, 'runs_by_kind'],
    ['status', { status: ['missed'] }, undefined, 'runs_by_status'],
    ['trigger', { trigger: ['service'] }, undefined, 'runs_by_trigger'],
    // A run may go to several: they are looked for from the newest run on.
    [
      'destination',
      { destination: ['place-7'] },
      undefined,
      'runs_sorted_at_id_index',
    ],
    ['days', { from: at(9), to: at(8) }, undefined, 'runs_sorted_at_id_index'],
    ['what one may see', {}, owned, 'runs_by_owner'],
  ])(
    'history by %s goes by its index',
    async (_name, query, visible, index) => {
      const store = DatabaseRunStore.create({ knex });
      const list = (cursor?: string) =>
        store.list({ limit: 25, ...query, cursor } as never, visible);
      expect(await planOf(() => list())).toEqual([index]);
      const { nextCursor } = await list();
      expect(await planOf(() => list(nextCursor!))).toEqual([index]);
    },
  );

  it.each([
    ['nothing', {}, undefined, 'backups_finished_at_id_index'],
    ['plan', { plan: ['plan-7'] }, undefined, 'backups_by_plan'],
    [
      'entity',
      { entity: ['component:default/c-7'] },
      undefined,
      'backups_by_entity',
    ],
    [
      'destination',
      { destination: ['place-7'] },
      undefined,
      'backups_by_destination',
    ],
    ['locked', { locked: true }, undefined, 'backups_locked'],
    ['what one may see', {}, owned, 'backups_by_owner'],
  ])(
    'backups by %s go by their index',
    async (_name, query, visible, index) => {
      const store = DatabaseBackupStore.create({ knex });
      const list = () => store.list({ limit: 5, ...query } as never, visible);
      expect(await planOf(list)).toEqual([index]);
    },
  );
});
