import type { Run, RunKind } from '@understudy/model';
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

/**
 * Where runs wait for a worker. The row is the truth; an adapter may dispatch
 * by other means.
 * @internal
 */
export interface RunQueue {
  enqueue(run: NewRun): Promise<Run>;
  /**
   * A queued run ends at once, a running one when its processes did
   * (`cancelling`).
   */
  cancel(id: string, by: string): Promise<CancelOutcome>;
  /** Takes one run for a worker, with a new attempt under a lease. */
  claim(worker: { id: string; leaseMs: number }): Promise<Claim | undefined>;
}

/** @internal */
export interface Claim {
  runId: string;
  attempt: number;
}
