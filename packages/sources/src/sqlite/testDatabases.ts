import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import { contextFor, readAll } from '../testSupport';
import { sqliteExecutor } from './executor';

/** Some orders, and a table whose name wants quoting. */
export function makeOrders(
  path: string,
  journal = 'delete',
  rows = 2000,
  bytes = 40,
) {
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA journal_mode=${journal};
    CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT);
    CREATE TABLE "odd ""name" (x); INSERT INTO "odd ""name" VALUES (1), (2);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
      INSERT INTO orders SELECT i, hex(randomblob(${bytes})) FROM n;
    ${bytes > 40 ? '' : 'CREATE INDEX notes ON orders (note)'};`);
  database.close();
}

export function withPageLost(bytes: Buffer): Buffer {
  const damaged = Buffer.from(bytes);
  damaged.fill(0xff, 4096 * 5, 4096 * 5 + 3000);
  return damaged;
}

/** One note reads differently in the index: every page is well-formed. */
export function withIndexChanged(path: string, bytes: Buffer): Buffer {
  const database = new DatabaseSync(path, { readOnly: true });
  const row = database.prepare('SELECT note FROM orders WHERE id = 77').get();
  database.close();
  const damaged = Buffer.from(bytes);
  const at = damaged.lastIndexOf(String(row!.note));
  damaged[at + 70] = 'Z'.charCodeAt(0);
  return damaged;
}

/** Runs JavaScript with `db` (an open database) in another process. */
export async function otherProcess(
  path: string,
  code: string,
): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    [
      '--no-warnings',
      '-e',
      `const { DatabaseSync } = require('node:sqlite');
       const db = new DatabaseSync(${JSON.stringify(path)}, { timeout: 5000 });
       ${code}; console.log('ready');`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  await once(child.stdout!, 'data');
  return child;
}

export async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

export async function copyOf(path: string) {
  const context = await contextFor();
  const read = await readAll(await sqliteExecutor.open({ path }, context));
  return { context, ...read };
}
