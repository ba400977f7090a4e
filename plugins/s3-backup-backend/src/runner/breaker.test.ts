import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migrate } from '../database/migrate';
import { TestPortal } from './__testUtils__/TestPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('a destination that is down', () => {
  let portal: TestPortal;
  let knex: Knex;

  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    await migrate(knex);
    portal = await TestPortal.start({ knex });
    portal.running.start();
    await portal.waitFor((await portal.enqueue()).id);
  });
  afterAll(() => portal?.stop());

  it('holds its runs, fails none, says so once, and goes on when it is back', async () => {
    const { connection } = portal.ports.known;
    // Nobody listens at the discard port of this machine.
    portal.ports.known.connection = {
      ...connection,
      endpoint: 'http://127.0.0.1:9',
      transfer: { ...connection.transfer, retries: 0 },
    };
    const runs = await Promise.all(['a', 'b', 'c'].map(() => portal.enqueue()));
    for (const { id } of runs) {
      const run = await portal.waitFor(
        id,
        ({ waiting }) => waiting?.reason === 'destination-down',
      );
      expect(run.status).toBe('queued');
    }
    // Asked again while it is down: nothing changes.
    await knex('destination_holds').update({ probe_at: 0 });
    await portal.running.reclaim();
    expect(portal.ports.told).toEqual(['main is down']);

    portal.ports.known.connection = connection;
    await knex('destination_holds').update({ probe_at: 0 });
    await portal.running.reclaim();
    for (const { id } of runs) {
      const run = await portal.waitFor(id);
      // One attempt was allowed, and the one that met the store down is none.
      expect(run.status).toBe('succeeded');
    }
    expect(portal.ports.told).toEqual(['main is down', 'main is back']);
    expect(
      portal.ports.finished.filter(run => run.status === 'failed'),
    ).toEqual([]);
  });
});
