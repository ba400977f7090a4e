import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { testSourceExecutor } from '@understudy/engine/testing';
import { mysqlExecutor } from './executor';
import { MysqlOptions } from './options';
import { MARIADB_MISSING, SHOP, TestMariaDb } from './testServer';

jest.setTimeout(120_000);

const suite = MARIADB_MISSING ? describe.skip : describe;

suite(`mysql${MARIADB_MISSING}`, () => {
  let server: TestMariaDb;

  beforeAll(async () => {
    server = await TestMariaDb.start();
    await server.sql('create database shop character set utf8mb4');
    await server.script(SHOP, 'shop');
  });
  afterAll(() => server?.stop());

  testSourceExecutor<MysqlOptions>('mysql', {
    executor: mysqlExecutor,
    make: async () => ({ ...server.connection, databases: ['shop'] }),
    contentOf: async ({ databases }) => server.dumpOf(databases![0]),
    async restoredContentOf(directory) {
      const [name] = await readdir(directory);
      return server.contentOfFile(join(directory, name));
    },
    missing: async () => ({ ...server.connection, databases: ['gone'] }),
    tool: {
      name: 'mariadb-dump',
      path: '/usr/bin/mariadb-dump',
      missing: 'tool-missing',
      wrongPassword: given => ({ ...given, password: 'not-the-one' }),
      secretOf: given => String(given.password),
    },
  });
});
