import { UnderstudyError } from '@understudy/model';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { headObject } from '../../storage';
import { WishedHow, putWith, tagsOf } from '../../storage/putWith';
import { openBucket } from '../bucket';
import { encryptionHeaders } from '../encryptionHeaders';
import { StoreWishes } from '../wishes';
import { Answer, saysNothing } from './findings';
import type { Workbench } from './Workbench';

const BODY = Buffer.from('understudy check-up');

/** Long enough to outlast the answer, and a clock that is a little off. */
const SHORTEST_LOCK = 60_000;

/** Writes one object the way it is asked for. Throws where that is refused. */
async function write(
  bench: Workbench,
  name: string,
  how: WishedHow,
  detail?: string,
): Promise<string> {
  const { bucket, signal } = bench;
  const key = bench.key(name);
  bench.see(await putWith(bucket, { key, body: BODY, how, detail, signal }));
  return key;
}

/** Do tags go along, and are they there afterwards? */
export async function tags(bench: Workbench): Promise<Answer> {
  const { bucket, signal } = bench;
  try {
    const Tagging = 'understudy-check-up=yes';
    const key = await write(bench, 'tags.bin', { Tagging });
    const back = await tagsOf(bucket, key, signal).catch(error => {
      // Whoever may write tags need not be allowed to read them.
      if (saysNothing(error)) return [Tagging];
      throw error;
    });
    if (back.includes(Tagging)) return bench.note('tags', 'yes');
    const words = new Error('taken and forgotten');
    return bench.note('tags', 'no', 'GetObjectTagging', words);
  } catch (error) {
    const answer = saysNothing(error) ? 'unknown' : 'no';
    return bench.note('tags', answer, 'PutObject', error);
  }
}

export async function storageClass(
  bench: Workbench,
  StorageClass: string,
): Promise<void> {
  const wanted = StorageClass as PutObjectCommandInput['StorageClass'];
  await write(bench, 'class.bin', { StorageClass: wanted }, StorageClass);
}

/**
 * Keys of customers are refused like any write. One object without ours tells
 * the two apart.
 */
export async function blamed(
  bench: Workbench,
  error: unknown,
): Promise<UnderstudyError> {
  const problem = UnderstudyError.from(error);
  const { store, ...connection } = bench.bucket.connection;
  if (store?.encryption?.type !== 'sse-c') return problem;
  if (problem.code !== 's3-denied-put') return problem;
  const keyless = openBucket(connection, bench.bucket);
  try {
    const key = bench.key('keyless.bin');
    await putWith(keyless, { key, body: BODY, how: {}, signal: bench.signal });
    return new UnderstudyError('s3-sse-c-blocked', problem.details);
  } catch {
    return problem;
  } finally {
    keyless.close();
  }
}

/** Encrypted as asked; answers how the store says that it did it. */
export async function encryption(
  bench: Workbench,
  wish: NonNullable<StoreWishes['encryption']>,
): Promise<string> {
  const { bucket, signal } = bench;
  const how = encryptionHeaders(wish);
  const detail = wish.type === 'aws:kms' ? wish.keyId ?? 'aws/s3' : wish.type;
  try {
    const key = await write(bench, 'encrypted.bin', how, detail);
    if (wish.type === 'sse-c') return 'with a key of ours';
    const head = await headObject(bucket, key, { signal });
    return head?.encryption ?? 'without saying so';
  } catch (error) {
    throw await blamed(bench, error);
  }
}

export async function acl(bench: Workbench, wanted: string): Promise<void> {
  const ACL = wanted as PutObjectCommandInput['ACL'];
  await write(bench, 'acl.bin', { ACL }, wanted);
}

/**
 * One object with the lock that backups will get, for the shortest time.
 * Nobody can remove it before: it is left to the sweeper.
 */
export async function lock(
  bench: Workbench,
  mode: 'GOVERNANCE' | 'COMPLIANCE',
  skew: number,
): Promise<{ until: Date }> {
  // By the store's clock; whole seconds, as some stores want them.
  const until = new Date(
    Math.ceil((Date.now() - skew + SHORTEST_LOCK) / 1000) * 1000,
  );
  const key = await write(bench, 'locked.bin', {
    ObjectLockMode: mode,
    ObjectLockRetainUntilDate: until,
  });
  bench.locked.add(key);
  return { until };
}
