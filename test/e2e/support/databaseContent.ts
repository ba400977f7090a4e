import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';

/** A digest of every row of every table: two databases with the same are equal by content. */
export function databaseContent(path: string): Record<string, string> {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const tables = database
      .prepare(
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name",
      )
      .all() as Array<{ name: string }>;
    return Object.fromEntries(
      tables.map(({ name }) => {
        const hash = createHash('sha256');
        let rows = 0;
        const all = database
          .prepare(`select * from "${name}" order by 1, 2`)
          .iterate();
        for (const row of all) {
          hash.update(JSON.stringify(row));
          rows += 1;
        }
        return [name, `${rows} rows ${hash.digest('hex')}`];
      }),
    );
  } finally {
    database.close();
  }
}
