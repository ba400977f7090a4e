import { DatabaseSync } from 'node:sqlite';

/** A database file with so many rows of incompressible text. */
export function makeDatabase(path: string, rows: number): void {
  const database = new DatabaseSync(path);
  database.exec('create table orders (id integer primary key, body text)');
  database.exec(
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < ${rows})
     insert into orders select i, hex(randomblob(500)) from n`,
  );
  database.close();
}
