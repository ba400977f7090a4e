import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { testSourceExecutor } from '@understudy/engine/testing';
import { POSTGRES_MISSING, SHOP, TestPostgres } from '../shared/pg/testServer';
import { postgresExecutor } from './executor';
import { PostgresOptions } from './options';

jest.setTimeout(120_000);

const suite = POSTGRES_MISSING ? describe.skip : describe;

suite(`postgres${POSTGRES_MISSING}`, () => {
  let server: TestPostgres;

  beforeAll(async () => {
    server = await TestPostgres.start();
  });
  afterAll(() => server?.stop());

  /** One database for all checks: none of them changes it. */
  async function shop(): Promise<string> {
    const found = await server.databases();
    if (!found.includes('shop')) {
      await server.sql('create database shop');
      await server.sql(SHOP, 'shop');
    }
    return 'shop';
  }

  describe.each(['custom', 'plain'] as const)('format %s', format => {
    const options = async (): Promise<PostgresOptions> => ({
      ...server.connection,
      databases: [await shop()],
      format,
    });

    testSourceExecutor<PostgresOptions>('postgres', {
      executor: postgresExecutor,
      make: options,
      contentOf: async ({ databases }) => server.dumpOf(databases![0]),
      async restoredContentOf(directory) {
        const [name] = await readdir(directory);
        return server.contentOfFile(join(directory, name));
      },
      missing: async () => ({ ...server.connection, databases: ['gone'] }),
      tool: {
        name: 'pg_dump',
        get path() {
          return join(server.bin, 'pg_dump');
        },
        missing: 'pg-missing',
        wrongPassword: given => ({ ...given, password: 'not-the-one' }),
        secretOf: given => String(given.password),
      },
    });
  });
});
