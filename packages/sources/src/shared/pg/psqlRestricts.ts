import { Readable } from 'node:stream';
import { UnderstudyError } from '@understudy/model';

/** First minor versions that know `\restrict` (CVE-2025-8714). */
const FIRST: Record<number, number> = { 13: 22, 14: 19, 15: 14, 16: 10, 17: 6 };

/** Whether a psql of this version obeys the `\restrict` that a dump begins with. */
export function psqlRestricts(version: string): boolean {
  const [major, minor = 0] = version.split('.').map(Number);
  if (major >= 18) return true;
  const first = FIRST[major];
  return first !== undefined && minor >= first;
}

const BEGINNING = 4096;
/** Comments and empty lines may stand before it, and nothing else. */
const RESTRICTED = /^(?:--.*\n|\s*\n)*\\restrict [A-Za-z0-9]+\n/;

/**
 * A dump as SQL whose own commands to psql are switched off from its first
 * line on.
 * @throws `restore-unsafe` for any other
 */
export async function restrictedOnly(stream: Readable): Promise<Readable> {
  const chunks = stream[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let bytes = 0;
  while (bytes < BEGINNING) {
    const { value, done } = await chunks.next();
    if (done) break;
    first.push(value as Buffer);
    bytes += (value as Buffer).length;
  }
  if (!RESTRICTED.test(Buffer.concat(first).toString().slice(0, BEGINNING))) {
    throw new UnderstudyError('restore-unsafe', {
      entry: 'The dump',
      reason:
        'it does not begin with \\restrict, so that psql would run programs that it names',
    });
  }
  async function* all() {
    yield* first;
    for (;;) {
      const { value, done } = await chunks.next();
      if (done) return;
      yield value as Buffer;
    }
  }
  return Readable.from(all(), { objectMode: false });
}
