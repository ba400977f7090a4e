import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { DatabaseRunQueue } from '../../queue/DatabaseRunQueue';
import { migrate } from '../migrate';
import type { Heartbeat } from './WorkersStore';
import { WorkersStore } from './WorkersStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('on %s', id => {
  let knex: Knex;
  let store: WorkersStore;

  const beat = (over: Partial<Heartbeat> = {}): Heartbeat => ({
    id: 'backend-1',
    host: 'backend',
    role: 'all',
    labels: ['db', 'eu'],
    version: '0.1.0',
    concurrency: 2,
    leaseMs: 60_000,
    draining: false,
    loads: [],
    ...over,
  });

  beforeAll(async () => {
    knex = await databases.init(id);
    await migrate(knex);
    store = WorkersStore.create({ knex });
  });

  it('tells who is there, what each does, and who went silent', async () => {
    const queue = DatabaseRunQueue.create({ knex });
    const run = await queue.enqueue({
      kind: 'backup',
      plan: 'orders',
      planTitle: 'Orders',
      entityRef: null,
      ownerRef: null,
      trigger: { type: 'schedule', by: null },
      destination: 'main',
      request: { kind: 'backup' },
    });
    await store.beat(beat());
    await queue.claim({ id: 'backend-1', leaseMs: 60_000 });
    await store.beat(
      beat({
        draining: true,
        loads: [{ runId: run.id, cpuPercent: 87, memoryBytes: 1_000_000 }],
      }),
    );
    await store.beat(beat({ id: 'backend-2', leaseMs: 0, labels: [] }));
    await new Promise(done => setTimeout(done, 10));
    const [first, second, ...others] = await store.list();
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      id: 'backend-1',
      lost: false,
      draining: true,
      labels: ['db', 'eu'],
      doing: [
        {
          runId: run.id,
          attempt: 1,
          plan: 'orders',
          planTitle: 'Orders',
          phase: null,
          cpuPercent: 87,
          memoryBytes: 1_000_000,
        },
      ],
    });
    // The first beat is when it started, the last when it was seen.
    expect(Date.parse(first.seenAt)).toBeGreaterThanOrEqual(
      Date.parse(first.startedAt),
    );
    expect(second).toMatchObject({ lost: true, labels: [], doing: [] });
    await store.leave('backend-2');
    expect(await store.list()).toHaveLength(1);
    await knex('workers').update({ seen_at: 0 });
    await store.forget();
    expect(await store.list()).toEqual([]);
  });
});
