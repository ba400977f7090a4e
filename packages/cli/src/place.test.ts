import { plain, size, table } from './format';

describe('format', () => {
  it('sizes, tables, and nothing that moves a terminal', () => {
    expect([0, 1023, 1024, 3.4 * 2 ** 30].map(size)).toEqual([
      '0 B',
      '1023 B',
      '1.0 KiB',
      '3.4 GiB',
    ]);
    expect(
      table([
        ['a', 'bb'],
        ['ccc', 'd'],
      ]),
    ).toBe('a    bb\nccc  d\n');
    expect(plain('a\u001b[2Jb\n')).toBe('a\ufffd[2Jb\ufffd');
  });
});
