import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import { contextFor, scratch, stored } from '../testSupport';
import { sqliteExecutor } from './executor';
import {
  copyOf,
  makeOrders,
  withIndexChanged,
  withPageLost,
} from './testDatabases';

describe('sqlite source, back again', () => {
  it('takes a backup back, equal by content, and never over a file', async () => {
    const path = join(await scratch(), 'orders.db');
    makeOrders(path, 'wal');
    const { artifacts } = await copyOf(path);
    const [artifact] = artifacts;
    const target = await scratch();
    const context = await contextFor();
    const restore = () =>
      sqliteExecutor.restore(
        stored(artifact),
        Readable.from([artifact.bytes], { objectMode: false }),
        target,
        context,
      );
    await restore();
    expect(await readdir(target)).toEqual(['orders.db']);
    const rows = (file: string) => {
      const database = new DatabaseSync(file, { readOnly: true });
      const all = database.prepare('SELECT * FROM orders ORDER BY id').all();
      database.close();
      return all;
    };
    expect(rows(join(target, 'orders.db'))).toEqual(rows(path));
    expect((await stat(join(target, 'orders.db'))).mode & 0o777).toBe(0o600);
    await expect(restore()).rejects.toMatchObject({
      code: 'restore-target-exists',
    });

    await expect(
      sqliteExecutor.restore(
        { ...stored(artifact), name: '../out.db' },
        Readable.from([artifact.bytes], { objectMode: false }),
        target,
        context,
      ),
    ).rejects.toMatchObject({ code: 'restore-unsafe' });
  });

  it('walks a stored copy and refuses one that is not sound', async () => {
    const path = join(await scratch(), 'orders.db');
    makeOrders(path);
    const { artifacts } = await copyOf(path);
    const [artifact] = artifacts;
    const context = await contextFor();
    const inspect = (bytes: Buffer) =>
      sqliteExecutor.inspect(
        stored(artifact),
        Readable.from([bytes], { objectMode: false }),
        context,
      );
    expect((await inspect(artifact.bytes)).counts.rows!.orders).toBe(2000);
    await expect(
      inspect(artifact.bytes.subarray(0, artifact.bytes.length - 8192)),
    ).rejects.toMatchObject({ code: 'backup-damaged' });
    for (const damaged of [
      withPageLost(artifact.bytes),
      withIndexChanged(path, artifact.bytes),
    ]) {
      await expect(inspect(damaged)).rejects.toMatchObject({
        code: 'backup-damaged',
      });
      await expect(
        sqliteExecutor.restore(
          stored(artifact),
          Readable.from([damaged], { objectMode: false }),
          await scratch(),
          context,
        ),
      ).rejects.toMatchObject({ code: 'backup-damaged' });
    }
    expect(await readdir(context.tempDirectory)).toEqual([]);
  });
});
