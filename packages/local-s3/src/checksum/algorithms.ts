import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { crc32c } from './crc32c';
import { Crc64Nvme } from './crc64nvme';

export const checksumAlgorithms = [
  'CRC32',
  'CRC32C',
  'CRC64NVME',
  'SHA1',
  'SHA256',
] as const;
export type ChecksumAlgorithm = (typeof checksumAlgorithms)[number];
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** A running checksum; `digest` is asked once, at the end. */
export interface Digest {
  update(chunk: Buffer): void;
  digest(): Buffer;
}

function crcDigest(step: (chunk: Buffer, crc: number) => number): Digest {
  let crc = 0;
  return {
    update: chunk => {
      crc = step(chunk, crc);
    },
    digest: () => {
      const out = Buffer.alloc(4);
      out.writeUInt32BE(crc, 0);
      return out;
    },
  };
}

export function createDigest(algorithm: ChecksumAlgorithm): Digest {
  switch (algorithm) {
    case 'CRC32':
      return crcDigest((chunk, crc) => crc32(chunk, crc));
    case 'CRC32C':
      return crcDigest((chunk, crc) => crc32c(chunk, crc));
    case 'CRC64NVME':
      return Crc64Nvme.create();
    default:
      return createHash(algorithm.toLowerCase());
  }
}

/** Bytes of a checksum before base64: a value of another length is refused at once. */
export const checksumBytes: Record<ChecksumAlgorithm, number> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
};

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm}`;
}

export function parseAlgorithm(
  text: string | undefined,
): ChecksumAlgorithm | undefined {
  const upper = text?.toUpperCase();
  return checksumAlgorithms.find(name => name === upper);
}
