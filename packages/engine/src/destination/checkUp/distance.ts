import { UnderstudyError } from '@understudy/model';
import { listObjects } from '../../storage';
import { Workbench } from '../probes';
import { failed, Outcome, passed, untold, warned } from './outcome';

/** One part at a time; several at once may be quicker. */
const SLOW = 2 * 1024 ** 2;

const rate = (bytes: number) => `${(bytes / 1024 ** 2).toFixed(1)} MiB/s`;

/** Above it a request costs more waiting than work. */
const FAR = 250;

/** The time of a small request: a listing of nothing, the middle of five. */
export async function distance(bench: Workbench): Promise<Outcome> {
  const { bucket, findings, folder, signal } = bench;
  const times: number[] = [];
  try {
    for (let n = 0; n < 5; n++) {
      const since = performance.now();
      const prefix = `${folder}/nothing-${n}`;
      for await (const _ of listObjects(bucket, { prefix, signal })) break;
      times.push(performance.now() - since);
    }
  } catch {
    return untold('a listing is needed to measure it');
  }
  const [, , middle] = times.sort((a, b) => a - b);
  findings.latencyMs = Math.round(middle);
  const { bytesPerSecond } = bench;
  if (bytesPerSecond !== undefined && bytesPerSecond < SLOW) {
    return failed(
      new UnderstudyError('net-slow', {
        rate: rate(bytesPerSecond),
        usual: `${rate(SLOW)} or more`,
        limiting: 'network',
      }),
      'warn',
    );
  }
  const seen = `A small request takes ${findings.latencyMs} ms`;
  if (middle <= FAR) return passed(`${seen}.`);
  return warned(
    `${seen}: the bucket is far away.`,
    'Choose a region nearby, or expect slow listings; large uploads go in several parts at once.',
  );
}
