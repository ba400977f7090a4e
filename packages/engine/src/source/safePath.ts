import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import { UnderstudyError } from '@understudy/model';

/** Whether `path` is `root` or lies below it; both resolved already. */
export function isWithin(path: string, root: string): boolean {
  const way = relative(root, path);
  return (
    way === '' ||
    (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
  );
}

/** Why a path is refused before anything is looked at. */
function malformed(path: string): string | undefined {
  if (path.includes('\0')) return 'it holds a NUL';
  if (!isAbsolute(path)) return 'it is not absolute';
  if (path.split(/[/\\]/).includes('..')) return 'it holds ".."';
  return undefined;
}

async function realRoots(roots: string[]): Promise<string[]> {
  const resolved = await Promise.all(
    roots.map(root => realpath(root).catch(() => undefined)),
  );
  return resolved.filter(root => root !== undefined);
}

/**
 * Resolves a path that is to be read: it exists, and with all its links
 * followed it lies under one of the roots.
 * @throws UnderstudyError `source-gone` or `source-denied`
 * @public
 */
export async function resolveReadPath(
  path: string,
  roots: string[],
): Promise<string> {
  const reason = malformed(path);
  if (reason) throw new UnderstudyError('source-denied', { path, reason });
  let real: string;
  try {
    real = await realpath(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new UnderstudyError('source-gone', { path }, { cause: error });
    }
    const details = { path, reason: code };
    throw new UnderstudyError('source-denied', details, { cause: error });
  }
  const allowed = await realRoots(roots);
  if (allowed.some(root => isWithin(real, root))) return real;
  throw new UnderstudyError('source-denied', {
    path,
    reason: 'it lies outside the folders that may be read',
  });
}

/**
 * Resolves a place that is to be made: nothing is there yet, and what exists
 * of the way to it lies, links followed, under one of the roots.
 * @throws UnderstudyError `restore-target-outside` or `restore-target-exists`
 * @public
 */
export async function resolveNewPath(
  path: string,
  roots: string[],
): Promise<string> {
  const outside = () =>
    new UnderstudyError('restore-target-outside', { path, roots });
  if (malformed(path)) throw outside();
  const { existing, missing } = await split(path);
  const allowed = await realRoots(roots);
  const target = join(existing, ...missing);
  const within = allowed.some(root => isWithin(existing, root));
  if (!within || allowed.includes(target)) throw outside();
  if (missing.length === 0) {
    throw new UnderstudyError('restore-target-exists', { path });
  }
  return target;
}

/** The part of a path that exists, resolved, and the names that do not. */
async function split(
  path: string,
): Promise<{ existing: string; missing: string[] }> {
  const missing: string[] = [];
  for (let at = path; ; at = dirname(at)) {
    // A dangling link exists: whoever wrote through it would land elsewhere.
    const there = await lstat(at).catch(() => undefined);
    if (there) {
      try {
        return { existing: await realpath(at), missing };
      } catch {
        throw new UnderstudyError('restore-target-exists', { path: at });
      }
    }
    missing.unshift(basename(at));
    if (dirname(at) === at) return { existing: at, missing };
  }
}

/**
 * Where an entry of an archive may be written below `directory`.
 * @throws UnderstudyError `restore-unsafe` for names that lead out of it
 * @public
 */
export function safeEntryPath(directory: string, entry: string): string {
  const unsafe = (reason: string) =>
    new UnderstudyError('restore-unsafe', { entry, reason });
  if (entry.includes('\0')) throw unsafe('its name holds a NUL');
  if (isAbsolute(entry)) throw unsafe('its name is absolute');
  if (entry.split('/').includes('..')) throw unsafe('its name holds ".."');
  const path = join(directory, entry);
  if (!isWithin(path, directory)) throw unsafe('it leads out of its place');
  return path;
}
