import { openBucket } from '@understudy/engine';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Problem } from '@understudy/model';
import { UnderstudyError } from '@understudy/model';
import type { Knex } from 'knex';
import type { AttemptEnd } from '../database/attempts/attemptEnd';
import type { DatabaseAttempts } from '../database/attempts/DatabaseAttempts';
import type { DatabaseRunLog } from '../database/runLogs/DatabaseRunLog';
import type { AttemptRow, RunRow } from '../database/runs/RunRow';
import { destinationsOf } from '../database/runs/RunRow';
import { parseJson, toInstant } from '../database/runs/values';
import { findPublished, resultOf } from './kinds/published';
import type { Published } from './messages';
import type { Outcomes } from './Outcomes';
import type { WorkOrders } from './ports';

function explainLoss(row: AttemptRow): Problem {
  const heard = Number(row.lease_until) - Number(row.lease_ms);
  return new UnderstudyError('worker-lost', {
    time: toInstant(heard),
    signal: `nothing was heard of ${row.worker} since`,
  }).toProblem();
}

/**
 * Finds attempts whose lease ended without a word, says so, and moves their
 * runs on. On every replica, at any time, by anybody: each step is conditional.
 * @internal
 */
export class Reclaimer {
  static create(options: {
    knex: Knex;
    attempts: DatabaseAttempts;
    logs: DatabaseRunLog;
    outcomes: Outcomes;
    orders: WorkOrders;
    logger: LoggerService;
    onChange(): void;
  }): Reclaimer {
    return new Reclaimer(options);
  }

  private constructor(
    private readonly options: Parameters<typeof Reclaimer.create>[0],
  ) {}

  async reclaim(): Promise<void> {
    const { attempts, logger, onChange, outcomes } = this.options;
    for (const row of await attempts.loseExpired(explainLoss)) {
      logger.warn(
        `Attempt ${row.n} of run ${row.run_id} was lost with its worker ${row.worker}`,
      );
    }
    for (const { run, last } of await attempts.stranded()) {
      await this.#moveOn(run, last);
      onChange();
    }
    await outcomes.tellForgotten();
  }

  async #moveOn(run: RunRow, last: AttemptRow | undefined): Promise<void> {
    const { knex, attempts, outcomes } = this.options;
    const claim = { runId: run.id, attempt: run.attempt };
    const published = await this.#lookInBuckets(run, last);
    for (const each of published) await outcomes.published(run, each);
    const end =
      published.length > 0 ? this.#succeeded(run, published) : this.#lost(last);
    const finished = await knex.transaction(trx =>
      attempts.moveOn(trx, claim, end),
    );
    await this.#tellLog(run, end);
    await outcomes.ended(run.id, finished);
  }

  #succeeded(run: RunRow, published: Published[]): AttemptEnd {
    const there = published.map(({ destination }) => destination);
    const lost = new UnderstudyError('worker-lost').toProblem();
    const result = resultOf(published, {
      details: { publishedByAttempt: published[0].manifest.attempt },
      missing: destinationsOf(run)
        .filter(name => !there.includes(name))
        .map(destination => ({ destination, problem: lost })),
    });
    return {
      outcome: result.outcome,
      problem:
        result.outcome === 'partial' &&
        there.length < destinationsOf(run).length
          ? lost
          : null,
      also: [],
      bytesRead: result.bytesRead ?? undefined,
      bytesStored: result.bytesStored ?? undefined,
      backups: published.map(({ id }) => id),
      details: result.details,
    };
  }

  #lost(last: AttemptRow | undefined): AttemptEnd {
    const problem =
      parseJson<Problem | null>(last?.error ?? null, null) ??
      new UnderstudyError('worker-lost').toProblem();
    return { outcome: 'lost', problem, also: [] };
  }

  /**
   * A worker may die between the manifest and its report. Only an attempt that
   * was told it may publish can have done so; where the store can't be asked
   * now, the next attempt, or the sweeper, asks again.
   */
  async #lookInBuckets(
    run: RunRow,
    last: AttemptRow | undefined,
  ): Promise<Published[]> {
    const { folder } = run;
    if (run.kind !== 'backup' || !folder || !last?.publishing_at) return [];
    const found = await Promise.all(
      destinationsOf(run).map(name => this.#lookInBucket(run, name, folder)),
    );
    return found.filter(each => each !== undefined);
  }

  async #lookInBucket(
    run: RunRow,
    name: string,
    folder: string,
  ): Promise<Published | undefined> {
    const { orders, logger } = this.options;
    try {
      const known = await orders.destination(name);
      const bucket = openBucket(known.connection, { profile: known.profile });
      try {
        return await findPublished(bucket, folder);
      } finally {
        bucket.close();
      }
    } catch (error) {
      logger.warn(
        `Whether run ${run.id} has published could not be seen: ${
          UnderstudyError.from(error).message
        }`,
      );
      return undefined;
    }
  }

  async #tellLog(run: RunRow, end: AttemptEnd): Promise<void> {
    const text = end.problem
      ? `${end.problem.title}: ${end.problem.message}`
      : `Attempt ${run.attempt} ended without a word, after it had published. The backup is good.`;
    await this.options.logs.append(run.id, [
      { at: new Date().toISOString(), level: 'warn', text },
    ]);
  }
}
