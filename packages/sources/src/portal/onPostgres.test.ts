import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { testSourceExecutor } from '@understudy/engine/testing';
import { POSTGRES_MISSING, SHOP, TestPostgres } from '../shared/pg/testServer';
import { contextFor, readAll, scratch, stored } from '../testSupport';
import { portalExecutor } from './executor';
import { PortalWork } from './options';

jest.setTimeout(120_000);

const suite = POSTGRES_MISSING ? describe.skip : describe;

suite(`portal on PostgreSQL${POSTGRES_MISSING}`, () => {
  let server: TestPostgres;

  beforeAll(async () => {
    server = await TestPostgres.start();
    for (const plugin of ['catalog', 'auth']) {
      await server.sql(`create database backstage_plugin_${plugin}`);
      await server.sql(SHOP, `backstage_plugin_${plugin}`);
    }
    await server.sql('create database not_of_the_portal');
    await server.sql('create database in_schemas');
    await server.sql(
      'create schema catalog; create table catalog.entities (id int); insert into catalog.entities values (1); create schema "s3-backup"; create table "s3-backup".runs (id int)',
      'in_schemas',
    );
  });
  afterAll(() => server?.stop());

  const workOf = (more: object = {}, options: object = {}): PortalWork => ({
    ...options,
    directory: null,
    postgres: {
      ...server.connection,
      division: 'database',
      prefix: 'backstage_plugin_',
      home: 'postgres',
      ...more,
    },
  });

  async function copyOf(work: PortalWork) {
    return readAll(await portalExecutor.open(work, await contextFor()));
  }

  testSourceExecutor<PortalWork>('portal on PostgreSQL', {
    executor: portalExecutor,
    make: async () => workOf(),
    contentOf: async () => [
      await server.dumpOf('backstage_plugin_auth'),
      await server.dumpOf('backstage_plugin_catalog'),
    ],
    async restoredContentOf(directory) {
      const contents = [];
      for (const name of (await readdir(directory)).sort()) {
        contents.push(await server.contentOfFile(join(directory, name)));
      }
      return contents;
    },
    missing: async () => workOf({ prefix: 'nobody_' }),
    tool: {
      name: 'pg_dump',
      get path() {
        return join(server.bin, 'pg_dump');
      },
      missing: 'pg-missing',
      wrongPassword: ({ postgres }) =>
        workOf({ ...postgres, password: 'wrong' }),
      secretOf: ({ postgres }) => String(postgres!.password),
    },
  });

  it('copies the database of each plugin, and says that they are not one instant', async () => {
    const { artifacts, outcome } = await copyOf(workOf());
    expect(artifacts.map(({ name }) => name)).toEqual([
      'auth.dump',
      'catalog.dump',
    ]);
    expect(outcome.counts.rows).toMatchObject({
      'auth.log': 2,
      'catalog.shop.orders': 6000,
    });
    expect(outcome.notes!.join()).toContain('one after the other');
    const some = await copyOf(workOf({}, { plugins: ['auth'] }));
    expect(some.artifacts.map(({ name }) => name)).toEqual(['auth.dump']);
    await expect(
      copyOf(workOf({}, { plugins: ['search'] })),
    ).rejects.toMatchObject({
      code: 'source-gone',
      message: expect.stringContaining('search'),
    });
  });

  it('copies schemas, where plugins share a database', async () => {
    const { artifacts, outcome } = await copyOf(
      workOf({ division: 'schema', home: 'in_schemas' }),
    );
    expect(artifacts.map(({ name }) => name)).toEqual([
      'catalog.dump',
      's3-backup.dump',
    ]);
    expect(outcome.counts.rows).toEqual({
      'catalog.entities': 1,
      's3-backup.runs': 0,
    });
    const target = await scratch();
    await portalExecutor.restore(
      stored(artifacts[1]),
      Readable.from([artifacts[1].bytes], { objectMode: false }),
      target,
      await contextFor(),
    );
    const content = await server.contentOfFile(join(target, 's3-backup.dump'));
    expect(content).toContain('CREATE TABLE "s3-backup".runs');
    expect(content).not.toContain('catalog.entities');
  });

  it('names what it may not read', async () => {
    await server.sql("create role portal login password 'of portal'");
    await server.sql(
      'grant usage on schema shop to portal; grant select on all tables in schema shop, public to portal; grant select on all sequences in schema public to portal',
      'backstage_plugin_auth',
    );
    const work = workOf({
      user: 'portal',
      password: 'of portal',
      elsewhere: ['search'],
    });
    const { artifacts, outcome } = await copyOf(work);
    expect(artifacts.map(({ name }) => name)).toEqual(['auth.dump']);
    expect(outcome.gaps).toEqual([
      {
        kind: 'unreadable',
        path: 'backstage_plugin_catalog',
        reason: expect.stringContaining('public.empty'),
      },
      {
        kind: 'unreadable',
        path: 'search',
        reason: expect.stringContaining('server of its own'),
      },
    ]);
    const { ok, seen } = await portalExecutor.check!(work, await contextFor());
    expect(ok).toBe(true);
    expect(seen).toContain('1 databases: auth.');
    expect(seen).toContain('backstage_plugin_catalog: portal may not read');
  });
});
