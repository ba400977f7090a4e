import type { Run, RunKind } from '@understudy/model';
import type { Knex } from 'knex';
import type { RunRequest } from '../runner/requests';

/** @internal */
export interface NewRun {
  kind: RunKind;
  plan: string;
  planTitle: string | null;
  entityRef: string | null;
  /** Copied from the plan, so that lists filter in SQL. */
  ownerRef: string | null;
  trigger: { type: 'schedule' | 'user' | 'service'; by: string | null };
  slot?: string | null;
  destination: string | null;
  /** Where there are more than one: all, `destination` first. */
  destinations?: string[];
  /** What is asked for, by kind. Holds no secret. */
  request: RunRequest;
  /** From the plan; restores and verifications have their own. */
  limits?: RunLimits;
  /** Higher is claimed first; who asked decides where nothing is said. */
  priority?: number;
  /** The server that is read, lower-case; runs of one may be limited. */
  sourceHost?: string | null;
  /** Milliseconds since 1970: no worker takes it earlier. */
  notBefore?: number;
  /** Only a worker that has all of them may take it. Absent: any. */
  labels?: string[];
}

/** @internal */
export interface RunLimits {
  /** Attempts in all, the first one included. */
  attempts: number;
  backoffMs: number;
  timeLimitMs: number;
  stallLimitMs: number;
}

/** @internal */
export type CancelOutcome = 'cancelled' | 'cancelling' | 'ended' | 'unknown';

/** Who claims. @internal */
export interface Claimant {
  id: string;
  leaseMs: number;
  labels?: string[];
}

/**
 * Where runs wait for a worker. The row is the truth; an adapter may dispatch
 * by other means.
 * @internal
 */
export interface RunQueue {
  enqueue(run: NewRun): Promise<Run>;
  /** For a caller that has a transaction of its own; answers the run's id. */
  insert(trx: Knex, run: NewRun): Promise<string>;
  /**
   * A queued run ends at once, a running one when its processes did
   * (`cancelling`).
   */
  cancel(id: string, by: string): Promise<CancelOutcome>;
  /** Takes one run for a worker, with a new attempt under a lease. */
  claim(worker: Claimant): Promise<Claim | undefined>;
}

/** A queued row, as a dispatcher is told of it. @internal */
export interface QueuedRun {
  id: string;
  priority: number;
  /** As the row keeps them (`labelsKey`). */
  labels: string;
  /** Until it may begin. */
  inMs: number;
}

/**
 * Tells workers that runs wait. What is told may be lost, late or told twice:
 * the claim of the row decides.
 * @internal
 */
export interface Dispatch {
  /** In the transaction that queues the rows: both are, or neither. */
  send(trx: Knex, runs: QueuedRun[]): Promise<void>;
}

/** @internal */
export interface Claim {
  runId: string;
  attempt: number;
}
