import { ConfigReader } from '@backstage/config';
import { portalPostgres } from './portalPostgres';

const read = (database: object) =>
  portalPostgres(new ConfigReader(database as never));

it('reads where a portal’s databases are', () => {
  expect(
    read({
      client: 'pg',
      connection: {
        host: 'db',
        port: '5433',
        user: 'me',
        password: 'x',
        ssl: { ca: 'PEM' },
      },
      plugin: {
        search: { connection: { host: 'other' } },
        catalog: { knexConfig: {} },
      },
    }),
  ).toEqual({
    host: 'db',
    port: 5433,
    user: 'me',
    password: 'x',
    tls: 'verify-full',
    ca: 'PEM',
    division: 'database',
    prefix: 'backstage_plugin_',
    home: 'postgres',
    elsewhere: ['search'],
  });
});

it('reads URLs, schemas and prefixes', () => {
  expect(
    read({
      client: 'pg',
      connection: 'postgresql://me:a%20b@db/portal?sslmode=no-verify',
      pluginDivisionMode: 'schema',
      prefix: 'bs_',
    }),
  ).toMatchObject({
    host: 'db',
    port: 5432,
    user: 'me',
    password: 'a b',
    tls: 'require',
    division: 'schema',
    prefix: 'bs_',
    home: 'portal',
  });
});

it('is as strict about certificates as the portal is', () => {
  const tlsOf = (ssl: unknown) => read({ connection: { ssl } }).tls;
  expect(tlsOf(undefined)).toBe('prefer');
  expect(tlsOf(true)).toBe('verify-full');
  expect(tlsOf({ rejectUnauthorized: false })).toBe('require');
});

it('refuses connections that need a library', () => {
  expect(() => read({ connection: { type: 'cloudsql' } })).toThrow('cloudsql');
});
