import { TestDatabases } from '@backstage/backend-test-utils';
import { UnderstudyError } from '@understudy/model';
import type { Knex } from 'knex';
import { DatabaseRunQueue } from '../../queue/DatabaseRunQueue';
import type { NewRun } from '../../queue/RunQueue';
import { migrate } from '../migrate';
import { DatabaseRunStore } from '../runs/DatabaseRunStore';
import type { ClaimLimits } from './claimable';
import { NO_LIMITS } from './claimable';
import { DestinationHolds } from './DestinationHolds';

jest.setTimeout(60_000);

const databases = TestDatabases.create();
const down = new UnderstudyError('net-refused', {
  host: 's3.example',
  port: 443,
}).toProblem();

describe.each(databases.eachSupportedId())('claims on %s', id => {
  let knex: Knex;
  let holds: DestinationHolds;

  beforeAll(async () => {
    knex = await databases.init(id);
    await migrate(knex);
    holds = DestinationHolds.create({ knex });
  });
  beforeEach(async () => {
    for (const table of ['attempts', 'runs', 'destination_holds']) {
      await knex(table).delete();
    }
  });

  const portal = (limits: Partial<ClaimLimits> = {}) => ({
    queue: DatabaseRunQueue.create({
      knex,
      limits: { ...NO_LIMITS, ...limits },
    }),
    runs: DatabaseRunStore.create({
      knex,
      limits: { ...NO_LIMITS, ...limits },
    }),
  });
  const queued = (
    { queue }: ReturnType<typeof portal>,
    plan: string,
    over: Partial<NewRun> = {},
  ) =>
    queue.enqueue({
      kind: 'backup',
      plan,
      planTitle: null,
      entityRef: null,
      ownerRef: null,
      trigger: { type: 'schedule', by: null },
      destination: 'main',
      request: { kind: 'backup' },
      ...over,
    });
  /** Many workers at once, until none gets anything. */
  async function claimAll({ queue }: ReturnType<typeof portal>) {
    const claims: string[] = [];
    const worker = async (name: number) => {
      for (let idle = 0; idle < 3; ) {
        const leaseMs = 60_000;
        const claim = await queue.claim({ id: `worker-${name}`, leaseMs });
        if (claim) claims.push(claim.runId);
        else idle += 1;
      }
    };
    await Promise.all([1, 2, 3, 4, 5, 6].map(worker));
    return claims;
  }

  it.each([
    ['running', {}, 'limit-running'],
    ['perDestination', {}, 'limit-destination'],
    ['perSourceHost', { sourceHost: 'db-1' }, 'limit-source-host'],
  ] as const)(
    'takes as many as %s allows, whoever claims at the same time',
    async (limit, over, reason) => {
      const three = portal({ [limit]: 3 });
      for (let n = 0; n < 12; n += 1) await queued(three, `plan-${n}`, over);
      const claims = await claimAll(three);
      expect(claims).toHaveLength(3);
      const { items } = await three.runs.list({
        limit: 50,
        status: ['queued'],
      });
      expect(new Set(items.map(run => run.waiting?.reason))).toEqual(
        new Set([reason]),
      );
      await knex('runs')
        .where({ id: claims[0] })
        .update({ status: 'succeeded' });
      expect(await claimAll(three)).toHaveLength(1);
    },
  );

  it('counts a destination and a host by themselves', async () => {
    const one = portal({ perDestination: 1, perSourceHost: 1 });
    await queued(one, 'a', { sourceHost: 'db-1', priority: 1 });
    await queued(one, 'b', { destination: 'other', sourceHost: 'db-1' });
    await queued(one, 'c', { destination: 'other', sourceHost: 'db-2' });
    await queued(one, 'd', { destination: 'third', sourceHost: null });
    await queued(one, 'e', { destination: 'fourth', sourceHost: null });
    const plans = await Promise.all(
      (await claimAll(one)).map(async run => (await one.runs.get(run))?.plan),
    );
    expect(plans.sort()).toEqual(['a', 'c', 'd', 'e']);
  });

  it('begins no run of a destination that is down, and all when it is back', async () => {
    const any = portal();
    await queued(any, 'a');
    await queued(any, 'b');
    await queued(any, 'c', { destination: 'other' });
    const told = await Promise.all(
      [1, 2, 3].map(() => holds.hold('main', down)),
    );
    expect(told.filter(Boolean)).toHaveLength(1);
    expect(await claimAll(any)).toHaveLength(1);
    const { items } = await any.runs.list({ limit: 5, status: ['queued'] });
    expect(items.map(run => run.waiting?.reason)).toEqual([
      'destination-down',
      'destination-down',
    ]);
    const freed = await Promise.all([1, 2].map(() => holds.release('main')));
    expect(freed.filter(Boolean)).toHaveLength(1);
    expect(await claimAll(any)).toHaveLength(2);
  });

  it('asks a destination that is down by one replica, and ever more seldom', async () => {
    await holds.hold('main', down);
    expect(await holds.takeProbes()).toEqual([]);
    const later = () => knex('destination_holds').update({ probe_at: 0 });
    const ask = () => holds.takeProbes();
    const waits: number[] = [];
    for (let n = 0; n < 5; n += 1) {
      await later();
      const before = Date.now();
      const taken = await Promise.all([ask(), ask(), ask()]);
      expect(taken.flat()).toEqual(['main']);
      const row = await knex('destination_holds').first('probe_at');
      waits.push(Math.round((Number(row.probe_at) - before) / 10_000));
    }
    expect(waits).toEqual([3, 6, 12, 12, 12]);
  });

  it('takes what somebody waits for first, then by the plan’s priority', async () => {
    const one = portal();
    await queued(one, 'low', { priority: -5 });
    await queued(one, 'usual');
    await queued(one, 'high', { priority: 5 });
    await queued(one, 'asked', { trigger: { type: 'user', by: 'user:a/b' } });
    const order: (string | undefined)[] = [];
    for (let n = 0; n < 4; n += 1) {
      const claim = await one.queue.claim({ id: 'w', leaseMs: 60_000 });
      order.push((await one.runs.get(claim!.runId))?.plan);
    }
    expect(order).toEqual(['asked', 'high', 'usual', 'low']);
  });

  it('leaves a run alone until it may begin', async () => {
    const any = portal();
    await queued(any, 'a', { notBefore: Date.now() + 3_600_000 });
    expect(await claimAll(any)).toEqual([]);
  });
});
