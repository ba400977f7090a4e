import type { Attempt, Problem, Progress } from '@understudy/model';
import type { Knex } from 'knex';
import type { Claim, Dispatch } from '../../queue/RunQueue';
import type { AttemptRow, RunRow } from '../runs/RunRow';
import { databaseNow, databaseNowPlus } from '../runs/values';
import type { AttemptEnd } from './attemptEnd';
import { nextOfRun } from './attemptEnd';

/** @internal */
export interface Renewal {
  /** False: the lease is gone, and with it the right to go on. */
  alive: boolean;
  /** Who asked to cancel, or null. */
  cancelledBy: string | null;
}

/**
 * Attempts under their leases. Every write of a worker is conditional: right
 * worker, not ended, and where it counts, lease alive by the database's clock.
 * @internal
 */
export class DatabaseAttempts {
  static create(options: {
    knex: Knex;
    /** Told of each run that is queued again. */
    dispatch?: Dispatch;
  }): DatabaseAttempts {
    return new DatabaseAttempts(options.knex, options.dispatch);
  }

  private constructor(
    private readonly knex: Knex,
    private readonly dispatch: Dispatch | undefined,
  ) {}

  #live(knex: Knex, claim: Claim, worker: string) {
    return knex('attempts')
      .where({ run_id: claim.runId, n: claim.attempt, worker })
      .whereNull('ended_at');
  }

  async renew(claim: Claim, worker: string, leaseMs: number): Promise<Renewal> {
    const renewed = await this.#live(this.knex, claim, worker)
      .where('lease_until', '>', databaseNow(this.knex))
      .update({ lease_until: databaseNowPlus(this.knex, leaseMs) });
    const row = await this.knex<RunRow>('runs')
      .where({ id: claim.runId })
      .first('cancel_requested_at', 'cancel_by');
    const asked = row?.cancel_requested_at ?? null;
    return {
      alive: renewed > 0,
      cancelledBy: asked === null ? null : row?.cancel_by ?? 'somebody',
    };
  }

  /**
   * *May I publish?*: the first fence. One conditional update by the
   * database's clock, that also gives the write a whole lease of time.
   */
  async mayPublish(
    claim: Claim,
    worker: string,
    leaseMs: number,
  ): Promise<boolean> {
    const granted = await this.#live(this.knex, claim, worker)
      .where('lease_until', '>', databaseNow(this.knex))
      .whereExists(
        this.knex('runs')
          .whereRaw('runs.id = attempts.run_id')
          .where({ status: 'running', attempt: claim.attempt })
          .whereNull('cancel_requested_at')
          .select(this.knex.raw('1')),
      )
      .update({
        publishing_at: databaseNow(this.knex),
        lease_until: databaseNowPlus(this.knex, leaseMs),
      });
    return granted > 0;
  }

  /** One folder a run: its one manifest key is the last fence. */
  async setFolder(claim: Claim, folder: string): Promise<void> {
    await this.knex('runs')
      .where({ id: claim.runId })
      .whereNull('folder')
      .update({ folder });
  }

  async progress(
    claim: Claim,
    worker: string,
    progress: Progress,
    phases: Attempt['phases'],
  ): Promise<void> {
    const known = await this.#live(this.knex, claim, worker).update({
      phases: JSON.stringify(phases),
    });
    if (known === 0) return;
    const stored = progress.destinations.reduce(
      (sum, one) => sum + one.bytesStored,
      0,
    );
    await this.knex('runs')
      .where({ id: claim.runId, status: 'running', attempt: claim.attempt })
      .update({
        progress: JSON.stringify(progress),
        bytes_read: progress.bytesRead,
        bytes_stored: stored,
      });
  }

  /**
   * Ends an attempt and moves its run on, in one transaction. False: the
   * attempt was not ours to end any more.
   */
  async end(
    claim: Claim,
    worker: string,
    end: AttemptEnd,
  ): Promise<{ ours: boolean; finished: boolean }> {
    return this.knex.transaction(async trx => {
      const ended = await this.#live(trx, claim, worker).update({
        ended_at: databaseNow(trx),
        outcome: end.outcome,
        error: end.problem ? JSON.stringify(end.problem) : null,
        ...(end.phases ? { phases: JSON.stringify(end.phases) } : {}),
        // Ended by its own worker: nothing of it is alive any more.
        lease_until: trx.raw(
          'case when lease_until < ? then lease_until else ? end',
          [databaseNow(trx), databaseNow(trx)],
        ),
      });
      if (ended === 0) return { ours: false, finished: false };
      const finished = await this.moveOn(trx, claim, end);
      return { ours: true, finished };
    });
  }

  /** The run after its attempt's end: queued again, or at its own end. */
  async moveOn(trx: Knex, claim: Claim, end: AttemptEnd): Promise<boolean> {
    const row = await trx<RunRow>('runs').where({ id: claim.runId }).first();
    if (!row) return false;
    const next = nextOfRun(row, end);
    const moved = await trx('runs')
      .where({ id: claim.runId, status: 'running', attempt: claim.attempt })
      .update({
        ...next.update,
        ...(next.retryInMs === null
          ? { finished_at: databaseNow(trx) }
          : { not_before: databaseNowPlus(trx, next.retryInMs) }),
      });
    if (moved > 0 && next.retryInMs !== null) {
      const { id, priority, labels } = row;
      const inMs = next.retryInMs;
      await this.dispatch?.send(trx, [{ id, priority, labels, inMs }]);
    }
    return moved > 0 && next.retryInMs === null;
  }

  /** Ends attempts whose lease is over; each is ended by one replica only. */
  async loseExpired(
    explain: (row: AttemptRow) => Problem,
  ): Promise<AttemptRow[]> {
    const rows: AttemptRow[] = await this.knex('attempts')
      .whereNull('ended_at')
      .where('lease_until', '<', databaseNow(this.knex))
      .limit(100);
    const lost: AttemptRow[] = [];
    for (const row of rows) {
      const ended = await this.knex('attempts')
        .where({ run_id: row.run_id, n: row.n })
        .whereNull('ended_at')
        .where('lease_until', '<', databaseNow(this.knex))
        .update({
          ended_at: databaseNow(this.knex),
          outcome: 'lost',
          error: JSON.stringify(explain(row)),
        });
      if (ended > 0) lost.push(row);
    }
    return lost;
  }

  /** Runs that are running by their row, with no attempt alive. */
  async stranded(): Promise<{ run: RunRow; last: AttemptRow | undefined }[]> {
    const runs: RunRow[] = await this.knex('runs')
      .where({ status: 'running' })
      .whereNotExists(
        this.knex('attempts')
          .whereRaw('attempts.run_id = runs.id')
          .whereNull('ended_at')
          .select(this.knex.raw('1')),
      )
      .limit(100);
    const result = [];
    for (const run of runs) {
      const last = await this.knex<AttemptRow>('attempts')
        .where({ run_id: run.id, n: run.attempt })
        .first();
      result.push({ run, last });
    }
    return result;
  }

  /** Dead for two leases and not yet swept. */
  async sweepable(
    limit: number,
  ): Promise<{ run: RunRow; attempt: AttemptRow }[]> {
    const attempts: AttemptRow[] = await this.knex('attempts')
      .whereNotNull('ended_at')
      .whereNull('swept_at')
      .whereRaw('lease_until + 2 * lease_ms < ?', [databaseNow(this.knex)])
      .orderBy('lease_until')
      .limit(limit);
    const runs: RunRow[] = await this.knex('runs').whereIn(
      'id',
      attempts.map(attempt => attempt.run_id),
    );
    return attempts.flatMap(attempt => {
      const run = runs.find(one => one.id === attempt.run_id);
      return run ? [{ run, attempt }] : [];
    });
  }

  async setSwept(attempt: { run_id: string; n: number }): Promise<void> {
    await this.knex('attempts')
      .where({ run_id: attempt.run_id, n: attempt.n })
      .update({ swept_at: databaseNow(this.knex) });
  }

  async find(runId: string, n: number): Promise<AttemptRow | undefined> {
    return this.knex<AttemptRow>('attempts')
      .where({ run_id: runId, n })
      .first();
  }

  /** Ended, and its lease over for two more: nothing of it writes any more. */
  async isDead(runId: string, n: number): Promise<boolean> {
    const row = await this.knex('attempts')
      .where({ run_id: runId, n })
      .whereNotNull('ended_at')
      .whereRaw('lease_until + 2 * lease_ms < ?', [databaseNow(this.knex)])
      .first('n');
    return row !== undefined;
  }
}
