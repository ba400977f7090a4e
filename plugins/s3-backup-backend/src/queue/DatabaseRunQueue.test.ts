import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { DatabaseAttempts } from '../database/attempts/DatabaseAttempts';
import { migrate } from '../database/migrate';
import { DatabaseRunStore } from '../database/runs/DatabaseRunStore';
import { DatabaseRunQueue } from './DatabaseRunQueue';
import type { NewRun } from './RunQueue';
import { runId } from './runId';
import { UnderstudyError } from '@understudy/model';

jest.setTimeout(60_000);

const databases = TestDatabases.create();

function newRun(over: Partial<NewRun> = {}): NewRun {
  return {
    kind: 'backup',
    plan: 'orders',
    planTitle: null,
    entityRef: null,
    ownerRef: null,
    trigger: { type: 'user', by: 'user:default/guest' },
    destination: 'main',
    request: { kind: 'backup' },
    ...over,
  };
}

const lost = {
  outcome: 'lost' as const,
  problem: new UnderstudyError('worker-lost').toProblem(),
  also: [],
};

describe.each(databases.eachSupportedId())('on %s', id => {
  let knex: Knex;
  let queue: DatabaseRunQueue;
  let runs: DatabaseRunStore;
  let attempts: DatabaseAttempts;

  beforeAll(async () => {
    knex = await databases.init(id);
    await migrate(knex);
    queue = DatabaseRunQueue.create({ knex });
    runs = DatabaseRunStore.create({ knex });
    attempts = DatabaseAttempts.create({ knex });
  });
  beforeEach(async () => {
    await knex('attempts').delete();
    await knex('runs').delete();
  });

  it('migrates down and up again', async () => {
    const folder = join(__dirname, '../../migrations');
    const files = readdirSync(folder).sort();
    const steps = files.map(file => require(join(folder, file)));
    const tables = async () =>
      Promise.all(
        ['runs', 'attempts', 'run_logs', 'slots', 'backups'].map(name =>
          knex.schema.hasTable(name),
        ),
      );
    for (const step of [...steps].reverse()) await step.down(knex);
    expect(await tables()).toEqual([false, false, false, false, false]);
    for (const step of steps) await step.up(knex);
    expect(await tables()).toEqual([true, true, true, true, true]);
  });

  it('gives each run to one of many workers, once', async () => {
    for (let n = 0; n < 12; n += 1) {
      await queue.enqueue(newRun({ plan: `plan-${n}` }));
    }
    const workers = ['a', 'b', 'c', 'd'];
    const claims: string[] = [];
    await Promise.all(
      workers.map(async worker => {
        for (;;) {
          const claim = await queue.claim({ id: worker, leaseMs: 60_000 });
          if (!claim) return;
          claims.push(claim.runId);
        }
      }),
    );
    expect(new Set(claims).size).toBe(claims.length);
    // A worker that lost a race may have seen nothing for a moment.
    while (claims.length < 12) {
      const claim = await queue.claim({ id: 'a', leaseMs: 60_000 });
      claims.push(claim!.runId);
    }
    expect(await queue.claim({ id: 'a', leaseMs: 60_000 })).toBeUndefined();
    expect(await knex('attempts').count({ n: '*' })).toMatchObject([
      { n: expect.anything() },
    ]);
  });

  it('never runs two of one plan at a time, and says why one waits', async () => {
    const first = await queue.enqueue(newRun());
    const second = await queue.enqueue(newRun());
    const restore = await queue.enqueue(
      newRun({
        kind: 'restore',
        request: {
          kind: 'restore',
          backupId: 'a'.repeat(32),
          folder: 'x',
          target: '/x',
        },
      }),
    );
    const claims = await Promise.all(
      ['a', 'b', 'c'].map(worker =>
        queue.claim({ id: worker, leaseMs: 60_000 }),
      ),
    );
    while (claims.filter(Boolean).length < 2) {
      claims.push(await queue.claim({ id: 'd', leaseMs: 60_000 }));
    }
    const claimed = claims.flatMap(claim => (claim ? [claim.runId] : []));
    expect(claimed).toContain(restore.id);
    const running = claimed.find(one => one !== restore.id)!;
    const waiting = running === first.id ? second.id : first.id;
    expect(await runs.get(waiting)).toMatchObject({
      status: 'queued',
      waiting: { reason: 'plan-busy' },
    });
    const worker = await knex('attempts').where({ run_id: running }).first();
    await attempts.end({ runId: running, attempt: 1 }, worker.worker, {
      outcome: 'succeeded',
      problem: null,
      also: [],
    });
    expect(await queue.claim({ id: 'e', leaseMs: 60_000 })).toMatchObject({
      runId: waiting,
    });
  });

  it('is stopped by the index where two replicas think a lane is free', async () => {
    await queue.enqueue(newRun());
    const second = await queue.enqueue(newRun());
    await queue.claim({ id: 'a', leaseMs: 60_000 });
    await expect(
      knex('runs').where({ id: second.id }).update({ status: 'running' }),
    ).rejects.toThrow();
  });

  it('cancels a queued run at once and asks a running one', async () => {
    const queued = await queue.enqueue(newRun());
    expect(await queue.cancel(queued.id, 'user:default/guest')).toBe(
      'cancelled',
    );
    expect(await runs.get(queued.id)).toMatchObject({
      status: 'cancelled',
      error: { code: 'cancelled', details: { by: 'user:default/guest' } },
    });
    expect(await queue.cancel(queued.id, 'somebody')).toBe('ended');
    expect(await queue.cancel(runId(), 'somebody')).toBe('unknown');

    const { id: running } = await queue.enqueue(newRun());
    const claim = await queue.claim({ id: 'a', leaseMs: 60_000 });
    expect(await queue.cancel(running, 'user:default/guest')).toBe(
      'cancelling',
    );
    expect(await runs.get(running)).toMatchObject({ cancelling: true });
    expect(await attempts.renew(claim!, 'a', 60_000)).toEqual({
      alive: true,
      cancelledBy: 'user:default/guest',
    });
    // Whoever is being cancelled publishes nothing.
    expect(await attempts.mayPublish(claim!, 'a', 60_000)).toBe(false);
    // A lost attempt of it is not tried again.
    await attempts.end(claim!, 'a', lost);
    expect(await runs.get(running)).toMatchObject({ status: 'cancelled' });
  });

  it('lets publish by the clock of the database, and only its holder', async () => {
    await queue.enqueue(newRun());
    const claim = (await queue.claim({ id: 'a', leaseMs: 60_000 }))!;
    expect(await attempts.mayPublish(claim, 'b', 60_000)).toBe(false);
    expect(await attempts.mayPublish(claim, 'a', 60_000)).toBe(true);
    await attempts.renew(claim, 'a', 0);
    await new Promise(resolve => setTimeout(resolve, 5));
    expect(await attempts.mayPublish(claim, 'a', 60_000)).toBe(false);
    expect(await attempts.renew(claim, 'a', 60_000)).toMatchObject({
      alive: false,
    });
  });

  it('finds a lost attempt, tries again after a while, and fails at the end', async () => {
    const limits = {
      attempts: 2,
      backoffMs: 40,
      timeLimitMs: 1_000,
      stallLimitMs: 1_000,
    };
    const { id: run } = await queue.enqueue(newRun({ limits }));
    const loseNext = async () => {
      let claim;
      while (!claim) claim = await queue.claim({ id: 'a', leaseMs: 1 });
      await new Promise(resolve => setTimeout(resolve, 10));
      const found = await Promise.all([
        attempts.loseExpired(() => lost.problem),
        attempts.loseExpired(() => lost.problem),
      ]);
      const stranded = await attempts.stranded();
      const late = await attempts.end(claim, 'a', lost);
      const dead = { ...claim };
      await knex.transaction(trx => attempts.moveOn(trx, dead, lost));
      const left = await attempts.stranded();
      return {
        claim,
        found: found.flat().length,
        stranded: stranded.length,
        late,
        left: left.length,
      };
    };
    const once = {
      found: 1,
      stranded: 1,
      late: { ours: false, finished: false },
      left: 0,
    };
    const first = { runId: run, attempt: 1 };
    expect(await loseNext()).toEqual({ claim: first, ...once });
    expect(await runs.get(run)).toMatchObject({
      status: 'queued',
      details: { retryAt: expect.any(String) },
    });
    const second = { runId: run, attempt: 2 };
    expect(await loseNext()).toEqual({ claim: second, ...once });
    expect(await runs.get(run)).toMatchObject({
      status: 'failed',
      error: { code: 'worker-lost' },
      attempts: [
        { n: 1, outcome: 'lost' },
        { n: 2, outcome: 'lost' },
      ],
    });
    await new Promise(resolve => setTimeout(resolve, 10));
    expect(await attempts.sweepable(10)).toHaveLength(2);
    expect(await attempts.isDead(run, 1)).toBe(true);
  });

  it('pages newest first, filters in SQL and finds by text', async () => {
    for (let n = 0; n < 7; n += 1) {
      await queue.enqueue(
        newRun({
          plan: n % 2 ? 'odd' : 'even',
          planTitle: `100%_${n}`,
          ownerRef: n === 6 ? null : 'group:default/a',
        }),
      );
      // Runs of one millisecond have no order among themselves.
      await new Promise(resolve => setTimeout(resolve, 2));
    }
    const visible = (query: Knex.QueryBuilder) =>
      void query.whereIn('owner_ref', ['group:default/a']);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await runs.list({ limit: 2, cursor }, visible);
      seen.push(...page.items.map(run => run.planTitle!));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual([5, 4, 3, 2, 1, 0].map(n => `100%_${n}`));
    const titles = async (query: object) =>
      (await runs.list({ limit: 10, ...query })).items.map(
        run => run.planTitle,
      );
    expect(await titles({ plan: ['odd'] })).toHaveLength(3);
    expect(await titles({ q: '0%_4' })).toEqual(['100%_4']);
    expect(await titles({ q: 'ODD' })).toHaveLength(3);
    expect(await titles({ q: '1%4' })).toEqual([]);
    await expect(runs.list({ limit: 2, cursor: 'nonsense' })).rejects.toThrow(
      'cursor',
    );
  });
});
