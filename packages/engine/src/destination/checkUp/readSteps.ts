import { UnderstudyError } from '@understudy/model';
import * as probe from '../probes';
import { Workbench } from '../probes';
import { isAppendOnly } from '../wishes';
import { CheckUpReport } from './CheckUpReport';
import { failed, ofAnswer, Outcome, passed, untold } from './outcome';

/** Keys that may only append are refused on purpose. */
function refused(bench: Workbench, error: unknown): Outcome {
  const { code } = UnderstudyError.from(error);
  if (isAppendOnly(bench.bucket) && code === 'append-only') {
    return untold('these keys may only append, so nothing is read back');
  }
  return failed(error);
}

function compared(bench: Workbench, found: Map<string, Buffer>): Outcome {
  const differing = probe.differing(bench, found);
  if (differing.length === 0)
    return passed('All bytes came back as they went.');
  return {
    result: 'fail',
    seen: `${differing.length} objects came back with other bytes.`,
    remedy: 'Do not trust this store. A proxy in between may change bodies.',
    code: 's3-corrupt',
  };
}

/** Get, compare, range, and a copy that is read as well. */
export async function readSteps(
  bench: Workbench,
  report: CheckUpReport,
): Promise<void> {
  const { errors } = bench.findings;
  let found = new Map<string, Buffer>();
  await report.step('get', async () => {
    try {
      found = await probe.readAll(bench);
    } catch (error) {
      return refused(bench, error);
    }
    return passed(`${found.size} objects were read.`);
  });
  await report.step('compare', async () => compared(bench, found));
  await report.step('range', async () => {
    const answer = await probe.range(bench);
    if (answer === 'yes') return passed('A range is just that range.');
    return {
      result: 'fail',
      seen: `${errors.rangedGet}.`,
      remedy: 'Restores read in ranges. A proxy in between may drop them.',
      code: 's3-unsupported',
    };
  });
  await report.step('copy', async () =>
    ofAnswer(await probe.copy(bench), {
      yes: 'Objects can be copied within the bucket.',
      no: 'The store does not copy; moving goes through this machine',
      why: errors.copy,
    }),
  );
}
