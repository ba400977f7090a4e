import { renameSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { seededRandom } from './random.mjs';

const CUSTOMERS = 20_000;
const ORDERS = 200_000;

const SCHEMA = `
  CREATE TABLE customers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    city TEXT NOT NULL
  );
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL REFERENCES customers (id),
    placed_at TEXT NOT NULL,
    status TEXT NOT NULL,
    note TEXT
  );
  CREATE TABLE order_lines (
    order_id INTEGER NOT NULL REFERENCES orders (id),
    position INTEGER NOT NULL,
    sku TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    cents INTEGER NOT NULL,
    PRIMARY KEY (order_id, position)
  ) WITHOUT ROWID;
`;

const INDEXES = `
  CREATE INDEX orders_by_customer ON orders (customer_id);
  CREATE INDEX orders_by_time ON orders (placed_at);
`;

const SYLLABLES =
  'an bel cor dal em fin gar hol is jo kal lin mor nel os pra'.split(' ');
const CITIES = [
  'Lübeck',
  'Nantes',
  'Porto',
  'Kraków',
  'Gent',
  'Malmö',
  'Cork',
  'Trieste',
];
const STATUSES = ['placed', 'paid', 'packed', 'sent', 'delivered', 'returned'];
const NOTES = [
  'Leave it with the neighbours',
  'Ring twice',
  'A gift: no invoice, please',
  'Gate code 4711',
];

const FIRST = Date.UTC(2024, 0, 1);
const STEP = 7 * 60_000;

function word(random) {
  const text = random.pick(SYLLABLES) + random.pick(SYLLABLES);
  return text[0].toUpperCase() + text.slice(1);
}

function fill(database, random) {
  const customer = database.prepare(
    'INSERT INTO customers VALUES (?, ?, ?, ?)',
  );
  for (let id = 1; id <= CUSTOMERS; id++) {
    const name = `${word(random)} ${word(random)}`;
    const email = `${name.toLowerCase().replace(' ', '.')}.${id}@shop.example`;
    customer.run(id, name, email, random.pick(CITIES));
  }
  const order = database.prepare('INSERT INTO orders VALUES (?, ?, ?, ?, ?)');
  const line = database.prepare(
    'INSERT INTO order_lines VALUES (?, ?, ?, ?, ?)',
  );
  for (let id = 1; id <= ORDERS; id++) {
    const placed = new Date(FIRST + id * STEP + random.integer(0, STEP - 1));
    const note = random.next() < 0.05 ? random.pick(NOTES) : null;
    order.run(
      id,
      random.integer(1, CUSTOMERS),
      placed.toISOString(),
      random.pick(STATUSES),
      note,
    );
    const lines = random.integer(1, 4);
    for (let position = 1; position <= lines; position++) {
      const sku = `SKU-${String(random.integer(1, 5000)).padStart(5, '0')}`;
      line.run(
        id,
        position,
        sku,
        random.integer(1, 5),
        random.integer(99, 25_000),
      );
    }
  }
}

/**
 * Makes the webshop's database: 20,000 customers, 200,000 orders and their
 * lines. It gets its name when it is whole.
 */
export function makeOrders(file) {
  const partial = `${file}.partial`;
  rmSync(partial, { force: true });
  const database = new DatabaseSync(partial);
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;');
  database.exec(SCHEMA);
  database.exec('BEGIN');
  fill(database, seededRandom(1));
  database.exec('COMMIT');
  database.exec(INDEXES);
  // The mode that a service with readers and a writer would use.
  database.exec('PRAGMA journal_mode = WAL;');
  database.close();
  renameSync(partial, file);
}
