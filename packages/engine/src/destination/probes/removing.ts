import { UnderstudyError } from '@understudy/model';
import { deleteObjects, headObject, putObject } from '../../storage';
import { deleteBatch, isRefusedWay } from '../../storage/deleteObjects';
import { Findings, rawWords, saysNothing } from './findings';
import type { Workbench } from './Workbench';

async function stay(bench: Workbench, keys: string[]): Promise<boolean> {
  const { bucket, signal } = bench;
  const heads = await Promise.all(
    keys.map(key => headObject(bucket, key, { signal })),
  );
  return heads.some(head => head !== undefined);
}

async function make(bench: Workbench, names: string[]): Promise<string[]> {
  const { bucket, signal } = bench;
  const keys = names.map(name => bench.key(name));
  for (const key of keys) {
    await putObject(bucket, { key, body: Buffer.from(key), signal });
  }
  return keys;
}

/** Deletes one key, and looks whether it is gone. Throws where it is not. */
export async function deleteOne(bench: Workbench): Promise<void> {
  const { signal, remover } = bench;
  try {
    const [key] = await make(bench, ['delete ~me.bin']);
    await deleteObjects(
      bench.as({ multiDelete: 'no' }, undefined, remover),
      [key],
      { signal },
    );
    if (await stay(bench, [key])) {
      throw new UnderstudyError('s3-failed', {
        action: 'DeleteObject',
        bucket: bench.bucket.bucket,
        status: 204,
        seen: 'the object is still there',
      });
    }
    bench.note('delete', 'yes');
  } catch (error) {
    const answer = saysNothing(error) ? 'unknown' : 'no';
    bench.note('delete', answer, 'DeleteObject', error);
    throw error;
  }
}

/** Deletes several keys in one request, in the way the store takes it. */
export async function deleteMany(
  bench: Workbench,
): Promise<Findings['multiDelete']> {
  const { findings, signal } = bench;
  const once = bench.as({}, 1, bench.remover);
  const keys = await make(bench, ['many a+b%.bin', 'many &<ü>.bin']);
  for (const way of ['default', 'md5'] as const) {
    try {
      await deleteBatch(once, keys, way, signal);
      if (await stay(bench, keys)) throw new Error('objects are still there');
      findings.multiDelete = way === 'default' ? 'yes' : 'md5';
      return findings.multiDelete;
    } catch (error) {
      findings.errors.multiDelete = rawWords(
        error,
        bench.bucket,
        'DeleteObjects',
      );
      const ours = error instanceof UnderstudyError;
      if (ours && !isRefusedWay(error) && saysNothing(error)) {
        findings.multiDelete = 'unknown';
        return 'unknown';
      }
    }
  }
  findings.multiDelete = 'no';
  return 'no';
}
