import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { fromKnex, PgBoss } from 'pg-boss';
import type { Dispatch, QueuedRun } from '../RunQueue';
import { RunListener } from './RunListener';

/** Rows and jobs that one look puts right at most. */
const BATCH = 500;

/** Jobs of one set of labels; `runs` are for any worker. */
function queueOf(labels: string): string {
  return labels ? `runs/${labels.replaceAll(',', '/')}` : 'runs';
}

/**
 * pg-boss sends whole scripts with a BEGIN of their own. One that fails would
 * leave its connection in a transaction for whoever of the portal is next.
 */
async function rawAlone(
  knex: Knex,
  sql: string,
  values?: readonly unknown[],
): Promise<{ rows: never[] }> {
  const connection = await knex.client.acquireConnection();
  try {
    return await knex.raw(sql, (values ?? []) as never).connection(connection);
  } catch (error) {
    await knex.raw('rollback').connection(connection);
    throw error;
  } finally {
    await knex.client.releaseConnection(connection);
  }
}

interface DeskOptions {
  knex: Knex;
  /** pg-boss keeps its tables there, beside ours. */
  schema: string;
  logger: LoggerService;
  /** Runs may wait. */
  onWork(): void;
}

/**
 * Jobs of pg-boss, one for a queued run and with its id. They are made, and
 * taken away, in the transactions that change the rows, so that no moment has
 * one without the other; what other ways of changing rows leave behind is put
 * right by `reconcile`. No job is ever *active*: leases are those of attempts.
 * @internal
 */
export class JobDesk implements Dispatch {
  static create(options: DeskOptions): JobDesk {
    return new JobDesk(options);
  }

  #boss: PgBoss | undefined;
  #listener: RunListener | undefined;
  readonly #queues = new Map<string, Promise<void>>();

  private constructor(private readonly options: DeskOptions) {}

  /**
   * Makes or migrates pg-boss's schema. Where that may not be, this process
   * goes without jobs, and its workers read the rows.
   */
  async start(listen: boolean): Promise<void> {
    const { knex, schema, logger, onWork } = this.options;
    if (this.#boss) return;
    try {
      const boss = new PgBoss({
        db: fromKnex({ raw: (sql, values) => rawAlone(knex, sql, values) }),
        schema,
        // Nothing is ever active or completed, so there is nothing to supervise.
        supervise: false,
        schedule: false,
      });
      boss.on('error', error => logger.warn('The queue has trouble', error));
      boss.on('warning', warning => logger.debug(warning.message));
      await boss.start();
      this.#boss = boss;
      await this.#queue('');
    } catch (error) {
      this.#boss = undefined;
      logger.warn(
        `Runs are not dispatched by pg-boss but polled: its schema "${schema}" could not be used. ` +
          'Give the database role CREATE on the database, or set s3Backup.queue.type: database.',
        error as Error,
      );
      return;
    }
    if (listen) await this.#listen(onWork);
  }

  async stop(): Promise<void> {
    await this.#listener?.stop();
    this.#listener = undefined;
    const boss = this.#boss;
    this.#boss = undefined;
    this.#queues.clear();
    await boss?.stop({ graceful: false, close: false });
  }

  async #listen(onWork: () => void): Promise<void> {
    const { knex, schema, logger } = this.options;
    // As pg-boss names it; it notifies in the transaction that sends.
    const { rows } = await knex.raw(
      `select 'pgboss_' || left(encode(sha224(?::bytea), 'hex'), 24) as channel`,
      [schema.toLocaleLowerCase('en-US')],
    );
    this.#listener = RunListener.start({
      knex,
      channel: rows[0].channel,
      onWork,
      onTrouble: error =>
        logger.info(
          `New runs are not heard of at once but polled: ${error.message}`,
        ),
    });
  }

  /** Known to pg-boss; outside of the caller's transaction, once a process. */
  #queue(labels: string): Promise<void> {
    const name = queueOf(labels);
    let known = this.#queues.get(name);
    if (!known) {
      known = this.#boss!.createQueue(name, { notify: true });
      known.catch(() => this.#queues.delete(name));
      this.#queues.set(name, known);
    }
    return known;
  }

  async send(trx: Knex, runs: QueuedRun[]): Promise<void> {
    const boss = this.#boss;
    if (!boss) return;
    const db = fromKnex(trx);
    for (const labels of new Set(runs.map(run => run.labels))) {
      await this.#queue(labels);
      const jobs = runs
        .filter(run => run.labels === labels)
        .map(({ id, priority, inMs }) => ({
          id,
          priority,
          startAfter: Math.ceil(inMs / 1_000),
        }));
      await boss.insert(queueOf(labels), jobs, { db });
    }
  }

  /** Takes the next job away, in the caller's transaction; its run's id. */
  async take(trx: Knex, labels: string): Promise<string | undefined> {
    const boss = this.#boss;
    if (!boss) return undefined;
    const db = fromKnex(trx);
    const queue = queueOf(labels);
    const [job] = await boss.fetch(queue, { db });
    if (job) await boss.deleteJob(queue, job.id, { db });
    return job?.id;
  }

  /** Of these sets of labels, those that ever had a job. */
  async known(keys: string[]): Promise<string[]> {
    if (!this.#boss) return [];
    const names = new Map(keys.map(key => [queueOf(key), key]));
    const queues = await this.#boss.getQueues([...names.keys()]);
    const made = new Set(queues.map(queue => queue.name));
    return keys.filter(key => made.has(queueOf(key)));
  }

  /**
   * Jobs whose run no longer waits go; rows that `waiting` names and that have
   * no job get one.
   */
  async reconcile(
    waiting: Knex.QueryBuilder,
  ): Promise<{ sent: number; removed: number }> {
    if (!this.#boss) return { sent: 0, removed: 0 };
    const { knex, schema } = this.options;
    const jobs = () => knex.withSchema(schema).from('job as j');
    const stale: { id: string; name: string }[] = await jobs()
      .where('j.name', 'like', 'runs%')
      .whereNotExists(
        knex('runs')
          .whereRaw('runs.id = j.id::text')
          .where({ status: 'queued' })
          .select(knex.raw('1')),
      )
      .limit(BATCH)
      .select('j.id', 'j.name');
    for (const name of new Set(stale.map(job => job.name))) {
      const ids = stale.filter(job => job.name === name).map(({ id }) => id);
      await this.#boss.deleteJob(name, ids);
    }
    const rows: QueuedRun[] = await waiting
      .whereNotExists(
        jobs().whereRaw('j.id = runs.id::uuid').select(knex.raw('1')),
      )
      .limit(BATCH)
      .select('id', 'priority', 'labels', knex.raw('0 as "inMs"'));
    await this.send(knex, rows);
    return { sent: rows.length, removed: stale.length };
  }
}
