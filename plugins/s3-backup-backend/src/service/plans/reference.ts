import type { Run, RunReference } from '@understudy/model';

/** A run in short. @internal */
export function reference(run: Run | undefined): RunReference | null {
  if (!run) return null;
  const { id, status, startedAt, finishedAt, error } = run;
  return {
    id,
    status,
    startedAt,
    finishedAt,
    error: error && { code: error.code, title: error.title },
  };
}
