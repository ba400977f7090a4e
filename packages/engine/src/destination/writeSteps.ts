import type { Bucket } from './bucket';
import { CheckUpReport, failed, Outcome } from './checkUpReport';
import { Probes } from './probes';

const WEAKER =
  'Publishing looks before and after instead, which is weaker when two writers meet.';

/** What a step says of conditions that a store honours, ignores or refuses. */
function ofCondition(answer: string, of: string): Outcome {
  return answer === 'yes'
    ? { result: 'pass', seen: `A second ${of} of a key is refused.` }
    : {
        result: 'warn',
        seen: `A second ${of} of a key was not refused (If-None-Match).`,
        remedy: WEAKER,
      };
}

async function multipart(probes: Probes): Promise<Outcome> {
  await probes.parts();
  await probes.partNumbers();
  const conditional = await probes.conditionalComplete();
  const { uniformParts, maxParts } = probes.findings;
  const seen = [
    uniformParts ? 'Parts of one size only' : 'Parts may grow',
    `up to ${maxParts} of them`,
    `conditions on completing: ${
      conditional === 'yes' ? 'honoured' : 'ignored'
    }`,
  ].join(', ');
  return { result: 'pass', seen: `${seen}.` };
}

/**
 * Put, conditional put, multipart, get, compare and delete. What was written
 * is removed whatever happens; the last step says how that went.
 */
export async function writeSteps(
  bucket: Bucket,
  report: CheckUpReport,
  signal?: AbortSignal,
): Promise<Probes> {
  const probes = Probes.create({ bucket, signal });
  let cleaned: Promise<void> | undefined;
  const cleanUp = () => (cleaned ??= probes.cleanUp());
  try {
    await report.step('put', async () => {
      await probes.put();
      const echo = await probes.checksums();
      return {
        result: 'pass',
        seen:
          echo === 'yes'
            ? 'Written; checksums are checked and given back.'
            : 'Written; the store gives no checksums back, so ETags are compared.',
      };
    });
    await report.step('conditional-put', async () =>
      ofCondition(await probes.conditionalPut(), 'write'),
    );
    await report.step('multipart', () => multipart(probes));
    let found = new Map<string, Buffer>();
    await report.step('get', async () => {
      found = await probes.read();
      return { result: 'pass', seen: `${found.size} objects were read.` };
    });
    await report.step('compare', async () => {
      const differing = probes.differing(found);
      return differing.length === 0
        ? { result: 'pass', seen: 'All bytes came back as they went.' }
        : {
            result: 'fail',
            seen: `${differing.length} objects came back with other bytes.`,
            remedy:
              'Do not trust this store. A proxy in between may change bodies.',
            code: 's3-corrupt',
          };
    });
    await report.step('delete', async () => {
      try {
        await cleanUp();
      } catch (error) {
        return failed(error, 'warn');
      }
      return { result: 'pass', seen: 'All that was written is gone again.' };
    });
  } finally {
    // Where a step before it failed, `delete` was not reached.
    await cleanUp().catch(() => {});
  }
  return probes;
}
