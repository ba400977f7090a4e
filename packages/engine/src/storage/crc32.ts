import { crc32 } from 'node:zlib';

/** CRC32 of bytes, going on from an earlier value. */
export function updateCrc32(bytes: Uint8Array, before = 0): number {
  // zlib takes at most 4 GiB - 1 at once; parts are far smaller.
  return crc32(bytes, before);
}

/** As S3 writes it: base64 of four bytes, big-endian. */
export function encodeCrc32(value: number): string {
  const bytes = Buffer.alloc(4);
  // eslint-disable-next-line no-bitwise
  bytes.writeUInt32BE(value >>> 0);
  return bytes.toString('base64');
}

/** The value of what S3 writes. */
export function decodeCrc32(text: string): number {
  return Buffer.from(text, 'base64').readUInt32BE(0);
}

/* eslint-disable no-bitwise */

/** Multiplies a 32 × 32 matrix over GF(2) by a vector. */
function times(matrix: Uint32Array, vector: number): number {
  let sum = 0;
  let rest = vector;
  for (let row = 0; rest !== 0; row++, rest >>>= 1) {
    if (rest & 1) sum ^= matrix[row];
  }
  return sum >>> 0;
}

function square(matrix: Uint32Array): Uint32Array {
  return matrix.map(row => times(matrix, row));
}

/**
 * CRC32 of `a` followed by `b`, from their CRCs and the length of `b`. A CRC is
 * linear over GF(2): the first value is carried through as many zero bytes as
 * the second part is long, by squaring the matrix for one zero bit.
 */
export function combineCrc32(a: number, b: number, lengthOfB: number): number {
  if (lengthOfB === 0) return a >>> 0;
  let matrix = new Uint32Array(32);
  matrix[0] = 0xedb88320;
  for (let bit = 1; bit < 32; bit++) matrix[bit] = (1 << (bit - 1)) >>> 0;
  // One zero bit, squared three times: one zero byte.
  for (let step = 0; step < 3; step++) matrix = square(matrix);
  let value = a >>> 0;
  for (let rest = lengthOfB; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) value = times(matrix, value);
    matrix = square(matrix);
  }
  return (value ^ b) >>> 0;
}
