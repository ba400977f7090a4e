import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { POSTGRES_MISSING, SHOP, TestPostgres } from '../shared/pg/testServer';
import { bytesOf, contextFor, readAll, scratch } from '../testSupport';
import { postgresExecutor } from './executor';
import {
  PostgresOptions,
  postgresOptionsSchema,
  postgresSource,
} from './options';

jest.setTimeout(120_000);

const suite = POSTGRES_MISSING ? describe.skip : describe;

suite(`postgres${POSTGRES_MISSING}`, () => {
  let server: TestPostgres;

  beforeAll(async () => {
    server = await TestPostgres.start();
    await server.sql('create database "odd ""name/ü"');
    await server.sql(
      'create table t (n int); insert into t values (1), (2)',
      'odd "name/ü',
    );
    await server.sql('create database shop');
    await server.sql(SHOP, 'shop');
    await server.sql(
      `create role reader login password 'of reader'; grant pg_read_all_data to reader`,
    );
  });
  afterAll(() => server?.stop());

  async function copyOf(more: Partial<PostgresOptions>) {
    const context = await contextFor();
    const options = { ...server.connection, ...more };
    return readAll(await postgresExecutor.open(options, context));
  }

  /** A client program of another version, before the real ones. */
  async function withTool(name: string, script: string): Promise<string[]> {
    const folder = join(await scratch(), 'tools');
    await mkdir(folder);
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
    return [folder, server.bin];
  }

  it('copies every database of a server, and counts what it copied', async () => {
    const { artifacts, outcome } = await copyOf({});
    expect(artifacts.map(({ name }) => name)).toEqual([
      'odd__name__.dump',
      'postgres.dump',
      'shop.dump',
    ]);
    expect(outcome).toMatchObject({
      gapsTotal: 0,
      counts: {
        rows: {
          'odd "name/ü.public.t': 2,
          'shop.shop.orders': 6000,
          'shop.shop.odd "name': 10,
          'shop.public.empty': 0,
          'shop.public.log': 2,
        },
      },
    });
  });

  it('names what may not be read', async () => {
    await server
      .sql('create database closed; ')
      .then(() => server.sql('revoke connect on database closed from public'));
    try {
      const reader = { user: 'reader', password: 'of reader' };
      const { outcome } = await copyOf(reader);
      expect(outcome.gaps).toEqual([
        {
          kind: 'unreadable',
          path: 'closed',
          reason: 'reader may not connect to it',
        },
      ]);
      await server.sql('revoke pg_read_all_data from reader');
      await expect(
        copyOf({ ...reader, databases: ['shop'] }),
      ).rejects.toMatchObject({
        code: 'source-denied',
        hint: expect.stringContaining('grant pg_read_all_data to reader'),
      });
    } finally {
      await server.sql('grant pg_read_all_data to reader');
      await server.sql('drop database closed');
    }
  });

  it('copies only what is asked for', async () => {
    const shop = { databases: ['shop'] };
    const tables = async (more: Partial<PostgresOptions>) =>
      Object.keys(
        (await copyOf({ ...shop, ...more })).outcome.counts.rows!,
      ).sort();
    expect(await tables({ schemas: ['public'] })).toEqual([
      'public.empty',
      'public.log',
    ]);
    expect(await tables({ excludeSchemas: ['public'] })).toEqual([
      'shop.odd "name',
      'shop.orders',
    ]);
    expect(await tables({ tables: ['shop.o*'], format: 'plain' })).toEqual([
      'shop.odd "name',
      'shop.orders',
    ]);
    expect(await tables({ excludeTables: ['shop.orders'] })).not.toContain(
      'shop.orders',
    );
    await expect(
      copyOf({ ...shop, tables: ['shop.gone'] }),
    ).rejects.toMatchObject({
      code: 'source-gone',
      message: expect.stringContaining('shop.gone'),
    });
  });

  it('copies the roles, with passwords only where that is said', async () => {
    const sqlOf = async (globals: 'roles' | 'roles-and-passwords') => {
      const { artifacts } = await copyOf({ databases: ['postgres'], globals });
      expect(artifacts.map(({ name }) => name)).toEqual([
        'globals.sql',
        'postgres.dump',
      ]);
      return artifacts[0].bytes.toString();
    };
    const open = await sqlOf('roles');
    expect(open).toContain('CREATE ROLE reader');
    expect(open).not.toContain('SCRAM-SHA-256');
    expect(await sqlOf('roles-and-passwords')).toContain('SCRAM-SHA-256');
    const options = { host: 'db', user: 'u' };
    expect(
      postgresSource.sensitiveWith!({ ...options, globals: 'roles' }),
    ).toBe(false);
    expect(
      postgresSource.sensitiveWith!({
        ...options,
        globals: 'roles-and-passwords',
      }),
    ).toBe(true);
  });

  it('copies one instant while a writer writes', async () => {
    await server.sql('create database busy');
    await server.sql(
      `create table a (n int); create table b (n int); insert into a select generate_series(1, 200000); insert into b select * from a`,
      'busy',
    );
    let writing = true;
    const writer = (async () => {
      let written = 0;
      while (writing) {
        await server.sql(
          'begin; insert into a values (0); insert into b values (0); commit',
          'busy',
        );
        written += 1;
      }
      return written;
    })();
    const { artifacts, outcome } = await copyOf({ databases: ['busy'] });
    writing = false;
    expect(await writer).toBeGreaterThan(0);
    const { 'public.a': a, 'public.b': b } = outcome.counts.rows!;
    expect(a).toBeGreaterThanOrEqual(200_000);
    expect(a).toBe(b);
    expect(artifacts[0].bytes.length).toBeGreaterThan(1_000_000);
  });

  it.each(['custom', 'plain'] as const)(
    'does not end well where the server ends its session (%s)',
    async format => {
      await server.sql(`create database big_${format}`);
      await server.sql(
        'create table t as select repeat(md5(n::text), 30) x from generate_series(1, 40000) n',
        `big_${format}`,
      );
      const context = await contextFor();
      const opened = await postgresExecutor.open(
        { ...server.connection, databases: [`big_${format}`], format },
        context,
      );
      try {
        const { value } = await opened.artifacts[Symbol.asyncIterator]().next();
        await new Promise(resolve => value.stream.once('readable', resolve));
        await server.sql(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = 'big_${format}'`,
        );
        await expect(bytesOf(value.stream)).rejects.toMatchObject({
          code: 'source-failed',
          message: expect.stringContaining('pg_dump'),
        });
        await expect(opened.finish()).rejects.toThrow();
      } finally {
        await opened.close();
      }
    },
  );

  it('refuses a pg_dump that is older than the server', async () => {
    const toolFolders = (
      await withTool('pg_dump', 'echo "pg_dump (PostgreSQL) 12.4"')
    ).slice(0, 1);
    const psql = await withTool('psql', `exec ${server.bin}/psql "$@"`);
    const context = {
      ...(await contextFor()),
      toolFolders: [...toolFolders, psql[0]],
    };
    await expect(
      postgresExecutor.open(server.connection, context),
    ).rejects.toMatchObject({
      code: 'pg-version',
      message: expect.stringMatching(/^Server \d+\.\d+, pg_dump 12\.4\.$/),
      hint: expect.stringMatching(/postgresql-client-\d+/),
    });
  });

  it('takes the newer of two', async () => {
    const context = {
      ...(await contextFor()),
      toolFolders: await withTool(
        'pg_dump',
        'echo "pg_dump (PostgreSQL) 12.4"',
      ),
    };
    const { ok, seen } = await postgresExecutor.check!(
      { ...server.connection, databases: ['shop'] },
      context,
    );
    expect({ ok, seen }).toEqual({
      ok: true,
      seen: expect.stringMatching(/1 database: shop\.$/),
    });
    expect(seen).not.toContain('12.4');
  });

  it('says why a server cannot be reached', async () => {
    const open = async (more: Partial<PostgresOptions>) => copyOf(more);
    await expect(open({ port: 1 })).rejects.toMatchObject({
      code: 'net-refused',
    });
    await expect(open({ host: 'no.such.host.invalid' })).rejects.toMatchObject({
      code: 'net-not-found',
    });
    await expect(open({ user: 'nobody' })).rejects.toMatchObject({
      code: 'db-auth',
    });
    await expect(open({ password: undefined })).rejects.toMatchObject({
      code: 'db-auth',
    });
  });

  it('takes no option that a tool would read otherwise', () => {
    const valid = (more: object) =>
      postgresOptionsSchema.safeParse({ host: 'db', user: 'u', ...more })
        .success;
    expect(valid({})).toBe(true);
    expect(valid({ host: '::1' })).toBe(true);
    for (const host of ['/run/postgresql', '-x', 'a,b', 'a b', ''])
      expect(valid({ host })).toBe(false);
    expect(valid({ command: 'x' })).toBe(false);
  });
});
