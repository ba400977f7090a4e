import { nodeSqlite } from './shared/nodeSqlite';

/** A database file with so many orders. */
export function makeOrders(path: string, rows: number): void {
  const database = new (nodeSqlite().DatabaseSync)(path);
  database.exec('create table orders (id integer primary key, body text)');
  const insert = database.prepare('insert into orders (body) values (?)');
  for (let n = 0; n < rows; n += 1) insert.run(`order ${n}`);
  database.close();
}
