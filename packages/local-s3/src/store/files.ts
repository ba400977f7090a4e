import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

export function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException)?.code === 'ENOENT';
}

/** Writes JSON so that a reader sees the old file or the new one, never a half. */
export async function writeJson(
  path: string,
  value: unknown,
  options: { fsync: boolean },
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const handle = await open(temporary, 'wx');
  try {
    await handle.writeFile(JSON.stringify(value));
    if (options.fsync) await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  if (options.fsync) await syncDirectory(dirname(path));
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Names in a folder; none where it does not exist. */
export async function names(path: string): Promise<string[]> {
  try {
    return await readdir(path);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** All JSON files two levels down, some at a time; left-over temporary files are removed. */
export async function readJsonTree<T>(
  root: string,
  parse: (value: unknown) => T,
): Promise<T[]> {
  const paths: string[] = [];
  for (const folder of await names(root)) {
    for (const name of await names(`${root}/${folder}`)) {
      const path = `${root}/${folder}/${name}`;
      if (name.endsWith('.json')) paths.push(path);
      else if (name.endsWith('.tmp')) await rm(path, { force: true });
    }
  }
  const found: T[] = [];
  for (let i = 0; i < paths.length; i += 64) {
    found.push(
      ...(await Promise.all(
        paths
          .slice(i, i + 64)
          .map(async path => parse(JSON.parse(await readFile(path, 'utf8')))),
      )),
    );
  }
  return found;
}
