import { createHash } from 'node:crypto';
import { UnderstudyError } from '@understudy/model';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { headObject } from '../../storage';
import { KeptHow, putWith, tagsOf } from '../../storage/putWith';
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
  how: KeptHow,
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

function encryptionHeaders(
  wish: NonNullable<StoreWishes['encryption']>,
): KeptHow {
  if (wish.type === 'AES256') return { ServerSideEncryption: 'AES256' };
  if (wish.type === 'sse-c') {
    const key = Buffer.from(wish.key, 'base64');
    return {
      SSECustomerAlgorithm: 'AES256',
      SSECustomerKey: wish.key,
      SSECustomerKeyMD5: createHash('md5').update(key).digest('base64'),
    };
  }
  const { keyId, bucketKey, context } = wish;
  return {
    ServerSideEncryption: 'aws:kms',
    ...(keyId ? { SSEKMSKeyId: keyId } : {}),
    ...(bucketKey === undefined ? {} : { BucketKeyEnabled: bucketKey }),
    ...(context
      ? {
          SSEKMSEncryptionContext: Buffer.from(
            JSON.stringify(context),
          ).toString('base64'),
        }
      : {}),
  };
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
    const problem = UnderstudyError.from(error);
    // Without the key the same write was taken a moment ago.
    if (wish.type === 'sse-c' && problem.code === 's3-denied-put') {
      throw new UnderstudyError('s3-sse-c-blocked', problem.details);
    }
    throw problem;
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
