import { UnderstudyError } from '@understudy/model';
import { lstat, realpath } from 'node:fs/promises';
import {
  basename,
  dirname,
  isAbsolute,
  join,
  relative,
  resolve,
  sep,
} from 'node:path';

const inside = (root: string, path: string) =>
  path === root || path.startsWith(root.endsWith(sep) ? root : root + sep);

async function realOrNothing(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch {
    return undefined;
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

/** The deepest part of a path that exists, with links followed, and the rest. */
async function realPrefix(path: string): Promise<string> {
  const real = await realOrNothing(path);
  if (real !== undefined) return real;
  const parent = dirname(path);
  return parent === path
    ? path
    : join(await realPrefix(parent), basename(path));
}

/**
 * Refuses a path that may not be read: outside the folders for sources, or
 * with files of the portal's own configuration and keys in it.
 */
export async function checkReadable(
  path: string,
  options: { roots: string[]; excluded: string[]; leavesOut?: boolean },
): Promise<void> {
  const denied = (reason: string) =>
    new UnderstudyError('source-denied', { path, reason });
  if (!isAbsolute(path)) throw denied('it is not an absolute path');
  const real = await realPrefix(resolve(path));
  const roots = await Promise.all(
    options.roots.map(async root => (await realOrNothing(root)) ?? root),
  );
  if (!roots.some(root => inside(root, real))) {
    throw denied('it lies outside s3Backup.roots.read');
  }
  for (const file of options.excluded) {
    const excluded = (await realOrNothing(file)) ?? resolve(file);
    if (options.leavesOut ? real === excluded : inside(real, excluded)) {
      throw denied(
        'it holds a file of this portal’s configuration or keys, which is never copied',
      );
    }
  }
}

/**
 * The absolute path of a new folder below one of the roots for restores.
 * @throws UnderstudyError `restore-target-outside`, `restore-target-exists`
 */
export async function newTarget(options: {
  root: string;
  path: string;
  roots: string[];
}): Promise<string> {
  const { root, path, roots } = options;
  const outside = new UnderstudyError('restore-target-outside', {
    path: join(root, path),
    roots,
  });
  if (!roots.includes(root) || isAbsolute(path) || path.includes('\0')) {
    throw outside;
  }
  const target = resolve(root, path);
  const fromRoot = relative(resolve(root), target);
  if (fromRoot === '' || fromRoot.split(sep)[0] === '..') throw outside;
  // Links on the way must not lead out of the root either.
  const realRoot = (await realOrNothing(root)) ?? resolve(root);
  if (!inside(realRoot, await realPrefix(target))) throw outside;
  if (await exists(target)) {
    throw new UnderstudyError('restore-target-exists', { path: target });
  }
  return target;
}

/** The files that `--config` named when this process was started. */
export function configFiles(argv: string[], cwd: string): string[] {
  const files = argv.flatMap((argument, index) => {
    if (argument === '--config') return argv[index + 1] ?? [];
    return argument.startsWith('--config=')
      ? argument.slice('--config='.length)
      : [];
  });
  const named = files.length
    ? files
    : ['app-config.yaml', 'app-config.local.yaml'];
  return named
    .filter(file => !/^https?:/.test(file))
    .map(file => resolve(cwd, file));
}
