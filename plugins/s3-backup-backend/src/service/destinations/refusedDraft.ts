import type { CheckUp, UnderstudyError } from '@understudy/model';

/**
 * A draft that can't be right is a check-up that failed at its first step:
 * nothing was sent.
 * @internal
 */
export function refusedDraft(error: UnderstudyError, started: number): CheckUp {
  return {
    at: new Date().toISOString(),
    verdict: 'not-ready',
    profile: null,
    steps: [
      {
        id: 'input',
        result: 'fail',
        seen: error.message,
        remedy: error.hint,
        fix: null,
        code: error.code,
        milliseconds: Date.now() - started,
      },
    ],
  };
}
