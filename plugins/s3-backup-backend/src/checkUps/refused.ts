import type {
  CheckUp,
  CheckUpStepId,
  UnderstudyError,
} from '@understudy/model';

/** Where a check-up ends that could not even begin. */
function stepOf(error: UnderstudyError): CheckUpStepId {
  if (error.code === 'net-not-allowed') return 'allowed';
  if (error.code === 'region-not-allowed') return 'input';
  if (error.code === 'net-plain-http') return 'input';
  if (error.code === 'credentials-missing') return 'credentials';
  return error.code.startsWith('net-') ? 'connect' : 'input';
}

/**
 * What can't be right is a check-up that failed at its first step: nothing
 * was sent.
 * @internal
 */
export function refused(error: UnderstudyError): CheckUp {
  return {
    at: new Date().toISOString(),
    verdict: 'not-ready',
    profile: null,
    steps: [
      {
        id: stepOf(error),
        result: 'fail',
        seen: error.message,
        remedy: error.hint,
        fix: null,
        code: error.code,
        details: error.details,
        needs: null,
        milliseconds: 0,
      },
    ],
  };
}
