import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { migrate } from '../database/migrate';
import { DatabaseRunStore } from '../database/runs/DatabaseRunStore';
import { DatabaseSlots } from '../database/slots/DatabaseSlots';
import { DatabaseRunQueue } from '../queue/DatabaseRunQueue';
import { makePlan, testLogger, TestPorts } from '../runner/__testUtils__';
import { Ticker } from './Ticker';

jest.setTimeout(60_000);

const databases = TestDatabases.create();
const at = (text: string) => Date.parse(`${text}Z`);

describe.each(databases.eachSupportedId())('on %s', id => {
  let knex: Knex;
  let ports: TestPorts;
  let runs: DatabaseRunStore;
  let now: number;
  const missed: string[] = [];

  function ticker(): Ticker {
    return Ticker.create({
      knex,
      plans: ports.plans,
      switches: ports.switches,
      slots: DatabaseSlots.create({ knex }),
      queue: DatabaseRunQueue.create({ knex }),
      logger: testLogger(line => {
        throw new Error(line);
      }),
      onDue: () => {},
      onMissed: async run => void missed.push(run),
      now: async () => now,
    });
  }
  const history = async () =>
    (await runs.list({ limit: 50 })).items.map(run => [
      run.status,
      run.details.reason ?? run.slot,
      run.count,
    ]);

  beforeAll(async () => {
    knex = await databases.init(id);
    await migrate(knex);
    runs = DatabaseRunStore.create({ knex });
  });
  beforeEach(async () => {
    for (const table of ['slots', 'plan_clocks', 'attempts', 'runs']) {
      await knex(table).delete();
    }
    missed.length = 0;
    ports = TestPorts.create({
      connection: {
        name: 'main',
        bucket: 'backups',
        prefix: '',
        credentials: { type: 'ambient' },
      },
      tempDirectory: '/nowhere',
      writeRoot: '/nowhere',
      plans: [
        makePlan({
          name: 'orders',
          path: '/data/orders.db',
          schedule: { every: 'day', at: '02:00' },
        }),
      ],
    });
    now = at('2026-11-20T12:00:00');
    await ticker().tick();
  });

  it('queues a slot once, however many replicas look', async () => {
    now = at('2026-11-21T01:59:59');
    await ticker().tick();
    expect(await history()).toEqual([]);
    now = at('2026-11-21T02:00:03');
    await Promise.all([1, 2, 3, 4].map(() => ticker().tick()));
    await ticker().tick();
    expect(await history()).toEqual([
      ['queued', '2026-11-21T02:00:00.000Z', 1],
    ]);
  });

  it('never queues a slot that has a row, even with a clock set back', async () => {
    now = at('2026-11-21T02:00:03');
    await ticker().tick();
    await knex('plan_clocks').update({ seen_at: at('2026-11-20T12:00:00') });
    await ticker().tick();
    expect(
      (await history()).filter(([status]) => status === 'queued'),
    ).toHaveLength(1);
  });

  it('after a sleep runs the latest slot, and says what it missed', async () => {
    now = at('2026-11-24T09:00:00');
    await ticker().tick();
    const rows = await history();
    expect(rows).toContainEqual(['queued', '2026-11-24T02:00:00.000Z', 1]);
    expect(rows).toContainEqual(['missed', 'portal-down', 3]);
    expect(missed).toHaveLength(1);
    expect(await runs.get(missed[0])).toMatchObject({
      status: 'missed',
      firstSlot: '2026-11-21T02:00:00.000Z',
      lastSlot: '2026-11-23T02:00:00.000Z',
    });
  });

  it('keeps one row for a streak while switched off, and never catches up', async () => {
    ports.automatic.enabled = false;
    for (const day of [21, 22, 23]) {
      now = at(`2026-11-${day}T02:00:04`);
      await ticker().tick();
    }
    expect(await history()).toEqual([['missed', 'automatic-off', 3]]);
    expect(missed).toHaveLength(1);
    const days = await knex('slots').pluck('slot');
    expect(days).toHaveLength(3);
    ports.automatic.enabled = true;
    ports.automatic.changedAt = new Date(
      at('2026-11-24T02:00:02'),
    ).toISOString();
    now = at('2026-11-24T02:00:04');
    await ticker().tick();
    expect(await history()).toEqual([['missed', 'automatic-off', 4]]);
    now = at('2026-11-25T02:00:04');
    await ticker().tick();
    expect(await history()).toContainEqual([
      'queued',
      '2026-11-25T02:00:00.000Z',
      1,
    ]);
  });

  it('lets one scheduled run wait; the slots after it are missed', async () => {
    now = at('2026-11-21T02:00:01');
    await ticker().tick();
    now = at('2026-11-22T02:00:01');
    await ticker().tick();
    expect(await history()).toEqual(
      expect.arrayContaining([
        ['queued', '2026-11-21T02:00:00.000Z', 1],
        ['missed', 'overlap', 1],
      ]),
    );
  });

  it('does not let one plan that cannot be scheduled stop the others', async () => {
    const broken = {
      ...makePlan({ name: 'broken', path: '/data/x' }),
      schedule: { every: 'cron' as const, cron: 'not a cron at all' },
    };
    ports.byName.clear();
    ports.byName.set('broken', broken);
    ports.byName.set(
      'orders',
      makePlan({
        name: 'orders',
        path: '/data/orders.db',
        schedule: { every: 'day', at: '02:00' },
      }),
    );
    const said: string[] = [];
    const quiet = Ticker.create({
      knex,
      plans: ports.plans,
      switches: ports.switches,
      slots: DatabaseSlots.create({ knex }),
      queue: DatabaseRunQueue.create({ knex }),
      logger: testLogger(line => void said.push(line)),
      onDue: () => {},
      onMissed: async () => {},
      now: async () => now,
    });
    await quiet.tick();
    now = at('2026-11-21T02:00:01');
    await quiet.tick();
    expect(said.join()).toMatch('broken');
    expect(await history()).toEqual([
      ['queued', '2026-11-21T02:00:00.000Z', 1],
    ]);
  });
});
