import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Writable } from 'node:stream';
import { UnderstudyError } from '@understudy/model';
import type { Bucket } from '../destination';
import { speaksChecksums } from '../destination/checksums';
import { isAppendOnly } from '../destination/wishes';
import { encodeCrc32, updateCrc32 } from './crc32';
import { downloadRanges } from './downloadRanges';
import { headListed } from './headListed';
import { headObject, ObjectHead } from './headObject';
import { withRetry } from './retry';
import { untilSeen } from './untilSeen';

/** Sums of the parts of an upload, in order. */
export interface PartSums {
  crcs: number[];
  etags: string[];
  /** Whether each ETag is the MD5 that was sent; null where none was. */
  md5s?: Array<boolean | null>;
}

/** What must be found under a key after a write. */
export interface Expected {
  key: string;
  bytes: number;
  crc: number;
  sha256: string;
  parts?: PartSums;
  /** CRC32 in the answer to the write: stands in for looking, where one may not. */
  echo?: string | null;
  signal?: AbortSignal;
}

/** S3's ETag of an upload in parts: MD5 of the parts' MD5s, and their number. */
export function etagOfParts(etags: string[]): string | undefined {
  const plain = etags.map(etag => etag.replace(/"/g, ''));
  if (plain.length === 0) return undefined;
  if (!plain.every(etag => /^[0-9a-f]{32}$/i.test(etag))) return undefined;
  const digests = Buffer.from(plain.join(''), 'hex');
  const sum = createHash('md5').update(digests).digest('hex');
  return `${sum}-${plain.length}`;
}

/** CRC32 of the parts' CRC32s, as stores write it that keep no other. */
export function compositeCrc32(crcs: number[]): string {
  const bytes = Buffer.alloc(4 * crcs.length);
  crcs.forEach((crc, at) => bytes.writeUInt32BE(crc, 4 * at));
  return `${encodeCrc32(updateCrc32(bytes))}-${crcs.length}`;
}

/** Keys that may write but not read can still list: size and ETag are there, too. */
async function lookAt(
  bucket: Bucket,
  key: string,
  signal?: AbortSignal,
): Promise<ObjectHead | undefined> {
  try {
    return await headObject(bucket, key, { signal });
  } catch (error) {
    if (!(error instanceof UnderstudyError)) throw error;
    if (error.code !== 's3-denied-get') throw error;
    return headListed(bucket, key, { signal });
  }
}

function corrupt(
  key: string,
  what: string,
  expected: string,
  actual: string,
): UnderstudyError {
  return new UnderstudyError('s3-corrupt', { key, what, expected, actual });
}

/**
 * Whether the store's own sums say that all is there: yes, or nothing that
 * could be relied on. A checksum that is there and differs is an error.
 */
function confirmed(
  bucket: Bucket,
  expected: Expected,
  head: ObjectHead,
): boolean {
  const { key, crc, parts } = expected;
  if (head.crc32) {
    const ours = encodeCrc32(crc);
    if (head.crc32 !== ours) throw corrupt(key, 'CRC32', ours, head.crc32);
    return true;
  }
  if (head.compositeCrc32 && parts) {
    const ours = compositeCrc32(parts.crcs);
    if (head.compositeCrc32 !== ours) {
      throw corrupt(key, 'CRC32 of the parts', ours, head.compositeCrc32);
    }
    return true;
  }
  // The store used to echo checksums: their absence is a reason to look.
  if (speaksChecksums(bucket) && head.encryption !== 'unknown') return false;
  // With keys of others the ETag is no MD5, and of no further use.
  const encrypted = head.encryption !== null && head.encryption !== 'AES256';
  if (!parts || encrypted) return true;
  // This store's ETags are MD5s, but not for every part: one has changed.
  const { md5s = [] } = parts;
  if (md5s.includes(true) && md5s.includes(false)) return false;
  const ours = etagOfParts(parts.etags);
  if (!ours || !/^[0-9a-f]{32}-\d+$/i.test(head.etag ?? '')) return true;
  return head.etag?.toLocaleLowerCase('en-US') === ours;
}

/** Reads all bytes again: the last word where sums are missing or differ. */
export async function readBack(
  bucket: Bucket,
  expected: Omit<Expected, 'crc' | 'parts'>,
): Promise<void> {
  const { key, bytes, sha256, signal } = expected;
  const body = downloadRanges(bucket, { key, bytes, sha256, signal });
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  await pipeline(body, nowhere);
}

/**
 * Checks that what was written is there, whole: by size and by the store's
 * checksum, else by its ETag; where these are missing although promised, or
 * differ without being proof, by reading all bytes back.
 */
export async function checkStored(
  bucket: Bucket,
  expected: Expected,
): Promise<ObjectHead> {
  const { key, bytes, signal } = expected;
  // A store may need a moment until a new object is found everywhere.
  const call = { action: 'HeadObject', key, signal };
  const head = await withRetry(bucket, call, async tried => {
    const look = () => lookAt(bucket, key, signal);
    const found = await untilSeen(bucket, look, signal);
    if (found && isAppendOnly(bucket)) {
      return { ...found, crc32: expected.echo };
    }
    if (found) return found;
    if (tried >= Math.min(4, bucket.retry.attempts)) {
      throw new UnderstudyError('s3-not-readable-yet', { key, n: tried });
    }
    throw Object.assign(new Error('not found yet'), {
      name: 'ServiceUnavailable',
    });
  });
  if (head.bytes !== bytes) {
    throw corrupt(key, 'size', `${bytes} bytes`, `${head.bytes} bytes`);
  }
  if (!confirmed(bucket, expected, head)) {
    if (isAppendOnly(bucket)) {
      const theirs = head.etag ?? 'none';
      throw corrupt(key, 'ETag', 'that of its parts', theirs);
    }
    await readBack(bucket, expected);
  }
  return head;
}
