import { randomUUID } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ScratchPlace, SourceExecutor } from '@understudy/engine';
import { executors } from './executor';
import {
  MARIADB_MISSING,
  SHOP as MARIA,
  TestMariaDb,
} from './mysql/testServer';
import { POSTGRES_MISSING, SHOP, TestPostgres } from './shared/pg/testServer';
import { makeOrders } from './testDrills';
import { contextFor, ReadArtifact, readAll, scratch } from './testSupport';

jest.setTimeout(120_000);

const stored = ({ name, mediaType, bytes }: ReadArtifact) => ({
  name,
  mediaType,
  bytes: bytes.length,
});

/** Opens a scratch place for artifacts, and fills it. */
async function drill(
  executor: SourceExecutor,
  artifacts: ReadArtifact[],
  server?: unknown,
) {
  const context = { ...(await contextFor()), runId: randomUUID() };
  const directory = join(context.tempDirectory, 'drill');
  await mkdir(directory);
  const order = { server, artifacts: artifacts.map(stored), directory };
  const place = await executor.openScratch!(order, context);
  const fill = async () => {
    for (const artifact of artifacts) {
      const { bytes } = artifact;
      await place.restore(stored(artifact), Readable.from([bytes]));
    }
  };
  return { place, fill, context, directory };
}

const within = { timeLimitMs: 2_000 };
const refuses = (place: ScratchPlace, sql: string) =>
  expect(place.ask!({ sql, ...within })).rejects.toThrow();

const onPostgres = POSTGRES_MISSING ? describe.skip : describe;

onPostgres(`drills on PostgreSQL${POSTGRES_MISSING}`, () => {
  let server: TestPostgres;
  let driller: unknown;
  const left = async () =>
    (await server.databases()).filter(name => name.startsWith('understudy_'));

  beforeAll(async () => {
    server = await TestPostgres.start();
    await server.sql('create database shop');
    await server.sql(SHOP, 'shop');
    await server.sql(`create role driller login createdb password 'of drills'`);
    const { host, port } = server;
    driller = { host, port, user: 'driller', password: 'of drills' };
  });
  afterAll(() => server?.stop());

  async function shop(databases = ['shop']) {
    const options = { ...server.connection, databases };
    const opened = await executors.postgres.open(options, await contextFor());
    return readAll(opened);
  }

  it('restores as a role without rights, counts, only reads, and leaves nothing', async () => {
    const { artifacts, outcome } = await shop();
    const { place, fill } = await drill(executors.postgres, artifacts, driller);
    await fill();
    const { rows } = outcome.counts;
    expect(await place.countRows!([...Object.keys(rows!), 'no.such'])).toEqual({
      ...rows,
      'no.such': null,
    });
    const ask = (sql: string) => place.ask!({ sql, ...within });
    expect(await ask('select count(*) from shop.orders')).toBe('6000');
    expect(await ask('select id from shop.orders where id < 0')).toBeNull();
    await refuses(
      place,
      'with gone as (delete from shop.orders returning 1) select 1',
    );
    await refuses(place, `select setval('empty_id_seq', 7)`);
    await refuses(place, 'select pg_sleep(30)');
    await refuses(place, `select pg_read_file('/etc/passwd')`);
    expect(await ask('select count(*) from shop.orders')).toBe('6000');
    expect(await left()).toHaveLength(1);
    await place.discard();
    await place.close();
    expect(await left()).toEqual([]);
  });

  it('tells several databases apart', async () => {
    await server.sql('create database other');
    await server.sql(
      'create table t (n int); insert into t values (1)',
      'other',
    );
    const { artifacts, outcome } = await shop(['shop', 'other']);
    const { place, fill } = await drill(executors.postgres, artifacts, driller);
    await fill();
    const { rows } = outcome.counts;
    expect(await place.countRows!(Object.keys(rows!))).toEqual(rows);
    await refuses(place, 'select 1');
    const one = { sql: 'select n from t', artifact: 'other.dump', ...within };
    expect(await place.ask!(one)).toBe('1');
    await place.discard();
    await place.close();
  });

  it('refuses roles that may too much or too little', async () => {
    const { artifacts } = await shop();
    const { host, port } = server;
    await server.sql(`create role filer login createdb password 'x' in role pg_write_server_files;
      create role poor login password 'x'`);
    for (const [user, password] of [
      ['admin', server.password],
      ['filer', 'x'],
      ['poor', 'x'],
    ]) {
      await expect(
        drill(executors.postgres, artifacts, { host, port, user, password }),
      ).rejects.toMatchObject({ code: 'drill-refused' });
    }
    await expect(drill(executors.postgres, artifacts)).rejects.toMatchObject({
      code: 'drill-refused',
    });
    expect(await left()).toEqual([]);
  });

  it('says that a broken dump does not come back', async () => {
    const { artifacts } = await shop();
    const [{ bytes, ...rest }] = artifacts;
    const half = bytes.subarray(0, Math.floor(bytes.length / 2));
    const broken = [{ ...rest, bytes: half }];
    const { place, fill } = await drill(executors.postgres, broken, driller);
    await expect(fill()).rejects.toMatchObject({ code: 'restore-failed' });
    await place.discard();
    await place.close();
    expect(await left()).toEqual([]);
  });

  it('sweeps what a killed run left, and nothing of others', async () => {
    const { artifacts } = await shop();
    const killed = await drill(executors.postgres, artifacts, driller);
    await killed.fill();
    const other = await drill(executors.postgres, artifacts, driller);
    await other.fill();
    const swept = await executors.postgres.dropScratch!(
      driller,
      killed.context,
    );
    expect(swept).toHaveLength(1);
    expect(await left()).toHaveLength(1);
    await other.place.discard();
    await other.place.close();
    await killed.place.close();
    expect(await left()).toEqual([]);
    // A restore that is killed before it has named its databases.
    const context = { ...(await contextFor()), runId: randomUUID() };
    const restoring = await executors.postgres.openPlace!(
      driller,
      { database: 'back', owners: false },
      artifacts.map(stored),
      context,
    );
    await restoring.restore(
      stored(artifacts[0]),
      Readable.from([artifacts[0].bytes]),
    );
    await restoring.close();
    expect(await left()).toHaveLength(1);
    await executors.postgres.dropScratch!(driller, context);
    expect(await left()).toEqual([]);
  });
});

const onMaria = MARIADB_MISSING ? describe.skip : describe;

onMaria(`drills on MariaDB${MARIADB_MISSING}`, () => {
  let server: TestMariaDb;
  let driller: unknown;
  const left = async () =>
    (await server.databases()).filter(name => name.startsWith('understudy_'));

  beforeAll(async () => {
    server = await TestMariaDb.start();
    await server.sql('create database shop character set utf8mb4');
    await server.script(MARIA, 'shop');
    await server.sql(
      'create user driller@`%` identified by "of drills"; grant all on `understudy_drill_%`.* to driller@`%`',
    );
    const { host, port } = server;
    driller = { host, port, user: 'driller', password: 'of drills' };
  });
  afterAll(() => server?.stop());

  it('restores as a user without rights, counts, only reads, and leaves nothing', async () => {
    const options = { ...server.connection, databases: ['shop'] };
    const opened = await executors.mysql.open(options, await contextFor());
    const { artifacts, outcome } = await readAll(opened);
    const { place, fill, context } = await drill(
      executors.mysql,
      artifacts,
      driller,
    );
    await fill();
    const { rows } = outcome.counts;
    expect(await place.countRows!([...Object.keys(rows!), 'none'])).toEqual({
      ...rows,
      none: null,
    });
    const ask = (sql: string) => place.ask!({ sql, ...within });
    expect(await ask('select count(*) from orders')).toBe('6000');
    expect(await ask('select count(*) from paid')).toBe('9');
    await refuses(place, 'select sleep(30) from orders');
    await refuses(
      place,
      `select load_file('/etc/passwd') into outfile '/tmp/x'`,
    );
    // What was made bears the driller's name, and no definer's.
    expect(
      await server.sql(
        `select distinct definer from information_schema.routines where routine_schema like 'understudy%'`,
      ),
    ).toBe('driller@%');
    expect(await executors.mysql.dropScratch!(driller, context)).toHaveLength(
      1,
    );
    expect(await left()).toEqual([]);
    await place.discard();
    await place.close();
    await expect(
      drill(executors.mysql, artifacts, server.connection),
    ).rejects.toMatchObject({ code: 'drill-refused' });
  });
});

describe('drills in temporary files', () => {
  it('asks a SQLite database, which nothing can change', async () => {
    const path = join(await scratch(), 'orders.db');
    makeOrders(path, 30);
    const opened = await executors.sqlite.open({ path }, await contextFor());
    const { artifacts, outcome } = await readAll(opened);
    const { place, fill, directory } = await drill(executors.sqlite, artifacts);
    await fill();
    expect(await place.countRows!(['orders', 'none'])).toEqual({
      ...outcome.counts.rows,
      none: null,
    });
    const ask = (sql: string) => place.ask!({ sql, ...within });
    expect(await ask('select count(*) from orders')).toBe('30');
    expect(await ask('select id from orders where id < 0')).toBeNull();
    await refuses(place, 'select * from nowhere');
    await ask('select 1); delete from orders; select (1');
    expect(await ask('select count(*) from orders')).toBe('30');
    await place.discard();
    await expect(readdir(directory)).rejects.toThrow('ENOENT');
  });
});
