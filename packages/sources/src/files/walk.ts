import { BigIntStats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { GapList } from './gaps';
import { joinPath } from './names';
import { Selection } from './select';

/** Something below the root that belongs to the archive. */
export interface FoundEntry {
  /** Relative to the root, without leading slash. */
  path: Buffer;
  stat: BigIntStats;
}

/** One folder on the way down. */
interface Level {
  path: Buffer;
  names: Buffer[];
  next: number;
  /** An `include` matched this folder or one above it. */
  inside: boolean;
  /** Not handed out yet, because nothing in it was. */
  pending: FoundEntry | null;
}

/** How many entries are looked at ahead; their order stays as it is. */
const AHEAD = 32;

type Looked = BigIntStats | { error: unknown };

function look(path: Buffer): Promise<Looked> {
  return lstat(path, { bigint: true }).catch(error => ({ error }));
}

/**
 * Walks a tree in the order of its names' bytes, folder before content, and
 * never through a link. Memory is that of the names of the folders on the way
 * down. What cannot be looked at becomes a gap; only the root itself throws.
 */
export async function* walk(
  root: Buffer,
  selection: Selection,
  gaps: GapList,
  signal: AbortSignal,
): AsyncGenerator<FoundEntry> {
  const list = async (path: Buffer): Promise<Buffer[]> =>
    (await readdir(joinPath(root, path), { encoding: 'buffer' })).sort(
      Buffer.compare,
    );
  const empty = Buffer.alloc(0);
  const levels: Level[] = [
    {
      path: empty,
      names: await readdir(root, { encoding: 'buffer' }).then(names =>
        names.sort(Buffer.compare),
      ),
      next: 0,
      inside: false,
      pending: null,
    },
  ];
  const ahead = new Map<Buffer, Promise<Looked>>();

  while (levels.length > 0) {
    signal.throwIfAborted();
    const level = levels[levels.length - 1];
    if (level.next === level.names.length) {
      levels.pop();
      continue;
    }
    if (level.next % AHEAD === 0) {
      for (const name of level.names.slice(level.next, level.next + AHEAD)) {
        ahead.set(name, look(joinPath(root, joinPath(level.path, name))));
      }
    }
    const name = level.names[level.next];
    level.next += 1;
    const path = joinPath(level.path, name);
    const stat = await ahead.get(name)!;
    ahead.delete(name);

    const text = path.toString('utf8');
    if (selection.excluded(text)) continue;
    const inside = level.inside || selection.included(text);
    if ('error' in stat) {
      if (inside) gaps.addError(path, stat.error);
      continue;
    }
    if (!stat.isDirectory()) {
      if (!inside) continue;
      yield* release(levels);
      yield { path, stat };
      continue;
    }
    try {
      const names = await list(path);
      // Swapped for a link in between? Then these names are another folder's.
      const after = await lstat(joinPath(root, path), { bigint: true });
      if (after.ino !== stat.ino || after.dev !== stat.dev) {
        gaps.add('changed', path, 'the folder was replaced while it was read');
        continue;
      }
      levels.push({ path, names, next: 0, inside, pending: { path, stat } });
    } catch (error) {
      if (inside) gaps.addError(path, error);
      continue;
    }
    if (inside) yield* release(levels);
  }
}

/** Folders come before what is in them, and only if anything is. */
function* release(levels: Level[]): Generator<FoundEntry> {
  for (const level of levels) {
    if (!level.pending) continue;
    yield level.pending;
    level.pending = null;
  }
}
