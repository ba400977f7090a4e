import { nodeSqlite } from './nodeSqlite';
import { sqliteSize } from './sqliteCopy';
import { sqliteError } from './sqliteErrors';

/** Whether a database could be read now: opens it and reads its schema. */
export async function checkSqlite(
  path: string,
): Promise<{ ok: boolean; seen: string; remedy: string | null }> {
  try {
    const bytes = await sqliteSize(path);
    const database = new (nodeSqlite().DatabaseSync)(path, {
      readOnly: true,
      timeout: 1000,
    });
    try {
      const row = database
        .prepare("SELECT count(*) AS n FROM sqlite_schema WHERE type = 'table'")
        .get();
      const tables = Number(row?.n);
      return {
        ok: true,
        seen: `${path}: ${bytes} bytes, ${tables} tables.`,
        remedy: null,
      };
    } finally {
      database.close();
    }
  } catch (error) {
    const problem = sqliteError(error, path);
    return { ok: false, seen: problem.message, remedy: problem.hint };
  }
}
