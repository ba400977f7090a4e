import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { contextFor, readAll, scratch, stored } from '../testSupport';
import { portalExecutor } from './executor';
import { PortalWork, portalOptionsSchema, portalSource } from './options';

function makeDatabase(path: string, rows: number) {
  const database = new DatabaseSync(path);
  database.exec('CREATE TABLE entities (id INTEGER)');
  const add = database.prepare('INSERT INTO entities VALUES (?)');
  for (let id = 0; id < rows; id++) add.run(id);
  database.close();
}

async function portal() {
  const directory = await scratch();
  makeDatabase(join(directory, 'catalog.sqlite'), 3);
  makeDatabase(join(directory, 's3-backup.sqlite'), 5);
  await writeFile(join(directory, 'catalog.sqlite-journal'), '');
  await writeFile(join(directory, 'notes.txt'), 'no database');
  return directory;
}

async function copyOf(work: PortalWork) {
  const context = await contextFor();
  const read = await readAll(await portalExecutor.open(work, context));
  expect(await readdir(context.tempDirectory)).toEqual([]);
  return read;
}

describe('portal source', () => {
  it('copies each plugin database as an artifact of its own', async () => {
    const directory = await portal();
    const { artifacts, outcome } = await copyOf({ directory });
    expect(artifacts.map(({ name }) => name)).toEqual([
      'catalog.sqlite',
      's3-backup.sqlite',
    ]);
    expect(outcome.counts.rows).toEqual({
      'catalog.entities': 3,
      's3-backup.entities': 5,
    });
    const target = await scratch();
    const context = await contextFor();
    for (const artifact of artifacts) {
      await portalExecutor.restore(
        stored(artifact),
        Readable.from([artifact.bytes], { objectMode: false }),
        target,
        context,
      );
      const back = await readFile(join(target, artifact.name));
      expect(back.equals(artifact.bytes)).toBe(true);
    }
  });

  it('finds a plugin that was added since', async () => {
    const directory = await portal();
    await copyOf({ directory });
    makeDatabase(join(directory, 'auth.sqlite'), 1);
    const { artifacts } = await copyOf({ directory });
    expect(artifacts.map(({ name }) => name)).toContain('auth.sqlite');
  });

  it('takes only the plugins that are named, also where their file is elsewhere', async () => {
    const directory = await portal();
    const elsewhere = join(await scratch(), 'search-index.db');
    makeDatabase(elsewhere, 7);
    const { artifacts, outcome } = await copyOf({
      directory,
      plugins: ['search', 'catalog'],
      databases: [
        { plugin: 'search', client: 'better-sqlite3', filename: elsewhere },
      ],
    });
    expect(artifacts.map(({ name }) => name)).toEqual([
      'catalog.sqlite',
      'search.sqlite',
    ]);
    expect(outcome.counts.rows!['search.entities']).toBe(7);
  });

  it('refuses databases in memory and names the remedy', async () => {
    const refusal = {
      code: 'options-invalid',
      message: expect.stringContaining('in memory'),
      hint: expect.stringContaining('backend.database.connection'),
    };
    await expect(copyOf({ directory: ':memory:' })).rejects.toMatchObject(
      refusal,
    );
    const work: PortalWork = {
      directory: await portal(),
      databases: [
        { plugin: 'search', client: 'better-sqlite3', filename: ':memory:' },
      ],
    };
    await expect(copyOf(work)).rejects.toMatchObject(refusal);
    expect(await portalExecutor.check!(work, await contextFor())).toMatchObject(
      { ok: false, remedy: refusal.hint },
    );
    // Not asked for, so not in the way.
    await copyOf({ ...work, plugins: ['catalog'] });
  });

  it('says which database is missing or damaged', async () => {
    const directory = await portal();
    await expect(
      copyOf({ directory, plugins: ['auth'] }),
    ).rejects.toMatchObject({
      code: 'source-gone',
      message: `${join(directory, 'auth.sqlite')} does not exist.`,
    });
    await writeFile(join(directory, 's3-backup.sqlite'), 'x'.repeat(5000));
    await expect(copyOf({ directory })).rejects.toMatchObject({
      code: 'source-invalid',
      message: expect.stringContaining('s3-backup.sqlite'),
    });
    await rm(directory, { recursive: true });
    await expect(copyOf({ directory })).rejects.toMatchObject({
      code: 'source-gone',
    });
    await expect(copyOf({ directory: await scratch() })).rejects.toMatchObject({
      code: 'source-failed',
    });
  });

  it('is sensitive, and no user says where databases are', () => {
    expect(portalSource.sensitive).toBe(true);
    expect(portalOptionsSchema.safeParse({ directory: '/etc' }).success).toBe(
      false,
    );
    expect(portalOptionsSchema.safeParse({ plugins: ['../x'] }).success).toBe(
      false,
    );
  });
});
