import { randomBytes } from 'node:crypto';
import {
  checksumAlgorithms,
  checksumBytes,
  createDigest,
  type ChecksumAlgorithm,
} from './algorithms';
import { canCombine, combineChecksums } from './combine';

function digest(algorithm: ChecksumAlgorithm, ...chunks: Buffer[]): Buffer {
  const running = createDigest(algorithm);
  chunks.forEach(chunk => running.update(chunk));
  return running.digest();
}

describe('checksums', () => {
  it.each([
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
    ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
    [
      'SHA256',
      '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225',
    ],
  ] as const)('%s of the standard check input', (algorithm, expected) => {
    const check = Buffer.from('123456789');
    expect(digest(algorithm, check).toString('hex')).toBe(expected);
    expect(
      digest(algorithm, check.subarray(0, 4), check.subarray(4)).toString(
        'hex',
      ),
    ).toBe(expected);
  });

  it.each(checksumAlgorithms)('%s has the length that is checked', name => {
    expect(digest(name, Buffer.alloc(0))).toHaveLength(checksumBytes[name]);
  });

  it.each(checksumAlgorithms.filter(canCombine))(
    '%s of a whole follows from its parts',
    algorithm => {
      const parts = [70_001, 5, 0, 70_001, 1, 123_456].map(n => randomBytes(n));
      const combined = combineChecksums(
        algorithm,
        parts.map(part => ({
          value: digest(algorithm, part),
          size: part.length,
        })),
      );
      expect(combined.toString('hex')).toBe(
        digest(algorithm, ...parts).toString('hex'),
      );
    },
  );
});
