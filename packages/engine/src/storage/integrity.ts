import { createHash } from 'node:crypto';
import type { Bucket } from '../destination';
import { speaksChecksums } from '../destination/checksums';
import { encodeCrc32 } from './crc32';

/**
 * The headers by which a store checks a body on arrival: a CRC32 where it is
 * known to speak it, else an MD5, which all of them have understood for ever.
 */
export function integrityHeaders(
  bucket: Bucket,
  body: Buffer,
  crc: number,
): { ChecksumCRC32: string } | { ContentMD5: string } {
  return speaksChecksums(bucket)
    ? { ChecksumCRC32: encodeCrc32(crc) }
    : { ContentMD5: createHash('md5').update(body).digest('base64') };
}
