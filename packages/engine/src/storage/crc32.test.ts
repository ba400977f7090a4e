import { randomBytes, randomInt } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { combineCrc32, encodeCrc32, updateCrc32 } from './crc32';

describe('crc32', () => {
  it('writes values as S3 does', () => {
    expect(encodeCrc32(updateCrc32(Buffer.from('123456789')))).toBe('y/Q5Jg==');
    expect(encodeCrc32(0)).toBe('AAAAAA==');
  });

  it('combines the values of parts into that of the whole', () => {
    for (let round = 0; round < 50; round++) {
      const a = randomBytes(randomInt(0, 5000));
      const b = randomBytes(randomInt(0, 70_000));
      const whole = crc32(Buffer.concat([a, b]));
      expect(combineCrc32(crc32(a), crc32(b), b.length)).toBe(whole);
    }
  });

  it('knows lengths that no 32-bit number holds', () => {
    // Zeros in two steps and in one must agree.
    const zeros = (from: number, length: number) =>
      combineCrc32(from, combineCrc32(0, 0, length), length);
    const start = crc32(Buffer.from('start'));
    const long = 5 * 1024 ** 3;
    expect(combineCrc32(start, 0, 2 * long)).toBe(
      combineCrc32(combineCrc32(start, 0, long), 0, long),
    );
    expect(zeros(start, 0)).toBe(start);
  });
});
