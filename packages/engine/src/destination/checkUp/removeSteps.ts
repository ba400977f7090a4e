import { UnderstudyError } from '@understudy/model';
import * as probe from '../probes';
import { Findings, Workbench } from '../probes';
import { isAppendOnly } from '../wishes';
import { CheckUpReport } from './CheckUpReport';
import { failed, Outcome, passed, untold } from './outcome';

/** Not allowed on purpose, or a reason to worry: retention can't work. */
function notDeleted(bench: Workbench, error: unknown): Outcome {
  const { code } = UnderstudyError.from(error);
  if (isAppendOnly(bench.bucket) && code === 'append-only') {
    return untold('these keys may only append, so nothing is deleted');
  }
  return failed(error, 'warn');
}

function ofMany(answer: Findings['multiDelete'], why?: string): Outcome {
  if (answer === 'yes') return passed('Many keys are deleted in one request.');
  if (answer === 'md5') {
    return passed('Many keys are deleted in one request, with an MD5.');
  }
  return answer === 'no'
    ? passed(`Keys are deleted one by one (${why}).`)
    : untold(why ?? 'the store did not tell');
}

/** Delete, and delete many. */
export async function removeSteps(
  bench: Workbench,
  report: CheckUpReport,
): Promise<void> {
  const { errors } = bench.findings;
  await report.step('delete', async () => {
    try {
      await probe.deleteOne(bench);
    } catch (error) {
      return notDeleted(bench, error);
    }
    return passed('A key that was deleted is gone.');
  });
  await report.step('multi-delete', async () => {
    if (isAppendOnly(bench.bucket)) {
      return untold('these keys may only append, so nothing is deleted');
    }
    return ofMany(await probe.deleteMany(bench), errors.multiDelete);
  });
}

/** What was written is removed whatever happens; here is said how that went. */
export async function cleanUpStep(
  bench: Workbench,
  report: CheckUpReport,
): Promise<void> {
  await report.step('clean-up', async () => {
    try {
      await bench.cleanUp();
    } catch (error) {
      const seen = `What was written stays below ${bench.folder}/.`;
      if (isAppendOnly(bench.bucket)) {
        return {
          result: 'warn',
          seen,
          remedy:
            'Let a lifecycle rule of the bucket expire _checkup/ after a day: it costs money.',
        };
      }
      const outcome = failed(error, 'warn');
      return { ...outcome, seen: `${outcome.seen} ${seen}` };
    }
    return passed(
      bench.locked.size === 0
        ? 'All that was written is gone again.'
        : 'All is gone again but one small object whose lock ends in a minute; it is swept later.',
    );
  });
}
