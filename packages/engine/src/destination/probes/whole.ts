import { randomBytes } from 'node:crypto';
import { headObject, putObject } from '../../storage';
import { encodeCrc32, updateCrc32 } from '../../storage/crc32';
import { putChunked } from '../../storage/putChunked';
import { Answer, refusal, saysNothing } from './findings';
import type { Workbench } from './Workbench';
import { isAppendOnly } from '../wishes';

/** Name of the object with an odd name that later probes read and copy. */
export const ODD_NAME = 'put a+b%.bin';

/** A small object in one request, with an odd name. */
export async function put(bench: Workbench): Promise<void> {
  const { signal } = bench;
  const body = randomBytes(64 * 1024);
  const key = bench.key(ODD_NAME);
  const silent = bench.as({ checksumEcho: 'no' });
  bench.see(await putObject(silent, { key, body, signal }));
  bench.written.push({ key, body });
}

/** Are CRC32s taken, checked and given back, of one request and of parts? */
export async function checksums(bench: Workbench): Promise<Answer> {
  const { signal } = bench;
  const speaking = bench.as({ checksumEcho: 'yes' });
  try {
    const body = randomBytes(1024);
    const key = bench.key('checksum.bin');
    const stored = await putObject(speaking, { key, body, signal });
    const parts = await bench.multipart(speaking, 'checksum-parts.bin', [body]);
    // Keys that may not look have the answers to their writes.
    const blind = isAppendOnly(bench.bucket);
    const whole = blind ? stored : await headObject(speaking, key, { signal });
    const ofParts = blind
      ? stored
      : await headObject(speaking, parts.key, { signal });
    const ours = encodeCrc32(updateCrc32(body));
    // The refusal is what is wanted: asking again would only cost time.
    const once = bench.as({ checksumEcho: 'yes' }, 1);
    const wrong = bench.key('wrong-checksum.bin');
    const refused = await putObject(once, {
      key: wrong,
      body,
      crc: 0,
      signal,
    }).then(
      () => false,
      () => true,
    );
    if (refused && whole?.crc32 === ours && ofParts?.crc32 === ours) {
      return bench.note('checksumEcho', 'yes');
    }
    const words = refused ? 'not given back' : 'a wrong CRC32 was taken';
    return bench.note('checksumEcho', 'no', 'HeadObject', new Error(words));
  } catch (error) {
    const answer = saysNothing(error) ? 'unknown' : 'no';
    return bench.note('checksumEcho', answer, 'PutObject', error);
  }
}

/** Is a second PUT of a key refused when asked to? */
export async function conditionalPut(bench: Workbench): Promise<Answer> {
  const { signal } = bench;
  const key = bench.key('conditional.bin');
  // Sends conditions whatever is known, to learn whether they are honoured.
  const asking = bench.as({ conditionalPut: 'unknown' });
  const once = (text: string) =>
    putObject(asking, {
      key,
      body: Buffer.from(text),
      ifNoneMatch: true,
      signal,
    });
  const { answer, error } = await refusal(
    () => once('first'),
    () => once('second'),
  );
  return bench.note('conditionalPut', answer, 'PutObject', error);
}

/** Is a body in chunks taken, and stored without their framing? */
export async function chunkedBody(bench: Workbench): Promise<Answer> {
  const { signal } = bench;
  const key = bench.key('chunked.bin');
  const body = randomBytes(20_000);
  try {
    bench.see(await putChunked(bench.as({}, 1), { key, body, signal }));
    const back = await bench.read(key);
    if (back.equals(body)) return bench.note('chunkedBodies', 'yes');
    const words = back.includes('x-amz-checksum-crc32')
      ? 'the framing was stored with the bytes'
      : 'other bytes came back';
    return bench.note('chunkedBodies', 'no', 'PutObject', new Error(words));
  } catch (error) {
    const answer = saysNothing(error) ? 'unknown' : 'no';
    return bench.note('chunkedBodies', answer, 'PutObject', error);
  }
}
