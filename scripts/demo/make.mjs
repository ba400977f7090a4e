/** Makes what is missing of the demo's data: `node make.mjs <folder>`. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeHandbook } from './handbook.mjs';
import { makeOrders } from './orders.mjs';

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
if (!existsSync(join(folder, 'orders.db')))
  makeOrders(join(folder, 'orders.db'));
if (!existsSync(join(folder, 'handbook')))
  makeHandbook(join(folder, 'handbook'));
