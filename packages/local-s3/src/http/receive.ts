import { createHash, randomBytes } from 'node:crypto';
import { type ChecksumAlgorithm, createDigest } from '../checksum/algorithms';
import {
  compareChecksum,
  compareMd5,
  type Expectation,
  expectedValue,
} from '../checksum/expectation';
import type { Effects } from '../faults';
import type { Settings } from '../options';
import type { BlobWriter, Blobs } from '../store/blobs';
import type { Segment } from '../store/records';
import type { Body } from './body';
import { flipByte } from './mangle';

export interface Received {
  segment: Segment;
  etag: string;
  /** Base64, of the algorithm that was asked for. */
  checksum?: string;
}

/** Stored bytes, spoilt if a fault wants so: the checks have seen what the client sent. */
function spoil(
  writer: BlobWriter,
  effects: Effects,
  length: number | undefined,
): (chunk: Buffer) => Promise<void> {
  const { flipByteAt, truncateBytes } = effects;
  if (flipByteAt === undefined && !truncateBytes) {
    return chunk => writer.write(chunk);
  }
  const end = Math.max((length ?? Infinity) - (truncateBytes ?? 0), 0);
  let offset = 0;
  return async chunk => {
    const spoilt = flipByte(chunk, offset, flipByteAt);
    await writer.write(spoilt.subarray(0, Math.max(end - offset, 0)));
    offset += chunk.length;
  };
}

/**
 * Streams bytes into a blob and checks them on the way. They are whole and
 * right when this returns; on any failure nothing is left.
 */
export async function receive(options: {
  source: AsyncIterable<Buffer>;
  length?: number;
  blobs: Blobs;
  settings: Settings;
  effects: Effects;
  algorithm?: ChecksumAlgorithm;
  expectation?: Expectation;
  trailers?: Body['trailers'];
  /** Gives an ETag that is no MD5 of the bytes. */
  hideMd5?: boolean;
}): Promise<Received> {
  const { blobs, settings, effects, expectation } = options;
  const etagIsMd5 = settings.etag === 'md5' && !options.hideMd5;
  const algorithm = effects.omitChecksums
    ? undefined
    : options.algorithm ?? expectation?.algorithm;
  const digest = algorithm && createDigest(algorithm);
  const md5 = etagIsMd5 || expectation?.md5 ? createHash('md5') : undefined;
  const writer = await blobs.writer();
  try {
    const write = spoil(writer, effects, options.length);
    for await (const chunk of options.source) {
      digest?.update(chunk);
      md5?.update(chunk);
      await write(chunk);
    }
    const checksum = digest?.digest().toString('base64');
    if (algorithm && expectation?.algorithm === algorithm) {
      const expected = expectedValue(
        expectation,
        options.trailers ?? new Map(),
      );
      compareChecksum(algorithm, expected, checksum ?? '');
    }
    const hash = md5?.digest();
    if (hash && !effects.omitChecksums) compareMd5(expectation?.md5, hash);
    const segment = await writer.finish();
    const etag = hash && etagIsMd5 ? hash : randomBytes(16);
    return { segment, etag: etag.toString('hex'), checksum };
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}
