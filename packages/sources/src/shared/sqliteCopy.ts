import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UnderstudyError } from '@understudy/model';
import { owning, SourceContext } from '@understudy/engine';
import { needSpace } from './freeSpace';
import { nodeSqlite } from './nodeSqlite';
import { sqliteError } from './sqliteErrors';
import { Examination, examineSqlite } from './sqliteExamine';
import { WholeStream } from './wholeStream';

/** More pages than any database has: the copy is made in one step. */
const ALL_PAGES = 2_147_483_647;
const MIB = 1024 * 1024;

/** A consistent copy of a database in the private temporary directory. */
export interface SqliteCopy extends Examination {
  path: string;
  bytes: number;
  whole: WholeStream;
  /** Never throws. */
  remove(): Promise<void>;
}

/**
 * Size of a database with its write-ahead log.
 * @throws `source-gone`, `source-denied` or `source-invalid`; it never makes
 *   the file, as opening would
 */
export async function sqliteSize(path: string): Promise<number> {
  let found;
  try {
    found = await stat(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new UnderstudyError('source-gone', { path }, { cause: error });
    }
    throw new UnderstudyError(
      'source-denied',
      { path, reason: code ?? message },
      { cause: error },
    );
  }
  if (!found.isFile()) {
    throw new UnderstudyError('source-invalid', {
      seen: `${path} is not a file.`,
      path,
    });
  }
  const log = await stat(`${path}-wal`).catch(() => undefined);
  return found.size + (log?.size ?? 0);
}

async function copyInOneStep(
  source: string,
  path: string,
  lockTimeout: number,
): Promise<void> {
  const { DatabaseSync, backup } = nodeSqlite();
  // Node's own default is not to wait for a lock at all.
  const database = new DatabaseSync(source, {
    readOnly: true,
    timeout: lockTimeout,
  });
  try {
    await backup(database, path, { rate: ALL_PAGES });
  } finally {
    database.close();
  }
}

/**
 * Copies a database as it stands at one instant, while others write to it,
 * and checks the copy.
 *
 * In one step: SQLite begins a copy of many steps anew at each foreign write,
 * so that under a steady writer it would never end. One step holds a read
 * lock for the time of the copy; in WAL mode no writer waits for it.
 */
export async function copySqlite(
  source: string,
  context: SourceContext,
  options: { lockTimeout?: number } = {},
): Promise<SqliteCopy> {
  const size = await sqliteSize(source);
  await needSpace(context.tempDirectory, size + MIB);
  context.signal.throwIfAborted();

  const path = join(context.tempDirectory, `${randomUUID()}.sqlite`);
  const remove = async () => {
    for (const suffix of ['', '-journal', '-wal', '-shm']) {
      await rm(path + suffix, { force: true }).catch(() => {});
    }
  };
  try {
    // SQLite would make a page of an empty file. Who finds nothing where a
    // database was must see that it is nothing.
    if (size === 0) await writeFile(path, '');
    else await copyInOneStep(source, path, options.lockTimeout ?? 5000);
    context.signal.throwIfAborted();
    const bytes = (await stat(path)).size;
    const examination = await examineSqlite(path, context.signal);
    if (examination.integrity.join() !== 'ok') {
      throw new UnderstudyError('source-invalid', {
        seen: `${source} fails SQLite's integrity check: ${examination.integrity
          .slice(0, 3)
          .join('; ')}.`,
        path: source,
      });
    }
    const whole = WholeStream.create(
      owning(createReadStream(path, { highWaterMark: MIB })),
      context.signal,
    );
    return {
      ...examination,
      path,
      bytes,
      whole,
      async remove() {
        whole.stream.destroy();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    if (context.signal.aborted) throw context.signal.reason;
    throw sqliteError(error, source);
  }
}
