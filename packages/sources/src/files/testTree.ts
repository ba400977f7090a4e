import { createHash } from 'node:crypto';
import { lstat, readFile, readdir, readlink } from 'node:fs/promises';
import { joinPath } from './names';

export interface TreeEntry {
  type: 'file' | 'folder' | 'link';
  mode: number;
  mtimeNs: bigint;
  content?: string;
  /** Names of one file share it. */
  links?: number;
}

/** Node sets times as numbers of seconds, which hold a quarter of this. */
const MICROSECOND = 1000n;

/**
 * What is in a tree, by path (bytes as latin1). Compared with another tree,
 * times that differ by no more than can be set are said to be that tree's.
 */
export async function treeOf(
  root: string,
  like: Record<string, TreeEntry> = {},
): Promise<Record<string, TreeEntry>> {
  const found: Record<string, TreeEntry> = {};
  const visit = async (path: Buffer) => {
    const full = joinPath(Buffer.from(root), path);
    const stat = await lstat(full, { bigint: true });
    const entry: TreeEntry = {
      type: 'file',
      mode: Number(stat.mode) & 0o7777,
      mtimeNs: stat.mtimeNs,
    };
    if (stat.isDirectory()) {
      entry.type = 'folder';
      const names = await readdir(full, { encoding: 'buffer' });
      for (const name of names) await visit(joinPath(path, name));
    } else if (stat.isSymbolicLink()) {
      entry.type = 'link';
      entry.mode = 0o777;
      entry.content = (await readlink(full, { encoding: 'buffer' })).toString(
        'latin1',
      );
    } else {
      entry.links = Number(stat.nlink);
      entry.content = createHash('sha256')
        .update(await readFile(full))
        .digest('hex');
    }
    const name = path.toString('latin1') || '.';
    const off = (like[name]?.mtimeNs ?? 0n) - entry.mtimeNs;
    if (off >= -MICROSECOND && off <= MICROSECOND) entry.mtimeNs += off;
    found[name] = entry;
  };
  await visit(Buffer.alloc(0));
  return found;
}
