import type { ChecksumAlgorithm } from './algorithms';
import { crc64NvmePolynomial } from './crc64nvme';

const fields: Partial<
  Record<ChecksumAlgorithm, { width: bigint; polynomial: bigint }>
> = {
  CRC32: { width: 32n, polynomial: 0xedb88320n },
  CRC32C: { width: 32n, polynomial: 0x82f63b78n },
  CRC64NVME: { width: 64n, polynomial: crc64NvmePolynomial },
};

/** Whether the checksum of a whole can be had from those of its parts. */
export function canCombine(algorithm: ChecksumAlgorithm): boolean {
  return fields[algorithm] !== undefined;
}

/** Product of two polynomials modulo the CRC's, bits reflected. */
function multiply(
  a: bigint,
  b: bigint,
  polynomial: bigint,
  width: bigint,
): bigint {
  let product = 0n;
  let factor = b;
  for (let mask = 1n << (width - 1n); mask > 0n; mask >>= 1n) {
    if (a & mask) product ^= factor;
    factor = factor & 1n ? (factor >> 1n) ^ polynomial : factor >> 1n;
  }
  return product;
}

/** The checksum of all parts in a row, from each part's own checksum and length. */
export function combineChecksums(
  algorithm: ChecksumAlgorithm,
  parts: Array<{ value: Buffer; size: number }>,
): Buffer {
  const field = fields[algorithm];
  if (!field) throw new Error(`${algorithm} can't be combined`);
  const { width, polynomial } = field;
  // Parts of an upload mostly have one length, so the costly power is kept.
  const shifts = new Map<number, bigint>();
  const shiftOf = (bytes: number) => {
    let shift = shifts.get(bytes);
    if (shift === undefined) {
      shift = 1n << (width - 1n);
      let power = 1n << (width - 9n);
      for (let n = BigInt(bytes); n > 0n; n >>= 1n) {
        if (n & 1n) shift = multiply(shift, power, polynomial, width);
        power = multiply(power, power, polynomial, width);
      }
      shifts.set(bytes, shift);
    }
    return shift;
  };
  let whole = 0n;
  for (const part of parts) {
    const value = BigInt(`0x${part.value.toString('hex')}`);
    whole = multiply(shiftOf(part.size), whole, polynomial, width) ^ value;
  }
  return Buffer.from(
    whole.toString(16).padStart(Number(width) / 4, '0'),
    'hex',
  );
}
