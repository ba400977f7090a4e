import { ErrorCode, explain, Problem, Run } from '@understudy/model';

/** The title as it reads without any detail: details hold hosts and paths. */
export function plainTitle(code: ErrorCode): string {
  return explain(code, { tool: 'A tool' }).title.replace(
    / (?:on|for|by) unknown$/,
    '',
  );
}

function titleOnly({ code }: Problem): Problem {
  return { code, title: plainTitle(code), message: '', hint: '', details: {} };
}

/**
 * What everybody who reads the status sees of a run: that it was, when, how
 * much, and how it ended. No log, destination, backup, message, hint, detail.
 * @internal
 */
export function maskRun(run: Run): Run {
  return {
    ...run,
    destination: null,
    destinations: [],
    waiting: run.waiting && { ...run.waiting, reason: 'waiting' },
    progress: run.progress && { ...run.progress, destinations: [] },
    attempts: run.attempts.map(attempt => ({
      ...attempt,
      worker: '',
      error: attempt.error && titleOnly(attempt.error),
    })),
    error: run.error && titleOnly(run.error),
    also: [],
    details: {},
    backups: [],
    result: null,
  };
}
