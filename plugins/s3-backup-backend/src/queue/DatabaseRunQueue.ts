import type { Run } from '@understudy/model';
import { UnderstudyError } from '@understudy/model';
import type { Knex } from 'knex';
import type { ClaimLimits } from '../database/claims/claimable';
import { NO_LIMITS, whereClaimable } from '../database/claims/claimable';
import { takeRun } from '../database/claims/takeRun';
import { DatabaseRunStore } from '../database/runs/DatabaseRunStore';
import type { RunRow } from '../database/runs/RunRow';
import {
  databaseNow,
  fromInstant,
  readDatabaseNow,
} from '../database/runs/values';
import { laneOf } from './lane';
import { defaultLimits } from './limits';
import { usualPriority } from './priority';
import { runId } from './runId';
import { labelsKey, servableKeys } from './labels';
import type {
  CancelOutcome,
  Claim,
  Claimant,
  Dispatch,
  NewRun,
  RunQueue,
} from './RunQueue';

/** One alone stands in a column of its own. */
const severalOf = (names: string[] = []) =>
  names.length > 1 ? JSON.stringify(names) : null;

/** How many queued runs a worker looks at before it waits again. */
const CANDIDATES = 20;

/**
 * The queue in the plugin's own tables: polled, and right with several
 * replicas because each step is one conditional update. Transactions begin
 * with a write, so that SQLite never has to upgrade a lock.
 * @internal
 */
export class DatabaseRunQueue implements RunQueue {
  static create(options: {
    knex: Knex;
    host?: string;
    /** How many may run at a time, over all workers. */
    limits?: ClaimLimits;
    /** Called after something was enqueued or cancelled here. */
    onChange?: () => void;
    /** Told of each row that is queued here. */
    dispatch?: Dispatch;
  }): DatabaseRunQueue {
    return new DatabaseRunQueue(
      options.knex,
      options.host ?? '',
      options.limits ?? NO_LIMITS,
      options.onChange ?? (() => {}),
      options.dispatch,
    );
  }

  private constructor(
    private readonly knex: Knex,
    private readonly host: string,
    private readonly limits: ClaimLimits,
    private readonly onChange: () => void,
    private readonly dispatch: Dispatch | undefined,
  ) {}

  async enqueue(run: NewRun): Promise<Run> {
    const id = this.dispatch
      ? await this.knex.transaction(trx => this.insert(trx, run))
      : await this.insert(this.knex, run);
    this.onChange();
    const store = DatabaseRunStore.create({ knex: this.knex });
    return (await store.get(id)) as Run;
  }

  /** With a dispatcher only in a transaction: row and job, or neither. */
  async insert(knex: Knex, run: NewRun): Promise<string> {
    const now = await readDatabaseNow(knex);
    const id = runId(now);
    const limits = run.limits ?? defaultLimits(run.kind);
    const priority = run.priority ?? usualPriority(run.trigger);
    const notBefore = Math.max(now, run.notBefore ?? 0);
    const labels = labelsKey(run.labels ?? []);
    await knex('runs').insert({
      id,
      kind: run.kind,
      plan: run.plan,
      plan_title: run.planTitle,
      entity_ref: run.entityRef,
      owner_ref: run.ownerRef,
      destination: run.destination,
      destinations: severalOf(run.destinations),
      trigger_type: run.trigger.type,
      trigger_by: run.trigger.by,
      slot: fromInstant(run.slot),
      status: 'queued',
      lane: laneOf(run.kind, run.plan),
      request: JSON.stringify(run.request),
      priority,
      labels,
      source_host: run.sourceHost ?? null,
      attempts_allowed: limits.attempts,
      backoff_ms: limits.backoffMs,
      time_limit_ms: limits.timeLimitMs,
      stall_limit_ms: limits.stallLimitMs,
      not_before: notBefore,
      created_at: now,
      sorted_at: now,
    });
    await this.dispatch?.send(knex, [
      { id, priority, labels, inMs: notBefore - now },
    ]);
    return id;
  }

  async cancel(id: string, by: string): Promise<CancelOutcome> {
    const outcome = await this.#cancel(id, by);
    if (outcome === 'cancelled' || outcome === 'cancelling') this.onChange();
    return outcome;
  }

  async #cancel(id: string, by: string): Promise<CancelOutcome> {
    const problem = new UnderstudyError(
      'cancelled',
      { by, phase: 'queued' },
      { message: 'The run was cancelled before it began.' },
    ).toProblem();
    const now = databaseNow(this.knex);
    const ended = await this.knex('runs')
      .where({ id, status: 'queued' })
      .update({
        status: 'cancelled',
        finished_at: now,
        cancel_requested_at: now,
        cancel_by: by,
        error: JSON.stringify(problem),
      });
    if (ended > 0) return 'cancelled';
    const asked = await this.knex('runs')
      .where({ id, status: 'running' })
      .update({
        cancel_requested_at: this.knex.raw('coalesce(cancel_requested_at, ?)', [
          databaseNow(this.knex),
        ]),
        cancel_by: this.knex.raw('coalesce(cancel_by, ?)', [by]),
      });
    if (asked > 0) return 'cancelling';
    const row = await this.knex<RunRow>('runs').where({ id }).first('status');
    if (!row) return 'unknown';
    // It was claimed, or put back, between the two updates.
    if (row.status === 'queued' || row.status === 'running') {
      return this.#cancel(id, by);
    }
    return 'ended';
  }

  /** Rows that may begin now, as far as one look can tell, first ones first. */
  claimable(): Knex.QueryBuilder {
    const look = this.knex('runs').orderBy([
      { column: 'runs.priority', order: 'desc' },
      'runs.created_at',
      'runs.id',
    ]);
    whereClaimable(look, this.knex, this.limits);
    return look;
  }

  async claim(worker: Claimant): Promise<Claim | undefined> {
    const keys = servableKeys(worker.labels ?? []);
    const candidates: Pick<RunRow, 'id'>[] = await this.claimable()
      .whereIn('runs.labels', keys)
      .limit(CANDIDATES)
      .select('runs.id');
    for (const { id } of candidates) {
      const claim = await this.take(this.knex, id, worker);
      if (claim) return claim;
    }
    return undefined;
  }

  /** One run, or nothing; in a transaction of the caller, too. */
  take(knex: Knex, id: string, worker: Claimant): Promise<Claim | undefined> {
    return takeRun(knex, id, { ...worker, host: this.host }, this.limits);
  }
}
