import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { testSourceExecutor } from '@understudy/engine/testing';
import { filesExecutor } from './files/executor';
import { FilesWork } from './files/options';
import { portalExecutor } from './portal/executor';
import { PortalWork } from './portal/options';
import { sqliteExecutor } from './sqlite/executor';
import { SqliteOptions } from './sqlite/options';

function makeDatabase(path: string, name: string): void {
  const database = new DatabaseSync(path);
  database.exec(`CREATE TABLE notes (id INTEGER PRIMARY KEY, note TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
      INSERT INTO notes SELECT i, '${name}' || hex(zeroblob(250)) || i FROM n;`);
  database.close();
}

function rowsOf(path: string): unknown {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database.prepare('SELECT * FROM notes ORDER BY id').all();
  } finally {
    database.close();
  }
}

async function databasesOf(directory: string): Promise<unknown> {
  const found: Record<string, unknown> = {};
  for (const name of (await readdir(directory)).sort()) {
    found[name] = rowsOf(join(directory, name));
  }
  return found;
}

testSourceExecutor<SqliteOptions>('sqlite', {
  executor: sqliteExecutor,
  async make(directory) {
    await mkdir(directory, { recursive: true });
    const path = join(directory, 'notes.db');
    makeDatabase(path, 'note ');
    return { path };
  },
  contentOf: async ({ path }) => rowsOf(path),
  restoredContentOf: async directory => rowsOf(join(directory, 'notes.db')),
  missing: async directory => ({ path: join(directory, 'missing.db') }),
});

testSourceExecutor<PortalWork>('portal', {
  executor: portalExecutor,
  async make(directory) {
    await mkdir(directory, { recursive: true });
    for (const plugin of ['catalog', 'auth']) {
      makeDatabase(join(directory, `${plugin}.sqlite`), plugin);
    }
    return { directory };
  },
  contentOf: ({ directory }) => databasesOf(directory!),
  restoredContentOf: databasesOf,
  missing: async directory => ({ directory: join(directory, 'missing') }),
});

/** Content by name; what else a tree holds is tested with the executor. */
async function treeOf(directory: string): Promise<unknown> {
  const found: Record<string, string> = {};
  const entries = await readdir(directory, {
    recursive: true,
    withFileTypes: true,
  });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    found[path.slice(directory.length)] = entry.isFile()
      ? await readFile(path, 'latin1')
      : String(entry.isSymbolicLink());
  }
  return Object.fromEntries(Object.entries(found).sort());
}

testSourceExecutor<FilesWork>('files', {
  executor: filesExecutor,
  async make(directory) {
    await mkdir(join(directory, 'folder', 'empty'), { recursive: true });
    await writeFile(join(directory, 'folder', 'note'), 'a note');
    await writeFile(join(directory, 'large'), Buffer.alloc(5 * 2 ** 20, 'x'));
    await symlink('folder/note', join(directory, 'link'));
    return { path: directory };
  },
  contentOf: ({ path }) => treeOf(path),
  restoredContentOf: treeOf,
  missing: async directory => ({ path: join(directory, 'missing') }),
});
