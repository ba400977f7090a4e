import { createHash } from 'node:crypto';
import type { Bucket } from '../destination';
import { speaksChecksums } from '../destination/checksums';
import { encodeCrc32 } from './crc32';

/**
 * The headers by which a store checks a body on arrival: a CRC32 where it is
 * known to speak it, else an MD5, which all of them have understood for ever.
 * `body` may be the MD5 itself, in base64, where it is known.
 */
export function integrityHeaders(
  bucket: Bucket,
  body: Buffer | string,
  crc: number,
): { ChecksumCRC32: string } | { ContentMD5: string } {
  if (speaksChecksums(bucket)) return { ChecksumCRC32: encodeCrc32(crc) };
  if (typeof body === 'string') return { ContentMD5: body };
  return { ContentMD5: createHash('md5').update(body).digest('base64') };
}
