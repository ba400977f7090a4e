import { readdir } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { UnderstudyError } from '@understudy/model';
import { z } from 'zod';
import { portalWorkSchema } from './options';

/** One plugin's database file. */
export interface PortalDatabase {
  plugin: string;
  path: string;
}

const SUFFIX = '.sqlite';
const PLUGIN = /^[a-z][a-z0-9-]{0,62}$/;

function inMemory(whose: string): UnderstudyError {
  return new UnderstudyError(
    'options-invalid',
    {
      what: `${whose} in memory, and no other process can copy what is only in memory.`,
    },
    {
      hint: 'Set backend.database.connection to { directory: <folder> } (or use PostgreSQL) and restart: what is in memory is lost at each restart anyhow.',
    },
  );
}

async function inDirectory(directory: string): Promise<PortalDatabase[]> {
  let names: string[];
  try {
    names = await readdir(directory);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw code === 'ENOENT'
      ? new UnderstudyError(
          'source-gone',
          { path: directory },
          { cause: error },
        )
      : new UnderstudyError(
          'source-denied',
          { path: directory, reason: code ?? message },
          { cause: error },
        );
  }
  return names
    .filter(name => name.endsWith(SUFFIX))
    .map(name => ({
      plugin: name.slice(0, -SUFFIX.length),
      path: join(directory, name),
    }))
    .filter(({ plugin }) => PLUGIN.test(plugin));
}

/**
 * The databases to copy, by plugin. Looked for at each run: a plugin that was
 * added since is in the next backup without anybody's doing.
 */
export async function findDatabases(
  work: z.output<typeof portalWorkSchema>,
): Promise<PortalDatabase[]> {
  if (work.directory === ':memory:')
    throw inMemory("The portal's databases are");
  if (work.directory !== null && !isAbsolute(work.directory)) {
    throw new UnderstudyError('options-invalid', {
      what: `The portal's database folder ${work.directory} is not an absolute path.`,
    });
  }
  const found = new Map<string, string>();
  if (work.directory !== null) {
    for (const { plugin, path } of await inDirectory(work.directory)) {
      found.set(plugin, path);
    }
  }
  const wanted = (plugin: string) =>
    !work.plugins || work.plugins.includes(plugin);
  for (const { plugin, filename } of work.databases) {
    if (filename === ':memory:' && wanted(plugin)) {
      throw inMemory(`The database of plugin ${plugin} is`);
    }
    found.set(plugin, filename);
  }

  for (const plugin of work.plugins ?? []) {
    if (found.has(plugin)) continue;
    throw new UnderstudyError('source-gone', {
      path: work.directory
        ? join(work.directory, plugin + SUFFIX)
        : `the database of plugin ${plugin}`,
    });
  }
  const databases = [...found]
    .map(([plugin, path]) => ({ plugin, path }))
    .filter(({ plugin }) => wanted(plugin))
    .sort((one, other) => (one.plugin < other.plugin ? -1 : 1));
  if (databases.length === 0) {
    throw new UnderstudyError('source-failed', {
      seen: `There is no database (*${SUFFIX}) in ${
        work.directory ?? 'the list the portal gave'
      }.`,
    });
  }
  return databases;
}
