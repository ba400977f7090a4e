import type { Attempt, Problem, RunStatus } from '@understudy/model';
import { backoff, isWorthRetrying } from '../../queue/retry';
import type { RunRow } from '../runs/RunRow';

/** How an attempt ended. @internal */
export interface AttemptEnd {
  outcome: NonNullable<Attempt['outcome']>;
  /** Set unless it succeeded: the first error. */
  problem: Problem | null;
  /** What went wrong after it. */
  also: Problem[];
  phases?: Attempt['phases'];
  bytesRead?: number;
  bytesStored?: number;
  /** Ids of backups that are in the bucket now. */
  backups?: string[];
  details?: Record<string, unknown>;
  result?: Record<string, unknown> | null;
  /**
   * The portal put it down, e.g. for a restart: queued again at once, and not
   * counted against the plan's retries.
   */
  handedBack?: boolean;
}

/** What becomes of the run. @internal */
export interface NextOfRun {
  /** Null: the run is at its end. */
  retryInMs: number | null;
  update: Record<string, unknown>;
}

function statusOf(end: AttemptEnd): RunStatus {
  return end.outcome === 'lost' ? 'failed' : end.outcome;
}

/**
 * After the end of an attempt: again, or the end of the run. Pure. A run that
 * somebody cancelled is never tried again, and a lost one of it is cancelled.
 * @internal
 */
export function nextOfRun(
  run: Pick<
    RunRow,
    | 'attempt'
    | 'attempts_allowed'
    | 'backoff_ms'
    | 'cancel_requested_at'
    | 'cancel_by'
  >,
  end: AttemptEnd,
): NextOfRun {
  const failed = end.outcome === 'failed' || end.outcome === 'lost';
  const wanted = run.cancel_requested_at === null;
  if (failed && wanted && end.handedBack) {
    return {
      retryInMs: 0,
      update: {
        status: 'queued',
        progress: null,
        attempts_allowed: run.attempts_allowed + 1,
      },
    };
  }
  const again =
    failed &&
    wanted &&
    run.attempt < run.attempts_allowed &&
    end.problem !== null &&
    isWorthRetrying(end.problem.code);
  if (again) {
    return {
      retryInMs: backoff(Number(run.backoff_ms), run.attempt),
      update: { status: 'queued', progress: null },
    };
  }
  const status = failed && !wanted ? 'cancelled' : statusOf(end);
  return {
    retryInMs: null,
    update: {
      status,
      progress: null,
      error: end.problem ? JSON.stringify(end.problem) : null,
      also: JSON.stringify(end.also),
      ...(end.bytesRead === undefined ? {} : { bytes_read: end.bytesRead }),
      ...(end.bytesStored === undefined
        ? {}
        : { bytes_stored: end.bytesStored }),
      ...(end.backups ? { backups: JSON.stringify(end.backups) } : {}),
      ...(end.details ? { details: JSON.stringify(end.details) } : {}),
      ...(end.result ? { result: JSON.stringify(end.result) } : {}),
    },
  };
}
