import { durationSchema } from './duration';
import { parseSize, sizeSchema } from './size';

describe('sizes', () => {
  it.each([
    ['0', 0],
    ['1', 1],
    ['17 B', 17],
    ['64MiB', 64 * 1024 ** 2],
    ['1.5 KiB', 1536],
    ['2GB', 2e9],
    [' 3 TiB ', 3 * 1024 ** 4],
    [12, 12],
  ])('%j is %d bytes', (text, bytes) => {
    expect(parseSize(text)).toBe(bytes);
    expect(sizeSchema.parse(text)).toBe(bytes);
  });

  it.each([
    '',
    'MiB',
    '-1',
    '1 mib',
    '1,5MiB',
    '1e3',
    '9007199254740993',
    -1,
    1.5,
  ])('%j is none', text => {
    expect(() => parseSize(text)).toThrow(RangeError);
    expect(sizeSchema.safeParse(text).success).toBe(false);
  });
});

describe('durations', () => {
  it.each([
    [{ minutes: 10 }, 600_000],
    [{ weeks: 1, days: 1, hours: 1, seconds: 1, milliseconds: 1 }, 694_801_001],
    [{ hours: 0 }, 0],
    ['PT10M', 600_000],
    ['P1DT1H', 90_000_000],
    ['P2W', 1_209_600_000],
    ['PT0.5S', 500],
  ])('%j is %d milliseconds', (input, milliseconds) => {
    expect(durationSchema.parse(input)).toBe(milliseconds);
  });

  it.each([
    {},
    { months: 1 },
    { minutes: -1 },
    'P',
    'PT',
    'P1Y',
    'P1M',
    '10m',
    '',
    600,
  ])('%j is none', input => {
    expect(durationSchema.safeParse(input).success).toBe(false);
  });
});
