import { TestDatabases } from '@backstage/backend-test-utils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { migrate } from '../database/migrate';

jest.setTimeout(60_000);

const TABLES = [
  'settings',
  'secrets',
  'destinations',
  'destination_facts',
  'check_ups',
  'plans',
  'plan_states',
  'keys',
  'tickets',
  'idempotency',
  'runs',
  'attempts',
  'slots',
  'backups',
  'plan_retention',
  'workers',
  'plan_proofs',
];

describe('migrations', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

  it.each(databases.eachSupportedId())('go up, down and up on %s', async id => {
    const knex = await databases.init(id);
    const there = async () =>
      Promise.all(TABLES.map(table => knex.schema.hasTable(table)));
    await migrate(knex);
    expect(await there()).toEqual(TABLES.map(() => true));
    const directory = resolvePackagePath(
      '@understudy/backstage-plugin-s3-backup-backend',
      'migrations',
    );
    await knex.migrate.rollback({ directory }, true);
    expect(await there()).toEqual(TABLES.map(() => false));
    await migrate(knex);
    // A second replica finds nothing to do.
    await migrate(knex);
    expect(await there()).toEqual(TABLES.map(() => true));
  });
});
