import { randomBytes } from 'node:crypto';
import { listUploads } from '../../storage';
import { updateCrc32 } from '../../storage/crc32';
import { failureOf } from '../../storage/failure';
import { putPart } from '../../storage/multipartCalls';
import { partOf } from '../../storage/partBuffers';
import { Answer, refusal, saysNothing } from './findings';
import type { Workbench } from './Workbench';
import { isAppendOnly } from '../wishes';

const MIB = 1024 ** 2;

/** An upload in parts that grow; where that is refused, in parts that don't. */
export async function parts(bench: Workbench): Promise<void> {
  const { bucket, written } = bench;
  const block = randomBytes(6 * MIB);
  const last = block.subarray(0, 1024);
  try {
    const growing = [block.subarray(0, 5 * MIB), block, last];
    const since = performance.now();
    const { key } = await bench.multipart(bucket, 'parts.bin', growing);
    const body = Buffer.concat(growing);
    bench.bytesPerSecond = body.length / ((performance.now() - since) / 1000);
    written.push({ key, body });
  } catch (error) {
    const { name } = failureOf(error);
    if (name !== 'InvalidPart' && name !== 'InvalidRequest') throw error;
    const same = [block.subarray(0, 5 * MIB), block.subarray(MIB), last];
    const { key } = await bench.multipart(bucket, 'uniform.bin', same);
    written.push({ key, body: Buffer.concat(same) });
    bench.findings.uniformParts = true;
  }
}

/** How many parts does it take? Asked with two part numbers, not with parts. */
export async function partNumbers(bench: Workbench): Promise<void> {
  const { bucket, findings, signal } = bench;
  // Nobody could end that upload.
  if (isAppendOnly(bucket)) return;
  const upload = await bench.begin(bucket, 'numbers.bin');
  const body = Buffer.from('x');
  const takes = async (partNumber: number) => {
    try {
      const crc = updateCrc32(body);
      await putPart(bucket, upload, {
        partNumber,
        part: partOf(body, crc),
        signal,
      });
      return true;
    } catch (error) {
      if (saysNothing(error)) throw error;
      return false;
    }
  };
  if (await takes(10_000)) findings.maxParts = 10_000;
  else if (await takes(1000)) findings.maxParts = 1000;
  // Left open: `abort` ends it, or `cleanUp`.
}

/** Is completing an upload onto a key that exists refused when asked to? */
export async function conditionalComplete(bench: Workbench): Promise<Answer> {
  // The second one would stay unfinished.
  if (isAppendOnly(bench.bucket)) {
    return bench.note('conditionalComplete', 'unknown');
  }
  const once = (text: string) =>
    bench.multipart(
      bench.bucket,
      'conditional-parts.bin',
      [Buffer.from(text)],
      true,
    );
  const { answer, error } = await refusal(
    () => once('first'),
    () => once('second'),
  );
  const action = 'CompleteMultipartUpload';
  return bench.note('conditionalComplete', answer, action, error);
}

/** Does a listing by prefix show what is unfinished? Some want the exact key. */
export async function listsUploads(bench: Workbench): Promise<Answer> {
  const { bucket, folder, signal, uploads } = bench;
  try {
    for await (const found of listUploads(bucket, {
      prefix: `${folder}/`,
      signal,
    })) {
      if (uploads.some(({ uploadId }) => uploadId === found.uploadId)) {
        return bench.note('listUploads', 'yes');
      }
    }
    const words = new Error('an unfinished upload was not listed');
    return bench.note('listUploads', 'no', 'ListMultipartUploads', words);
  } catch (error) {
    const answer = saysNothing(error) ? 'unknown' : 'no';
    return bench.note('listUploads', answer, 'ListMultipartUploads', error);
  }
}

/** Ends what is unfinished. Throws where that is refused. */
export async function abort(bench: Workbench): Promise<void> {
  try {
    for (const upload of [...bench.uploads]) await bench.abort(upload);
    bench.note('abort', 'yes');
  } catch (error) {
    const answer = saysNothing(error) ? 'unknown' : 'no';
    bench.note('abort', answer, 'AbortMultipartUpload', error);
    throw error;
  }
}
