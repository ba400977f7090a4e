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
import type { CancelOutcome, Claim, NewRun, RunQueue } from './RunQueue';

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
  }): DatabaseRunQueue {
    return new DatabaseRunQueue(
      options.knex,
      options.host ?? '',
      options.limits ?? NO_LIMITS,
      options.onChange ?? (() => {}),
    );
  }

  private constructor(
    private readonly knex: Knex,
    private readonly host: string,
    private readonly limits: ClaimLimits,
    private readonly onChange: () => void,
  ) {}

  async enqueue(run: NewRun): Promise<Run> {
    const id = await this.insert(this.knex, run);
    this.onChange();
    const store = DatabaseRunStore.create({ knex: this.knex });
    return (await store.get(id)) as Run;
  }

  /** For a caller that has a transaction of its own: the row alone. */
  async insert(knex: Knex, run: NewRun): Promise<string> {
    const now = await readDatabaseNow(knex);
    const id = runId(now);
    const limits = run.limits ?? defaultLimits(run.kind);
    await knex('runs').insert({
      id,
      kind: run.kind,
      plan: run.plan,
      plan_title: run.planTitle,
      entity_ref: run.entityRef,
      owner_ref: run.ownerRef,
      destination: run.destination,
      trigger_type: run.trigger.type,
      trigger_by: run.trigger.by,
      slot: fromInstant(run.slot),
      status: 'queued',
      lane: laneOf(run.kind, run.plan),
      request: JSON.stringify(run.request),
      priority: run.priority ?? usualPriority(run.trigger),
      source_host: run.sourceHost ?? null,
      attempts_allowed: limits.attempts,
      backoff_ms: limits.backoffMs,
      time_limit_ms: limits.timeLimitMs,
      stall_limit_ms: limits.stallLimitMs,
      not_before: Math.max(now, run.notBefore ?? 0),
      created_at: now,
      sorted_at: now,
    });
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

  async claim(worker: {
    id: string;
    leaseMs: number;
  }): Promise<Claim | undefined> {
    const look = this.knex('runs')
      .orderBy([
        { column: 'runs.priority', order: 'desc' },
        'runs.created_at',
        'runs.id',
      ])
      .limit(CANDIDATES)
      .select('runs.id');
    whereClaimable(look, this.knex, this.limits);
    const candidates: Pick<RunRow, 'id'>[] = await look;
    const taker = { ...worker, host: this.host };
    for (const { id } of candidates) {
      const claim = await takeRun(this.knex, id, taker, this.limits);
      if (claim) return claim;
    }
    return undefined;
  }
}
