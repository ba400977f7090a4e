import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { nodeSqlite } from './nodeSqlite';

/** What a look at every page of a database file found. */
export interface Examination {
  /** `ok`, or what `PRAGMA integrity_check` complained about. */
  integrity: string[];
  rows: Record<string, number>;
  version: string;
}

/*
 * In a thread of its own: on a large file the check takes minutes inside one
 * call, and whoever runs us must go on answering (and may cancel) meanwhile.
 * As text, so that it needs no further entry of the package and runs the same
 * from sources and from dist.
 */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
const emitWarning = process.emitWarning;
process.emitWarning = () => {};
const { DatabaseSync } = require('node:sqlite');
process.emitWarning = emitWarning;
try {
  const database = new DatabaseSync(new URL(workerData.url), { readOnly: true });
  const integrity = database.prepare('PRAGMA integrity_check(20)').all()
    .map(row => String(Object.values(row)[0]));
  const rows = [];
  if (integrity.length === 1 && integrity[0] === 'ok') {
    const tables = database.prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\\\_%' ESCAPE '\\\\' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name",
    ).all();
    for (const { name } of tables) {
      const quoted = '"' + String(name).replaceAll('"', '""') + '"';
      rows.push([String(name), Number(database.prepare('SELECT count(*) AS n FROM ' + quoted).get().n)]);
    }
  }
  const { version } = database.prepare('SELECT sqlite_version() AS version').get();
  database.close();
  parentPort.postMessage({ integrity, rows, version });
} catch (error) {
  parentPort.postMessage({ failed: { message: String(error.message), errcode: error.errcode } });
}
`;

type Answer =
  | { integrity: string[]; rows: Array<[string, number]>; version: string }
  | { failed: { message: string; errcode?: number } };

/**
 * Checks every page of a file that is ours alone, and counts the rows of
 * every table.
 * @throws what SQLite threw, with its `errcode`
 */
export async function examineSqlite(
  path: string,
  signal: AbortSignal,
): Promise<Examination> {
  signal.throwIfAborted();
  // Nobody else has this file. So told, SQLite leaves no log and index of
  // its own beside it, not even where the database is in WAL mode.
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  const worker = new Worker(THREAD, {
    eval: true,
    workerData: { url: url.href },
    // Loaders of whoever runs us have no business in there.
    execArgv: [],
  });
  let onAbort: (() => void) | undefined;
  try {
    const answer = await new Promise<Answer>((resolve, reject) => {
      onAbort = () => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('the check ended early')));
    });
    if ('failed' in answer) {
      throw Object.assign(new Error(answer.failed.message), {
        errcode: answer.failed.errcode,
      });
    }
    const { integrity, rows, version } = answer;
    return { integrity, rows: Object.fromEntries(rows), version };
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort);
    // Not awaited: a thread inside SQLite ends only when its call returns.
    void worker.terminate();
  }
}

/** Version of the SQLite that copies. */
export function sqliteVersion(): string {
  const database = new (nodeSqlite().DatabaseSync)(':memory:');
  try {
    const row = database.prepare('SELECT sqlite_version() AS version').get();
    return String(row?.version);
  } finally {
    database.close();
  }
}
