import { CheckUpStep, UnderstudyError } from '@understudy/model';
import { Answer } from '../probes';

/** What a step found. */
export interface Outcome {
  result: CheckUpStep['result'];
  seen: string;
  remedy?: string;
  fix?: { field: string; value: string };
  code?: string;
  details?: Record<string, unknown>;
}

export const passed = (seen: string): Outcome => ({ result: 'pass', seen });

export const warned = (seen: string, remedy: string): Outcome => ({
  result: 'warn',
  seen,
  remedy,
});

/** Nothing to complain of, and nothing known: not a failure. */
export const untold = (why: string): Outcome => ({
  result: 'not-tested',
  seen: `Not tested: ${why}.`,
});

/** A value that would mend it, where the store named one. */
function fixOf(problem: UnderstudyError): Outcome['fix'] {
  const { code, details } = problem;
  if (code === 's3-bad-storage-class') {
    return { field: 'store.storageClass', value: 'STANDARD' };
  }
  if (code !== 's3-wrong-region') return undefined;
  const actual = String(details.actual ?? '');
  return /^[a-z0-9-]+$/.test(actual)
    ? { field: 'region', value: actual }
    : undefined;
}

/** An error as a row: what was seen, and its remedy. */
export function failed(
  error: unknown,
  result: 'fail' | 'warn' = 'fail',
): Outcome {
  const problem = UnderstudyError.from(error);
  const fix = fixOf(problem);
  return {
    result,
    seen: problem.message,
    remedy: problem.hint,
    code: problem.code,
    details: problem.details,
    ...(fix ? { fix } : {}),
  };
}

/** A capability that backups can do without: `no` has a consequence, no fault. */
export function ofAnswer(
  answer: Answer,
  words: { yes: string; no: string; why?: string },
): Outcome {
  if (answer === 'yes') return passed(words.yes);
  const why = words.why ?? 'the store did not tell';
  return answer === 'no' ? passed(`${words.no} (${why})`) : untold(why);
}
