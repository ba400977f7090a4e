import type { Problem } from '@understudy/model';
import { UnderstudyError } from '@understudy/model';
import type { AttemptEnd } from '../database/attempts/attemptEnd';
import type { Exit } from './ChildProcess';
import type { FromChild } from './messages';

/** The last word of a child. @internal */
export type Ending = Extract<FromChild, { type: 'done' | 'failed' }>;

/** Why the worker stopped it. @internal */
export interface Stop {
  problem: Problem;
  /** For a shutdown: back into the queue. */
  handBack: boolean;
}

/**
 * How an attempt ended, once every process of it is gone. What was done counts
 * first, even where it was to be stopped; then the reason to stop, whatever
 * that led to; then what the child said; and silence is a lost worker.
 * @internal
 */
export function endOfAttempt(facts: {
  exit: Exit;
  ending: Ending | undefined;
  stop: Stop | undefined;
  /** The lease was gone when it was to be renewed. */
  lost: boolean;
}): AttemptEnd {
  const { exit, ending, stop } = facts;
  if (ending?.type === 'done') return done(ending);
  if (stop) return stopped(stop, ending?.also ?? []);
  if (ending) return failed(ending.problem, ending.also);
  const problem = new UnderstudyError(
    facts.lost ? 'lease-lost' : 'worker-lost',
    {
      time: new Date().toISOString(),
      signal: exit.signal ?? `exit code ${exit.code ?? 'unknown'}`,
    },
  ).toProblem();
  return { outcome: 'lost', problem, also: [] };
}

function done({ result }: Extract<Ending, { type: 'done' }>): AttemptEnd {
  return {
    outcome: result.outcome,
    problem: result.problem,
    also: [],
    bytesRead: result.bytesRead ?? undefined,
    bytesStored: result.bytesStored ?? undefined,
    backups: result.published.map(backup => backup.id),
    details: result.details,
    result: result.result,
  };
}

/** @internal */
export function stopped(stop: Stop, also: Problem[]): AttemptEnd {
  const { problem, handBack } = stop;
  if (handBack) return { outcome: 'lost', problem, also, handedBack: true };
  const outcome = problem.code === 'cancelled' ? 'cancelled' : 'failed';
  return { outcome, problem, also };
}

/** @internal */
export function failed(problem: Problem, also: Problem[]): AttemptEnd {
  return { outcome: 'failed', problem, also };
}
