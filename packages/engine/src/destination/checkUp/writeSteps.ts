import * as probe from '../probes';
import { Answer, Workbench } from '../probes';
import { isAppendOnly } from '../wishes';
import { CheckUpReport } from './CheckUpReport';
import { failed, ofAnswer, Outcome, passed, untold, warned } from './outcome';

const WEAKER =
  'Publishing looks before and after instead, which is weaker when two writers meet.';

/** What a step says of conditions that a store honours, ignores or refuses. */
function ofCondition(answer: Answer, of: string): Outcome {
  if (answer === 'yes') return passed(`A second ${of} of a key is refused.`);
  return warned(
    `A second ${of} of a key was not refused (If-None-Match).`,
    WEAKER,
  );
}

async function put(bench: Workbench): Promise<Outcome> {
  try {
    await probe.put(bench);
  } catch (error) {
    throw await probe.blamed(bench, error);
  }
  const echo = await probe.checksums(bench);
  return passed(
    echo === 'yes'
      ? 'Written; checksums are checked and given back.'
      : 'Written; the store gives no checksums back, so ETags are compared.',
  );
}

async function multipart(bench: Workbench): Promise<Outcome> {
  await probe.parts(bench);
  await probe.partNumbers(bench);
  const { uniformParts, maxParts } = bench.findings;
  return passed(
    `${
      uniformParts ? 'Parts of one size only' : 'Parts may grow'
    }, up to ${maxParts} of them.`,
  );
}

async function conditionalComplete(bench: Workbench): Promise<Outcome> {
  const answer = await probe.conditionalComplete(bench);
  const { errors } = bench.findings;
  // The manifest is one PUT: the fence does not stand on this one.
  return ofAnswer(answer, {
    yes: 'Completing onto a key that exists is refused.',
    no: 'Conditions on completing are ignored; the manifest is fenced by its PUT',
    why: errors.conditionalComplete,
  });
}

async function abort(bench: Workbench): Promise<Outcome> {
  if (isAppendOnly(bench.bucket)) {
    return untold('these keys may only append; a lifecycle rule ends uploads');
  }
  const lists = await probe.listsUploads(bench);
  try {
    await probe.abort(bench);
  } catch (error) {
    return failed(error, 'warn');
  }
  return passed(
    lists === 'yes'
      ? 'Unfinished uploads are listed, and can be ended.'
      : 'Uploads can be ended; a listing by prefix does not show them, so their ids are remembered.',
  );
}

/** Put, conditional put, stream, multipart, conditional complete, abort. */
export async function writeSteps(
  bench: Workbench,
  report: CheckUpReport,
): Promise<void> {
  const { errors } = bench.findings;
  await report.step('put', () => put(bench));
  await report.step('conditional-put', async () =>
    ofCondition(await probe.conditionalPut(bench), 'write'),
  );
  await report.step('stream', async () =>
    ofAnswer(await probe.chunkedBody(bench), {
      yes: 'Bodies of unknown length are taken and unwrapped.',
      no: 'Bodies in chunks are not taken as they should; all are sent whole, with their length',
      why: errors.chunkedBodies,
    }),
  );
  await report.step('multipart', () => multipart(bench));
  await report.step('conditional-complete', () => conditionalComplete(bench));
  await report.step('abort', () => abort(bench));
}
