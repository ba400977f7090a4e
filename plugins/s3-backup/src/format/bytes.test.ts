import { formatBytes, formatCount, formatRatio } from './bytes';

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [912, '912 B'],
    [1000, '0.977 KiB'],
    [1024, '1.00 KiB'],
    [39_950_745, '38.1 MiB'],
    [1_121_501_860_331, '1.02 TiB'],
    [3 * 1024 ** 5, '3.00 PiB'],
    [1023.9 * 1024, '1.00 MiB'],
  ])('%d reads %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('follows the locale', () => {
    expect(formatBytes(39_950_745, 'fr')).toBe('38,1 MiB');
  });
});

it('groups counts', () => {
  expect(formatCount(200000)).toBe('200,000');
});

it('says the ratio, or nothing where it is unknown', () => {
  expect(formatRatio(222298112, 39950745)).toBe('5.6×');
  expect(formatRatio(null, 1)).toBeUndefined();
  expect(formatRatio(1, 0)).toBeUndefined();
});
