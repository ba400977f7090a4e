import { TestDatabases } from '@backstage/backend-test-utils';
import { retentionSchema, Run } from '@understudy/model';
import type { Knex } from 'knex';
import { migrate } from '../database/migrate';
import { PlanRetentionStore } from '../database/PlanRetentionStore';
import { TestPortal } from './__testUtils__/TestPortal';

jest.setTimeout(180_000);

const databases = TestDatabases.create();
const RULES = retentionSchema.parse({
  keepLast: 1,
  minimumGood: 1,
  keepUntilProven: false,
});
const DAY = 86_400_000;

describe.each(databases.eachSupportedId())('retention on %s', id => {
  let knex: Knex;
  let portal: TestPortal;
  let store: PlanRetentionStore;

  beforeAll(async () => {
    knex = await databases.init(id);
    await migrate(knex);
    store = PlanRetentionStore.create({ knex });
    portal = await TestPortal.start({ knex });
    portal.running.start();
    for (let n = 0; n < 3; n += 1) {
      await portal.waitFor((await portal.enqueue()).id);
    }
  });
  afterAll(() => portal?.stop());

  const prunes = async (): Promise<Run[]> =>
    (await portal.running.runs.list({ kind: ['prune'], limit: 20 })).items;
  const count = async () =>
    (await portal.running.backups.list({ limit: 20 })).items.length;
  const prune = async () =>
    portal.waitFor((await portal.enqueue({ kind: 'prune' })).id);

  it('does nothing by itself where a plan has no rules', async () => {
    expect(await prunes()).toEqual([]);
    expect(await prune()).toMatchObject({
      status: 'succeeded',
      result: { leaving: [] },
    });
    expect(await count()).toBe(3);
  });

  it('refuses while the portal is a restored one', async () => {
    portal.ports.byName.get('orders')!.retention = RULES;
    portal.ports.automatic.recovered = true;
    expect(await prune()).toMatchObject({
      status: 'failed',
      error: { code: 'prune-stopped' },
    });
    const before = (await prunes()).length;
    const run = await portal.waitFor((await portal.enqueue()).id);
    await portal.waitFor(run.id, () => portal.ports.finished.length > 0);
    expect(await prunes()).toHaveLength(before);
    portal.ports.automatic.recovered = false;
    expect(await count()).toBe(4);
  });

  it('lets orphans be, and prunes them once a day where somebody said so', async () => {
    portal.ports.byName.delete('orders');
    await store.remember('orders', RULES, 'UTC');
    const { running } = portal;
    const before = (await prunes()).length;
    await running.maintain();
    expect(await prunes()).toHaveLength(before);
    // Not even where it is asked for by name.
    expect(await prune()).toMatchObject({ result: { leaving: [] } });
    expect(await count()).toBe(4);

    await store.setFollow('orders', {
      at: new Date().toISOString(),
      by: 'user:default/admin',
    });
    const daysPass = () =>
      knex('runs').update({
        sorted_at: knex.raw('sorted_at - ?', [2 * DAY]),
      });
    const next = async () => {
      await daysPass();
      const known = (await prunes()).length;
      await running.maintain();
      // A second replica at the same time, and the next hour, find it done.
      await running.maintain();
      const [newest] = await prunes();
      expect(await prunes()).toHaveLength(known + 1);
      return portal.waitFor(newest.id);
    };
    expect(await next()).toMatchObject({
      status: 'succeeded',
      trigger: { type: 'service', by: 'retention' },
      result: { dryRun: true, leavingTotal: 3 },
    });
    expect(await count()).toBe(4);
    expect(await next()).toMatchObject({
      status: 'succeeded',
      result: { dryRun: false, deleted: 3 },
    });
    expect(await count()).toBe(1);
  });
});
