import { copyWithin } from '../../storage';
import { Answer, saysNothing } from './findings';
import { ODD_NAME } from './whole';
import type { Workbench } from './Workbench';

/** Reads everything that was written; compared by {@link differing}. */
export async function readAll(bench: Workbench): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const { key } of bench.written) found.set(key, await bench.read(key));
  return found;
}

/** Keys whose bytes did not come back as they went. */
export function differing(
  bench: Workbench,
  found: Map<string, Buffer>,
): string[] {
  const bad = bench.written
    .filter(({ key, body }) => !found.get(key)?.equals(body))
    .map(({ key }) => key);
  bench.findings.bytesReadBack = bad.length === 0 ? 'yes' : 'no';
  return bad;
}

/** A range from the middle. Throws where reading fails for another reason. */
export async function range(bench: Workbench): Promise<Answer> {
  const { key, body } = bench.written[0];
  const [start, end] = [1000, 1999];
  const back = await bench.read(key, { start, end });
  if (back.equals(body.subarray(start, end + 1))) {
    return bench.note('rangedGet', 'yes');
  }
  const words = `${back.length} bytes came back for a range of 1000`;
  return bench.note('rangedGet', 'no', 'GetObject', new Error(words));
}

/** A copy within the bucket, compared with what was written. */
export async function copy(bench: Workbench): Promise<Answer> {
  const { bucket, signal, written } = bench;
  const from = written.find(({ key }) => key.endsWith(ODD_NAME))!;
  const to = bench.key('copy of a+b%.bin');
  try {
    await copyWithin(bucket, { from: from.key, to, signal });
    const same = (await bench.read(to)).equals(from.body);
    return same
      ? bench.note('copy', 'yes')
      : bench.note('copy', 'no', 'CopyObject', new Error('the bytes differ'));
  } catch (error) {
    const answer = saysNothing(error) ? 'unknown' : 'no';
    return bench.note('copy', answer, 'CopyObject', error);
  }
}
