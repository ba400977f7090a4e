import { TestDatabases } from '@backstage/backend-test-utils';
import { UnderstudyError } from '@understudy/model';
import knexFactory from 'knex';
import type { Knex } from 'knex';
import { DatabaseAttempts } from '../../database/attempts/DatabaseAttempts';
import { migrate } from '../../database/migrate';
import { testLogger } from '../../runner/__testUtils__';
import { DatabaseRunQueue } from '../DatabaseRunQueue';
import type { NewRun } from '../RunQueue';
import { JobDesk } from './JobDesk';
import { PgBossRunQueue } from './PgBossRunQueue';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_15'] });
const suite = databases.eachSupportedId().length > 0 ? describe : describe.skip;
const SCHEMA = 'runs_queue_test';

function newRun(plan: string, over: Partial<NewRun> = {}): NewRun {
  return {
    kind: 'backup',
    plan,
    planTitle: null,
    entityRef: null,
    ownerRef: null,
    trigger: { type: 'user', by: 'user:default/guest' },
    destination: 'main',
    request: { kind: 'backup' },
    limits: {
      attempts: 3,
      backoffMs: 0,
      timeLimitMs: 60_000,
      stallLimitMs: 60_000,
    },
    ...over,
  };
}

const failed = {
  outcome: 'failed' as const,
  problem: new UnderstudyError('net-reset').toProblem(),
  also: [],
};

/** As much of a connection of `pg` as dies here. */
interface Wire {
  query(...args: unknown[]): unknown;
  connection: { stream: { destroy(): void } };
}

/** A backend of its own: connections, queue, attempts. */
interface Replica {
  knex: Knex;
  desk: JobDesk;
  rows: DatabaseRunQueue;
  queue: PgBossRunQueue;
  attempts: DatabaseAttempts;
  woken: number;
}

suite('pg-boss on PostgreSQL', () => {
  let knex: Knex;
  const replicas: Replica[] = [];
  const said: string[] = [];

  function replica(own: Knex, schema = SCHEMA): Replica {
    const made = { knex: own, woken: 0 } as Replica;
    made.desk = JobDesk.create({
      knex: own,
      schema,
      logger: testLogger(line => said.push(line)),
      onWork: () => {
        made.woken += 1;
      },
    });
    made.rows = DatabaseRunQueue.create({ knex: own, dispatch: made.desk });
    made.queue = PgBossRunQueue.create(made);
    made.attempts = DatabaseAttempts.create({ knex: own, dispatch: made.desk });
    replicas.push(made);
    return made;
  }

  /** Whose process dies right before its statement number `at`. */
  function mortal() {
    const life = { left: Number.POSITIVE_INFINITY, dead: false };
    const own = knexFactory({
      client: 'pg',
      connection: knex.client.connectionSettings,
      log: { warn() {}, error() {}, debug() {}, deprecate() {} },
      pool: {
        min: 0,
        max: 4,
        afterCreate: (connection: Wire, done: () => void) => {
          const query = connection.query.bind(connection);
          connection.query = (...args: unknown[]) => {
            life.left -= 1;
            if (life.left < 0) life.dead = true;
            if (life.dead) connection.connection.stream.destroy();
            return query(...args);
          };
          done();
        },
      },
    });
    return { own, life };
  }

  const jobs = () =>
    knex.withSchema(SCHEMA).from('job').orderBy('id').pluck('id');
  const queued = () =>
    knex('runs').where({ status: 'queued' }).orderBy('id').pluck('id');
  const wait = (ms: number) => new Promise(done => setTimeout(done, ms));

  beforeAll(async () => {
    knex = await databases.init('POSTGRES_15');
    await migrate(knex);
  });
  beforeEach(async () => {
    said.length = 0;
    await knex('attempts').delete();
    await knex('runs').delete();
    const there = await knex.schema.withSchema(SCHEMA).hasTable('job');
    if (there) await knex.withSchema(SCHEMA).from('job').delete();
  });
  afterEach(async () => {
    for (const each of replicas.splice(0)) await each.desk.stop();
  });

  it('has row and job in one transaction, or neither', async () => {
    const one = replica(knex);
    await one.desk.start(false);
    const run = await one.queue.enqueue(newRun('orders'));
    expect(await jobs()).toEqual([run.id]);
    await expect(
      knex.transaction(async trx => {
        await one.queue.insert(trx, newRun('lost'));
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await jobs()).toEqual([run.id]);
    const claim = await one.queue.claim({ id: 'a', leaseMs: 60_000 });
    expect(claim).toEqual({ runId: run.id, attempt: 1 });
    expect(await jobs()).toEqual([]);
    // What is worth another try has a job again, in the same transaction.
    await one.attempts.end(claim!, 'a', failed);
    expect(await jobs()).toEqual([run.id]);
    expect(await queued()).toEqual([run.id]);
  });

  it('gives each run to one of many workers, once, by priority', async () => {
    const one = replica(knex);
    await one.desk.start(false);
    for (let n = 0; n < 30; n += 1) {
      await one.queue.enqueue(newRun(`plan-${n}`, { priority: n % 3 }));
    }
    const first = await one.queue.claim({ id: 'a', leaseMs: 60_000 });
    const { priority } = await knex('runs').where('id', first!.runId).first();
    expect(priority).toBe(2);
    const claims: string[] = [first!.runId];
    await Promise.all(
      ['b', 'c', 'd', 'e'].map(async id => {
        for (;;) {
          const claim = await one.queue.claim({ id, leaseMs: 60_000 });
          if (!claim) return;
          claims.push(claim.runId);
        }
      }),
    );
    expect(claims).toHaveLength(30);
    expect(new Set(claims).size).toBe(30);
    expect(await jobs()).toEqual([]);
  });

  it('passes over what may not begin now, and finds it later', async () => {
    const one = replica(knex);
    await one.desk.start(false);
    const first = await one.queue.enqueue(newRun('orders'));
    const second = await one.queue.enqueue(newRun('orders'));
    const other = await one.queue.enqueue(newRun('handbook'));
    const worker = { id: 'a', leaseMs: 60_000 };
    const claim = await one.queue.claim(worker);
    expect(claim?.runId).toBe(first.id);
    expect((await one.queue.claim(worker))?.runId).toBe(other.id);
    expect(await one.queue.claim(worker)).toBeUndefined();
    expect(await jobs()).toEqual([]);
    await one.attempts.end(claim!, 'a', {
      ...failed,
      outcome: 'succeeded',
      problem: null,
    });
    expect(await one.desk.reconcile(one.rows.claimable())).toEqual({
      sent: 1,
      removed: 0,
    });
    expect((await one.queue.claim(worker))?.runId).toBe(second.id);
  });

  it('gives a run with labels only to a worker that has them', async () => {
    const one = replica(knex);
    await one.desk.start(false);
    const far = await one.queue.enqueue(
      newRun('far', { labels: ['eu', 'db'] }),
    );
    const worker = (labels: string[]) => ({ id: 'a', leaseMs: 60_000, labels });
    expect(await one.queue.claim(worker([]))).toBeUndefined();
    expect(await replica(knex).queue.claim(worker(['db']))).toBeUndefined();
    const right = replica(knex);
    await right.desk.start(false);
    const claim = await right.queue.claim(worker(['db', 'eu', 'big']));
    expect(claim?.runId).toBe(far.id);
    expect(await jobs()).toEqual([]);
  });

  it('is told of runs that another process queued', async () => {
    const listening = replica(knex);
    await listening.desk.start(true);
    const writing = replica(knex);
    await writing.desk.start(false);
    const until = async (done: () => boolean) => {
      for (let n = 0; n < 200 && !done(); n += 1) await wait(50);
      expect(done()).toBe(true);
    };
    // Once when it has connected: something may have been missed.
    await until(() => listening.woken > 0);
    const before = listening.woken;
    await writing.queue.enqueue(newRun('orders'));
    await until(() => listening.woken > before);
    // The connection is lost and made again.
    const again = listening.woken;
    await knex.raw(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 's3-backup listener' and datname = current_database()`,
    );
    await until(() => listening.woken > again);
    const later = listening.woken;
    await writing.queue.enqueue(newRun('handbook'));
    await until(() => listening.woken > later);
  });

  it('puts right what rows and jobs do not agree on', async () => {
    const one = replica(knex);
    await one.desk.start(false);
    const cancelled = await one.queue.enqueue(newRun('cancelled'));
    await one.queue.cancel(cancelled.id, 'somebody');
    const silent = replica(knex);
    const unknown = await silent.queue.enqueue(newRun('unknown'));
    expect(await jobs()).toEqual([cancelled.id]);
    expect(await one.desk.reconcile(one.rows.claimable())).toEqual({
      sent: 1,
      removed: 1,
    });
    expect(await jobs()).toEqual([unknown.id]);
    expect(await one.desk.reconcile(one.rows.claimable())).toEqual({
      sent: 0,
      removed: 0,
    });
  });

  it('goes by the rows where the schema can not be made', async () => {
    const one = replica(knex, 'pg_not_allowed');
    await one.desk.start(true);
    expect(said.join('\n')).toContain('s3Backup.queue.type');
    const run = await one.queue.enqueue(newRun('orders'));
    expect((await one.queue.claim({ id: 'a', leaseMs: 60_000 }))?.runId).toBe(
      run.id,
    );
  });

  const worker = { id: 'mortal', leaseMs: 60_000 };
  const steps: Array<[string, (dying: Replica) => Promise<unknown>]> = [
    ['queueing', ({ queue }) => queue.enqueue(newRun('new'))],
    ['claiming', ({ queue }) => queue.claim(worker)],
    [
      'ending an attempt',
      async ({ attempts }) => {
        const row = await knex('attempts').where({ worker: 'mortal' }).first();
        const claim = { runId: row.run_id, attempt: row.n };
        return attempts.end(claim, 'mortal', failed);
      },
    ],
    ['reconciling', ({ desk, rows }) => desk.reconcile(rows.claimable())],
  ];

  it.each(steps)(
    'loses and doubles nothing, killed while %s',
    async (what, step) => {
      const well = replica(knex);
      await well.desk.start(false);
      let died = 0;
      for (let at = 0; ; at += 1) {
        await knex('attempts').delete();
        await knex('runs').delete();
        await knex.withSchema(SCHEMA).from('job').delete();
        const { own, life } = mortal();
        const dying = replica(own);
        await dying.desk.start(false);
        await well.queue.enqueue(newRun('orders'));
        if (what === 'ending an attempt') await well.queue.claim(worker);
        if (what === 'reconciling') {
          // One row without its job, one job without its row.
          await knex.withSchema(SCHEMA).from('job').delete();
          const gone = await well.queue.enqueue(newRun('gone'));
          await well.queue.cancel(gone.id, 'somebody');
        }
        // Queues are known, as in a process that has run for a while.
        if (what === 'claiming') await dying.desk.known(['']);
        life.left = at;
        const ended = await step(dying).then(
          () => 'ended',
          () => 'killed',
        );
        life.dead = true;
        await own.destroy().catch(() => {});
        if (ended === 'killed') died += 1;
        await expectSound(well, what !== 'reconciling');
        if (ended === 'ended') break;
      }
      // Begin, one statement or more, commit.
      expect(died).toBeGreaterThan(2);
    },
  );

  async function expectSound(
    { rows, desk, queue }: Replica,
    agreed: boolean,
  ): Promise<void> {
    // The server has seen that the process is gone: nothing holds a lock.
    for (let n = 0; n < 100; n += 1) {
      const open = await knex('pg_stat_activity')
        .whereRaw(`datname = current_database() and state like 'idle in%'`)
        .first('pid');
      if (!open) break;
      await wait(20);
    }
    for (const run of await knex('runs')) {
      const live = await knex('attempts')
        .where({ run_id: run.id })
        .whereNull('ended_at');
      expect([run.status, live.length]).toEqual([
        run.status,
        run.status === 'running' ? 1 : 0,
      ]);
    }
    const waiting = await queued();
    if (agreed) expect(await jobs()).toEqual(waiting);
    await desk.reconcile(rows.claimable());
    expect(await jobs()).toEqual(waiting);
    const claimed: string[] = [];
    for (;;) {
      const claim = await queue.claim({ id: 'well', leaseMs: 60_000 });
      if (!claim) break;
      claimed.push(claim.runId);
    }
    expect(claimed.sort()).toEqual(waiting);
    expect(await jobs()).toEqual([]);
  }
});
