import { constants } from 'node:fs';
import {
  FileHandle,
  chmod,
  link,
  lstat,
  lutimes,
  mkdir,
  open,
  symlink,
  utimes,
} from 'node:fs/promises';
import { UnderstudyError } from '@understudy/model';
import { displayPath, joinPath } from './names';
import { linkLeavesTree, safeSegments } from './safety';
import { ReadEntry } from './tar/read';

/** Permissions only: setuid, setgid and sticky are dropped. */
const PERMISSIONS = 0o777;
/** Zeros of this length and more become holes. */
const HOLE = 32 * 1024;
const ZEROS = Buffer.alloc(HOLE);

/** Never opens what is there, and never through a link. */
const NEW_FILE =
  constants.O_WRONLY |
  constants.O_CREAT |
  constants.O_EXCL |
  (constants.O_NOFOLLOW ?? 0);

/** As text: Node takes a negative number for now, and a text for what it says. */
function time(seconds: number): string {
  return String(seconds);
}

function unsafe(entry: Buffer, reason: string): UnderstudyError {
  return new UnderstudyError('restore-unsafe', {
    entry: displayPath(entry),
    reason,
  });
}

/** Judges an entry by itself; throws `restore-unsafe`. */
export function judge(entry: ReadEntry): Buffer[] {
  const safe = safeSegments(entry.name);
  if ('reason' in safe) throw unsafe(entry.name, safe.reason);
  const { segments } = safe;
  if (entry.type === 'device') throw unsafe(entry.name, 'it is a device');
  if (entry.type === 'pipe') throw unsafe(entry.name, 'it is a named pipe');
  if (entry.type !== 'directory' && segments.length === 0) {
    throw unsafe(entry.name, 'it would replace the folder itself');
  }
  if (entry.type === 'symlink') {
    const reason = linkLeavesTree(segments.length - 1, entry.link);
    if (reason) throw unsafe(entry.name, reason);
  }
  if (entry.type === 'hardLink') {
    const target = safeSegments(entry.link);
    if ('reason' in target || target.segments.length === 0) {
      throw unsafe(entry.name, 'it links out of the tree');
    }
  }
  return segments;
}

/**
 * Unpacks entries below a folder that is empty and ours alone.
 *
 * What must hold: we go through no folder that this unpacker did not make.
 * Folders are made one segment at a time and never taken away, so a segment
 * that exists and is not known is a file or a link, and going on would write
 * through it.
 */
export class Unpacker {
  /** By path, as latin1: one character a byte. */
  private readonly folders = new Map<
    string,
    { path: Buffer; mode: number; mtime: number | null }
  >();
  private readonly root: Buffer;

  static create(directory: string): Unpacker {
    return new Unpacker(directory);
  }

  private constructor(directory: string) {
    this.root = Buffer.from(directory);
  }

  async take(entry: ReadEntry): Promise<void> {
    const segments = judge(entry);
    const { name, type, mtime } = entry;
    const mode = entry.mode & PERMISSIONS;
    if (type === 'directory') {
      await this.enter(segments, name, { mode, mtime });
      return;
    }
    const parent = await this.enter(segments.slice(0, -1), name);
    const path = joinPath(parent, segments[segments.length - 1]);
    try {
      if (type === 'symlink') {
        await symlink(entry.link, path);
        await lutimes(path, time(mtime), time(mtime));
      } else if (type === 'hardLink') {
        await this.hardLink(entry, path);
      } else {
        await this.file(entry, path, mode);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      throw unsafe(name, 'something of that name was unpacked already');
    }
  }

  /** Folders get their modes last, or a read-only one could not be filled. */
  async finish(): Promise<void> {
    const deepestFirst = [...this.folders.values()].sort(
      (one, other) => other.path.length - one.path.length,
    );
    for (const { path, mode, mtime } of deepestFirst) {
      await chmod(path, mode);
      if (mtime !== null) await utimes(path, time(mtime), time(mtime));
    }
  }

  private async enter(
    segments: Buffer[],
    entry: Buffer,
    wanted?: { mode: number; mtime: number },
  ): Promise<Buffer> {
    let path = this.root;
    const known = (at: Buffer) => this.folders.get(at.toString('latin1'));
    for (const segment of segments) {
      path = joinPath(path, segment);
      if (known(path)) continue;
      try {
        await mkdir(path, { mode: 0o700 });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        throw unsafe(entry, 'it goes through what is not a folder of it');
      }
      this.folders.set(path.toString('latin1'), {
        path,
        mode: 0o755,
        mtime: null,
      });
    }
    if (wanted) {
      this.folders.set(path.toString('latin1'), { path, ...wanted });
    }
    return path;
  }

  private async hardLink(entry: ReadEntry, path: Buffer): Promise<void> {
    const target = safeSegments(entry.link);
    if ('reason' in target) throw unsafe(entry.name, target.reason);
    let from = this.root;
    for (const segment of target.segments.slice(0, -1)) {
      from = joinPath(from, segment);
      if (!this.folders.has(from.toString('latin1'))) {
        throw unsafe(entry.name, 'it links to what was not unpacked');
      }
    }
    from = joinPath(from, target.segments[target.segments.length - 1]);
    const found = await lstat(from).catch(() => null);
    if (!found?.isFile()) {
      throw unsafe(entry.name, 'it links to what is not a file of it');
    }
    await link(from, path);
  }

  private async file(
    entry: ReadEntry,
    path: Buffer,
    mode: number,
  ): Promise<void> {
    const handle = await open(path as unknown as string, NEW_FILE, 0o600);
    try {
      let at = 0;
      for await (const chunk of entry.body) {
        await writeSparse(handle, chunk, at);
        at += chunk.length;
      }
      // A hole at the end is only there once the file has its length.
      await handle.truncate(at);
      await handle.chmod(mode);
      await handle.utimes(time(entry.mtime), time(entry.mtime));
    } finally {
      await handle.close();
    }
  }
}

/** Leaves out runs of zeros, so that sparse files take no more than they did. */
async function writeSparse(
  handle: FileHandle,
  chunk: Buffer,
  position: number,
): Promise<void> {
  let from = 0;
  for (let at = 0; at + HOLE <= chunk.length; at += HOLE) {
    if (!chunk.subarray(at, at + HOLE).equals(ZEROS)) continue;
    await writeAll(handle, chunk.subarray(from, at), position + from);
    from = at + HOLE;
  }
  await writeAll(handle, chunk.subarray(from), position + from);
}

async function writeAll(
  handle: FileHandle,
  chunk: Buffer,
  position: number,
): Promise<void> {
  for (let done = 0; done < chunk.length; ) {
    const { bytesWritten } = await handle.write(
      chunk,
      done,
      chunk.length - done,
      position + done,
    );
    done += bytesWritten;
  }
}
