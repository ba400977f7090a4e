import {
  mkdir,
  readFile,
  readdir,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { copySqlite } from '../shared/sqliteCopy';
import { contextFor, readAll, scratch } from '../testSupport';
import { sqliteExecutor } from './executor';
import { sqliteOptionsSchema } from './options';
import {
  copyOf,
  end,
  makeOrders,
  otherProcess,
  withIndexChanged,
  withPageLost,
} from './testDatabases';

describe('sqlite source', () => {
  it('copies a database, counts its rows and leaves nothing behind', async () => {
    const path = join(await scratch(), 'orders.db');
    makeOrders(path);
    const { context, artifacts, outcome } = await copyOf(path);

    expect(artifacts.map(a => [a.name, a.mediaType])).toEqual([
      ['orders.db', 'application/vnd.sqlite3'],
    ]);
    expect(artifacts[0].expect).toEqual({
      minBytes: 0,
      bytes: artifacts[0].bytes.length,
    });
    expect(outcome).toEqual({
      counts: { rows: { orders: 2000, 'odd "name': 2 }, files: null },
      gaps: [],
      gapsTotal: 0,
    });
    expect(await readdir(context.tempDirectory)).toEqual([]);
  });

  it.each(['wal', 'delete'])(
    'copies a %s database while another process writes all the time',
    async journal => {
      const path = join(await scratch(), 'busy.db');
      // Some 30 MB: copied in small steps, each write would begin it anew.
      makeOrders(path, journal, 40_000, 350);
      const writer = await otherProcess(
        path,
        `db.exec('PRAGMA synchronous=OFF');
         const add = db.prepare('INSERT INTO orders (note) VALUES (hex(randomblob(40)))');
         setInterval(() => { try { add.run(); } catch {} }, 1)`,
      );
      try {
        const { artifacts, outcome } = await copyOf(path);
        expect(outcome.counts.rows!.orders).toBeGreaterThanOrEqual(40_000);
        const back = join(await scratch(), 'back.db');
        await writeFile(back, artifacts[0].bytes);
        const database = new DatabaseSync(back, { readOnly: true });
        expect(database.prepare('PRAGMA integrity_check').get()).toEqual({
          integrity_check: 'ok',
        });
        database.close();
        expect(writer.exitCode).toBeNull();
      } finally {
        await end(writer);
      }
    },
    30_000,
  );

  it('says that a file is gone, and does not make it', async () => {
    const directory = await scratch();
    const path = join(directory, 'gone.db');
    await expect(copyOf(path)).rejects.toMatchObject({ code: 'source-gone' });
    expect(await readdir(directory)).toEqual([]);
  });

  it('refuses what is no database, a folder, and a damaged database', async () => {
    const directory = await scratch();
    const path = join(directory, 'notes.txt');
    await writeFile(path, 'meeting notes '.repeat(1000));
    await expect(copyOf(path)).rejects.toMatchObject({
      code: 'source-invalid',
      message: expect.stringContaining('not an SQLite database'),
    });

    await mkdir(join(directory, 'folder.db'));
    await expect(copyOf(join(directory, 'folder.db'))).rejects.toMatchObject({
      code: 'source-invalid',
    });

    const damaged = join(directory, 'damaged.db');
    makeOrders(damaged);
    await writeFile(damaged, withPageLost(await readFile(damaged)));
    await expect(copyOf(damaged)).rejects.toMatchObject({
      code: 'source-invalid',
    });
  });

  it('refuses a database that opens well and is not sound', async () => {
    const path = join(await scratch(), 'unsound.db');
    makeOrders(path);
    await writeFile(path, withIndexChanged(path, await readFile(path)));
    await expect(copyOf(path)).rejects.toMatchObject({
      code: 'source-invalid',
      message: expect.stringContaining('integrity check'),
    });
  });

  it('says in words that a database is locked, and leaves no half copy', async () => {
    const path = join(await scratch(), 'locked.db');
    makeOrders(path);
    const holder = await otherProcess(
      path,
      `db.exec('BEGIN EXCLUSIVE'); setInterval(() => {}, 1000)`,
    );
    const context = await contextFor();
    try {
      await expect(
        copySqlite(path, context, { lockTimeout: 200 }),
      ).rejects.toMatchObject({
        code: 'source-failed',
        message: expect.stringContaining('another program holds it'),
      });
      expect(await readdir(context.tempDirectory)).toEqual([]);
    } finally {
      await end(holder);
    }
  });

  it('waits for a lock that is let go', async () => {
    const path = join(await scratch(), 'briefly.db');
    makeOrders(path);
    const holder = await otherProcess(
      path,
      `db.exec('BEGIN EXCLUSIVE'); setTimeout(() => db.exec('COMMIT'), 700)`,
    );
    try {
      const { outcome } = await copyOf(path);
      expect(outcome.counts.rows!.orders).toBe(2000);
    } finally {
      await end(holder);
    }
  });

  it('looks for free space before it copies', async () => {
    const path = join(await scratch(), 'huge.db');
    makeOrders(path);
    // A hole: it takes no space here and would not fit into any.
    await truncate(path, 8 * 2 ** 40);
    const context = await contextFor();
    await expect(
      readAll(await sqliteExecutor.open({ path }, context)),
    ).rejects.toMatchObject({ code: 'disk-full' });
    expect(await readdir(context.tempDirectory)).toEqual([]);
  });

  it('ends at once and cleans up when it is cancelled', async () => {
    const path = join(await scratch(), 'orders.db');
    makeOrders(path);
    const cancel = new AbortController();
    const context = await contextFor(cancel.signal);
    const opened = await sqliteExecutor.open({ path }, context);
    cancel.abort(new Error('cancelled'));
    await expect(readAll(opened)).rejects.toThrow('cancelled');
    expect(await readdir(context.tempDirectory)).toEqual([]);
  });

  it('refuses a database in memory and relative paths, with words', () => {
    expect(
      sqliteOptionsSchema.safeParse({ path: ':memory:' }).error?.message,
    ).toContain('keep it in a file');
    expect(sqliteOptionsSchema.safeParse({ path: 'orders.db' }).success).toBe(
      false,
    );
  });

  it('gives 0 bytes for a file of 0 bytes, which the run refuses', async () => {
    const path = join(await scratch(), 'new.db');
    await writeFile(path, '');
    const { artifacts, outcome } = await copyOf(path);
    expect(artifacts[0].expect).toEqual({ minBytes: 0, bytes: 0 });
    expect(artifacts[0].bytes.length).toBe(0);
    expect(outcome.counts.rows).toEqual({});
  });

  it('looks at a source without reading it all', async () => {
    const path = join(await scratch(), 'orders.db');
    const context = await contextFor();
    expect(await sqliteExecutor.check!({ path }, context)).toMatchObject({
      ok: false,
      seen: `${path} does not exist.`,
    });
    makeOrders(path);
    expect(await sqliteExecutor.check!({ path }, context)).toMatchObject({
      ok: true,
      remedy: null,
    });
  });
});
