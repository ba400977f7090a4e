import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { intoDatabase } from './intoDatabase';

it('reads where a database is to be made', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-into-'));
  const file = join(folder, 'password');
  await writeFile(file, 'a:pass word\n');
  try {
    expect(
      await intoDatabase('postgres://me%40here@[::1]:5433/a%20b?tls=require', {
        'password-file': file,
        owners: false,
      }),
    ).toEqual({
      type: 'postgres',
      options: {
        host: '::1',
        port: 5433,
        user: 'me@here',
        password: 'a:pass word',
        tls: 'require',
      },
      place: { database: 'a b', owners: false },
    });
  } finally {
    await rm(folder, { recursive: true });
  }
  expect(await intoDatabase('postgresql://me@db', {})).toMatchObject({
    options: { host: 'db', port: 5432 },
    place: {},
  });
  expect(await intoDatabase('mysql://me@db/x', {})).toMatchObject({
    type: 'mysql',
    options: { host: 'db', port: 3306 },
    place: { database: 'x' },
  });
});

it.each([
  ['postgres://me:secret@db/x', 'password-file'],
  ['postgres://db/x', 'no user'],
  ['oracle://me@db/x', 'no URL of a database'],
  ['nonsense', 'no URL of a database'],
])('refuses %s', async (into, why) => {
  await expect(intoDatabase(into, {})).rejects.toThrow(why);
});
