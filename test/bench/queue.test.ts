/**
 * Queue and history on PostgreSQL: many plans due at one instant until their
 * runs may be claimed; pages of a long history, by every filter.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import knexFactory, { type Knex } from 'knex';
import {
  DatabaseRunStore,
  makePlan,
  Running,
  testLogger,
  TestPorts,
} from '../faults/support/inside';
import { LONG } from '../faults/support/seeds';

const SERVER = 'postgres://postgres@127.0.0.1:5432';
const MIGRATIONS = join(
  __dirname,
  '../../plugins/s3-backup-backend/migrations',
);
const PLANS = LONG ? 10_000 : 200;
const RUNS = LONG ? 1_000_000 : 20_000;
const TIMES = LONG ? 200 : 40;
const FILTER_LIMIT_MS = 50;

const percentile = (values: number[], part: number) =>
  [...values].sort((a, b) => a - b)[
    Math.min(values.length - 1, Math.floor(values.length * part))
  ];

const skip =
  !process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING &&
  'PostgreSQL not found';

describe('queue and history on PostgreSQL', { skip }, () => {
  const name = `understudy_bench_${randomUUID().replaceAll('-', '')}`;
  const admin = knexFactory({ client: 'pg', connection: `${SERVER}/postgres` });
  let knex: Knex;

  before(async () => {
    await admin.raw(`create database ${name}`);
    knex = knexFactory({
      client: 'pg',
      connection: `${SERVER}/${name}`,
      pool: { min: 0, max: 10 },
    });
    await knex.migrate.latest({
      directory: MIGRATIONS,
      loadExtensions: ['.js'],
    });
  });
  after(async () => {
    await knex?.destroy();
    await admin.raw(`drop database if exists ${name} with (force)`);
    await admin.destroy();
  });

  test(`${PLANS} plans due at one instant`, async t => {
    const slot = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    let now = slot - 1_000;
    const ports = TestPorts.create({
      connection: {
        name: 'main',
        bucket: 'backups',
        prefix: '',
        credentials: { type: 'ambient' },
      },
      tempDirectory: '/tmp',
      writeRoot: '/tmp',
      plans: Array.from({ length: PLANS }, (_, n) =>
        makePlan({
          name: `plan-${n}`,
          path: '/nowhere',
          schedule: { every: 'hours', hours: 1, minute: 0 },
        }),
      ),
    });
    const running = Running.create({
      knex,
      logger: testLogger(line => t.diagnostic(line)),
      ...ports,
      worker: { concurrency: 1, leaseMs: 60_000 },
      testing: { now: async () => now },
    });
    await running.open(false);
    await running.tick();
    const load = async () =>
      (await knex('pg_stat_database')
        .where({ datname: name })
        .first(
          'xact_commit',
          'tup_inserted',
          'tup_updated',
          'blks_hit',
        )) as Record<string, string>;
    const first = await load();
    now = slot + 1;
    const begun = Date.now();
    await running.tick();
    const took = Date.now() - begun;
    await new Promise(done => setTimeout(done, 1_500));
    const later = await load();
    const waits = (await knex('runs').pluck('created_at')).map(
      at => Number(at) - begun,
    );
    assert.equal(waits.length, PLANS);
    const jobs = await knex('s3_backup_queue.job').count({ n: '*' });
    assert.equal(Number(jobs[0].n), PLANS);
    const [p50, p99] = [0.5, 0.99].map(part => percentile(waits, part));
    const counts = Object.keys(first).map(
      key => `${key} ${Number(later[key]) - Number(first[key])}`,
    );
    t.diagnostic(
      `due → claimable, from the tick on: p50 ${p50} ms, p99 ${p99} ms; the tick took ${took} ms; ${counts.join(
        ', ',
      )}`,
    );
    await running.stop(0);
    await knex('runs').delete();
  });

  test(`a history of ${RUNS} runs, by every filter`, async t => {
    const newest = Date.now();
    await knex.raw(`
      insert into runs (id, kind, plan, entity_ref, owner_ref, destination, trigger_type, status, request,
        time_limit_ms, stall_limit_ms, not_before, created_at, sorted_at, started_at, finished_at)
      select lpad(to_hex(n), 36, '0'), (array['backup','verify','prune','restore'])[1 + (n % 400) / 133],
        'plan-' || n % 1000, 'component:default/c-' || n % 1000, 'group:default/team-' || n % 100, 'place-' || n % 40,
        (array['schedule','user','service'])[1 + (n % 1000) / 499],
        (array['succeeded','failed','partial','missed','cancelled'])[1 + (n % 1000) / 249], '{}', 0, 0, 0,
        ${newest} - n * 30000::bigint, ${newest} - n * 30000::bigint, ${newest} - n * 30000::bigint, ${newest} - n * 30000::bigint + 5000
      from generate_series(1, ${RUNS}) n`);
    await knex.raw('vacuum analyze runs');
    const store = DatabaseRunStore.create({ knex });
    const back = (part: number) =>
      new Date(newest - RUNS * 30_000 * part).toISOString();
    const owned = (query: Knex.QueryBuilder) =>
      void query.whereIn('owner_ref', ['group:default/team-7']);
    const filters: Record<
      string,
      [Parameters<DatabaseRunStore['list']>[0], typeof owned?]
    > = {
      'first page': [{ limit: 25 }],
      plan: [{ limit: 25, plan: ['plan-77'] }],
      entity: [{ limit: 25, entity: ['component:default/c-77'] }],
      kind: [{ limit: 25, kind: ['restore'] }],
      status: [{ limit: 25, status: ['cancelled'] }],
      'two statuses': [{ limit: 25, status: ['failed', 'cancelled'] }],
      trigger: [{ limit: 25, trigger: ['service'] }],
      destination: [{ limit: 25, destination: ['place-7'] }],
      period: [{ limit: 25, from: back(0.6), to: back(0.5) }],
      'own ones': [{ limit: 25 }, owned],
    };
    const slow: string[] = [];
    for (const [what, [query, visible]] of Object.entries(filters)) {
      const took: number[] = [];
      for (let n = 0; n < TIMES; n += 1) {
        const begun = performance.now();
        const { items } = await store.list(query, visible);
        took.push(performance.now() - begun);
        assert.ok(items.length > 0, what);
      }
      const [p50, p99] = [0.5, 0.99].map(part => percentile(took, part));
      t.diagnostic(
        `${what}: p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`,
      );
      if (p99 >= FILTER_LIMIT_MS) slow.push(what);
    }
    // With few runs and few looks a single pause of the machine would decide.
    if (LONG) assert.deepEqual(slow, []);
  });
});
