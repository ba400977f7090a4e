import { toYaml } from './yaml';

it('writes what configuration can read again', () => {
  expect(
    toYaml([
      {
        name: 'main',
        bucket: 'b',
        prefix: '',
        at: '02:00',
        on: true,
        days: ['mon', 'no'],
        options: { path: '/data/a b.db', more: {} },
      },
    ]),
  ).toBe(
    [
      '- name: main',
      '  bucket: b',
      '  at: "02:00"',
      '  on: true',
      '  days:',
      '    - mon',
      '    - "no"',
      '  options:',
      '    path: "/data/a b.db"',
      '    more: {}',
      '',
    ].join('\n'),
  );
});
