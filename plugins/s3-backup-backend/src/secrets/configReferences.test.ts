import { configReferences } from './configReferences';

it('finds references at any depth, and only references', () => {
  const reference = { $config: 's3Backup.secrets.db' };
  expect(
    configReferences({
      password: reference,
      headers: [{ value: { $config: 's3Backup.secrets.token' } }],
      other: 's3Backup.secrets.no',
      none: null,
    }),
  ).toEqual(['s3Backup.secrets.db', 's3Backup.secrets.token']);
  expect(configReferences(undefined)).toEqual([]);
});
