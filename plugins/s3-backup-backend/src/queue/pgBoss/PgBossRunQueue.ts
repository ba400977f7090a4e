import type { Run } from '@understudy/model';
import type { Knex } from 'knex';
import type { DatabaseRunQueue } from '../DatabaseRunQueue';
import { servableKeys } from '../labels';
import type {
  CancelOutcome,
  Claim,
  Claimant,
  NewRun,
  RunQueue,
} from '../RunQueue';
import type { JobDesk } from './JobDesk';

/** Jobs of runs that may not begin now which one look passes over. */
const LOOKS = 20;

/** Between two looks at which queues there are. */
const KNOWN_FOR_MS = 15_000;

/**
 * The queue on PostgreSQL: pg-boss hands each job to one worker and tells all
 * of them at once that there is one. The row stays the truth: a job is taken
 * away in the transaction that claims its row, and where no job leads to a run
 * the rows themselves are looked at, so that a job may be missing.
 * @internal
 */
export class PgBossRunQueue implements RunQueue {
  static create(options: {
    knex: Knex;
    /** Writes and claims rows, and sends jobs by the same desk. */
    rows: DatabaseRunQueue;
    desk: JobDesk;
  }): PgBossRunQueue {
    return new PgBossRunQueue(options.knex, options.rows, options.desk);
  }

  #keys: string[] = [];
  #keysFrom = 0;

  private constructor(
    private readonly knex: Knex,
    private readonly rows: DatabaseRunQueue,
    private readonly desk: JobDesk,
  ) {}

  enqueue(run: NewRun): Promise<Run> {
    return this.rows.enqueue(run);
  }

  insert(trx: Knex, run: NewRun): Promise<string> {
    return this.rows.insert(trx, run);
  }

  cancel(id: string, by: string): Promise<CancelOutcome> {
    return this.rows.cancel(id, by);
  }

  async claim(worker: Claimant): Promise<Claim | undefined> {
    for (const labels of await this.#servable(worker)) {
      for (let look = 0; look < LOOKS; look += 1) {
        const taken = await this.#takeOne(labels, worker);
        if (!taken) break;
        if (taken.claim) return taken.claim;
      }
    }
    return this.rows.claim(worker);
  }

  /**
   * Job and row in one transaction: killed in between, both are as they were.
   * A job whose run can't begin now is dropped; its row says that it waits.
   */
  #takeOne(
    labels: string,
    worker: Claimant,
  ): Promise<{ claim: Claim | undefined } | undefined> {
    return this.knex.transaction(async trx => {
      const id = await this.desk.take(trx, labels);
      if (id === undefined) return undefined;
      return { claim: await this.rows.take(trx, id, worker) };
    });
  }

  async #servable(worker: Claimant): Promise<string[]> {
    const now = Date.now();
    if (Math.abs(now - this.#keysFrom) > KNOWN_FOR_MS) {
      this.#keys = await this.desk.known(servableKeys(worker.labels ?? []));
      this.#keysFrom = now;
    }
    return this.#keys;
  }
}
