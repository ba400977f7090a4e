import { TestDatabases } from '@backstage/backend-test-utils';
import { UnderstudyError } from '@understudy/model';
import type { Knex } from 'knex';
import { DestinationHolds } from '../database/claims/DestinationHolds';
import { migrate } from '../database/migrate';
import { DatabaseRunStore } from '../database/runs/DatabaseRunStore';
import { DatabaseSlots } from '../database/slots/DatabaseSlots';
import { DatabaseRunQueue } from '../queue/DatabaseRunQueue';
import { makePlan, testLogger, TestPorts } from '../runner/__testUtils__';
import { startOf } from './startOf';
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
      holds: DestinationHolds.create({ knex }),
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
    for (const table of [
      'slots',
      'plan_clocks',
      'attempts',
      'runs',
      'destination_holds',
    ]) {
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
      holds: DestinationHolds.create({ knex }),
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

  it('gives each run its moment in the start window', async () => {
    const spread = 3_600_000;
    ports.byName.clear();
    for (let n = 0; n < 20; n += 1) {
      const schedule = { every: 'day', at: '02:00' };
      const plan = makePlan({ name: `plan-${n}`, path: '/x', schedule });
      ports.byName.set(plan.name, { ...plan, spread });
    }
    now = at('2099-11-21T01:59:00');
    await ticker().tick();
    now = at('2099-11-21T02:00:03');
    await ticker().tick();
    const rows = await knex('runs').select('plan', 'slot', 'not_before');
    expect(rows).toHaveLength(20);
    const slot = at('2099-11-21T02:00:00');
    for (const row of rows) {
      expect(Number(row.slot)).toBe(slot);
      const moment = startOf(slot, { plan: row.plan, spread });
      expect(Number(row.not_before)).toBe(moment);
      expect(moment).toBeLessThan(slot + spread);
    }
  });

  it('begins nothing in quiet hours: the first slot runs at their end, for the others', async () => {
    const quiet = [{ from: '01:00', until: '05:00', timeZone: 'UTC' }];
    const plan = makePlan({
      name: 'orders',
      path: '/x',
      schedule: { every: 'hours', hours: 1 },
    });
    ports.byName.set('orders', { ...plan, quiet });
    now = at('2099-11-21T00:30:00');
    await knex('plan_clocks').update({ seen_at: now });
    for (let hour = 1; hour <= 4; hour += 1) {
      now = at(`2099-11-21T0${hour}:00:03`);
      await ticker().tick();
    }
    expect(await history()).toEqual([
      ['missed', 'blackout', 3],
      ['queued', '2099-11-21T01:00:00.000Z', 1],
    ]);
    const [row] = await knex('runs').where({ status: 'queued' });
    expect(Number(row.not_before)).toBe(at('2099-11-21T05:00:00'));
    // What waits for its next attempt begins no earlier, either.
    await knex('runs').where({ id: row.id }).update({ not_before: now });
    await ticker().tick();
    const held = await knex('runs').where({ id: row.id }).first('not_before');
    expect(Number(held.not_before)).toBe(at('2099-11-21T05:00:00'));
  });

  it('leaves out the slot that somebody said, and runs the next one', async () => {
    const plan = ports.byName.get('orders')!;
    const slot = '2026-11-21T02:00:00.000Z';
    const skip = { slot, by: 'user:default/guest', at: slot };
    ports.byName.set('orders', { ...plan, skip });
    now = at('2026-11-21T02:00:03');
    await ticker().tick();
    now = at('2026-11-22T02:00:03');
    await ticker().tick();
    expect(await history()).toEqual(
      expect.arrayContaining([
        ['missed', 'skipped', 1],
        ['queued', '2026-11-22T02:00:00.000Z', 1],
      ]),
    );
  });

  it('misses a slot where the plan runs and wants no further run to wait', async () => {
    const plan = ports.byName.get('orders')!;
    ports.byName.set('orders', { ...plan, overlap: 'skip' });
    now = at('2026-11-21T02:00:03');
    await ticker().tick();
    await knex('runs').update({ status: 'running' });
    now = at('2026-11-22T02:00:03');
    await ticker().tick();
    expect(await history()).toEqual(
      expect.arrayContaining([['missed', 'overlap', 1]]),
    );
  });

  it('says that the destination was down, not that runs overlap', async () => {
    now = at('2026-11-21T02:00:03');
    await ticker().tick();
    await DestinationHolds.create({ knex }).hold(
      'main',
      new UnderstudyError('net-refused').toProblem(),
    );
    now = at('2026-11-22T02:00:03');
    await ticker().tick();
    expect(await history()).toEqual(
      expect.arrayContaining([['missed', 'destination-down', 1]]),
    );
  });
});
