import { readCommandLine } from './options';
import { UsageError } from './usage';

describe('command line', () => {
  it('reads words and flags', () => {
    const { command, words, flags } = readCommandLine([
      'restore',
      'latest',
      '--bucket=backups',
      '--prefix',
      'portal/',
      '--identity',
      'a',
      '--identity',
      'b',
      '--no-path-style',
    ]);
    expect([command, words]).toEqual(['restore', ['latest']]);
    expect(flags).toMatchObject({
      bucket: 'backups',
      prefix: 'portal',
      identity: ['a', 'b'],
      'path-style': false,
      json: false,
    });
    expect(readCommandLine([]).flags['path-style']).toBeUndefined();
  });

  it.each([
    ['--bucket', 'UPPER'],
    ['--endpoint', 'ftp://host'],
    ['--endpoint', 'https://user:secret@host'],
    ['--prefix', '../other'],
    ['--plan', 'No Plan'],
    ['--entity', 'orders'],
    ['--secret-access-key', 'x'],
    ['--json=yes', ''],
  ])('refuses %s %s', (...args) => {
    expect(() => readCommandLine(args.filter(Boolean))).toThrow(UsageError);
  });
});
