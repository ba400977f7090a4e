import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { UnderstudyError } from '@understudy/model';

/** As text, as in sqliteExamine; one SELECT, on a file that it cannot change. */
const THREAD = `
const { parentPort, workerData } = require('node:worker_threads');
process.emitWarning = () => {};
const { DatabaseSync } = require('node:sqlite');
try {
  const database = new DatabaseSync(new URL(workerData.url), { readOnly: true });
  const row = database.prepare('SELECT * FROM (' + workerData.sql + '\\n) LIMIT 1').get();
  database.close();
  const value = row === undefined ? null : Object.values(row)[0];
  parentPort.postMessage({ answer: value === null ? null : String(value) });
} catch (error) {
  parentPort.postMessage({ failed: String(error.message) });
}
`;

/**
 * Asks a database file, in a thread of its own: a query may never end.
 * @throws `options-invalid` with what SQLite said, or that time was up
 */
export async function askSqlite(
  path: string,
  question: { sql: string; timeLimitMs: number },
  signal: AbortSignal,
): Promise<string | null> {
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  const worker = new Worker(THREAD, {
    eval: true,
    workerData: { url: url.href, sql: question.sql },
    execArgv: [],
  });
  const limit = AbortSignal.any([
    signal,
    AbortSignal.timeout(question.timeLimitMs),
  ]);
  const refused = (what: string) =>
    new UnderstudyError('options-invalid', { what });
  try {
    const said = await new Promise<{ answer?: string | null; failed?: string }>(
      (resolve, reject) => {
        limit.addEventListener('abort', () =>
          reject(
            signal.aborted
              ? signal.reason
              : refused(`No answer within ${question.timeLimitMs} ms.`),
          ),
        );
        worker.once('message', resolve);
        worker.once('error', reject);
        worker.once('exit', () => reject(new Error('the query ended early')));
      },
    );
    if (said.failed !== undefined) throw refused(said.failed);
    return said.answer ?? null;
  } finally {
    // Not awaited: a thread inside SQLite ends only when its call returns.
    void worker.terminate();
  }
}
