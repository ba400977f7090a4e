import { readlink, stat as statOf } from 'node:fs/promises';
import { UnderstudyError } from '@understudy/model';
import { Batch } from './batch';
import { OpenFile } from './content';
import { GapList } from './gaps';
import { joinPath, segmentsOf } from './names';
import { linkLeavesTree } from './safety';
import { Selection } from './select';
import { END_OF_ARCHIVE } from './tar/format';
import { TarEntry, tarHeader } from './tar/write';
import { FoundEntry, walk } from './walk';

/** What an archive came to hold. */
export interface ArchiveCount {
  /** Regular files, hard links among them. */
  files: number;
  /** All but folders. */
  entries: number;
}

/** What is archived, and how. */
export interface ArchiveOptions {
  root: string;
  selection: Selection;
  /** Files that are left out, as `device:inode`. */
  never: ReadonlySet<string>;
  leftOut(path: Buffer): void;
  signal: AbortSignal;
}

type Stored = Pick<TarEntry, 'type' | 'name' | 'link' | 'size'>;

/**
 * The chunks of a tar archive of a tree. A tree without a single file or link
 * gives no byte at all, so that whoever stores it sees that it is empty.
 */
export class Archive {
  readonly count: ArchiveCount = { files: 0, entries: 0 };
  readonly gaps = GapList.create();
  /** First names of files with more than one, until the last was met. */
  private readonly linked = new Map<string, { name: Buffer; left: bigint }>();
  private readonly batch = Batch.create();

  private readonly root: Buffer;

  static create(options: ArchiveOptions): Archive {
    return new Archive(options);
  }

  private constructor(private readonly options: ArchiveOptions) {
    this.root = Buffer.from(options.root);
  }

  async *chunks(): AsyncGenerator<Buffer> {
    const { batch, count } = this;
    const top = await statOf(this.root, { bigint: true });
    this.add(top, { type: 'directory', name: Buffer.from('./'), size: 0 });
    for await (const found of walk(
      this.root,
      this.options.selection,
      this.gaps,
      this.options.signal,
    )) {
      yield* this.entry(found);
      // Folders wait until there is something in one of them.
      if (count.entries > 0 && batch.ready) yield batch.take();
    }
    if (count.entries > 0) {
      batch.push(END_OF_ARCHIVE);
      yield batch.take();
    } else if (this.gaps.total > 0) {
      const [first] = this.gaps.gaps;
      throw new UnderstudyError('source-failed', {
        seen: `Nothing in ${this.root} could be stored; ${this.gaps.total} left out, the first: ${first.path} ${first.reason}.`,
      });
    }
  }

  private async *entry({ path, stat }: FoundEntry): AsyncGenerator<Buffer> {
    if (stat.isDirectory()) {
      const name = Buffer.concat([path, Buffer.from('/')]);
      this.add(stat, { type: 'directory', name, size: 0 });
    } else if (stat.isSymbolicLink()) {
      await this.symlink({ path, stat });
    } else if (stat.isFile()) {
      if (!this.hardLink({ path, stat })) yield* this.file(path);
    } else {
      this.gaps.add('special', path, specialReason(stat));
    }
  }

  private add(stat: FoundEntry['stat'], stored: Stored): void {
    this.batch.push(
      tarHeader({
        ...stored,
        mode: Number(stat.mode),
        uid: Number(stat.uid),
        gid: Number(stat.gid),
        mtimeNs: stat.mtimeNs,
      }),
    );
    if (stored.type !== 'directory') this.count.entries += 1;
    if (stored.type === 'file' || stored.type === 'hardLink') {
      this.count.files += 1;
    }
  }

  private async symlink({ path, stat }: FoundEntry): Promise<void> {
    let link: Buffer;
    try {
      link = await readlink(joinPath(this.root, path), { encoding: 'buffer' });
    } catch (error) {
      this.gaps.addError(path, error);
      return;
    }
    // No restore would take it back, so it is named now and not then.
    const leaves = linkLeavesTree(segmentsOf(path).length - 1, link);
    if (leaves) {
      this.gaps.add(
        'special',
        path,
        `${leaves}, which a restore refuses: exclude it, or make it relative and within the folder`,
      );
      return;
    }
    this.add(stat, { type: 'symlink', name: path, link, size: 0 });
  }

  private hardLink({ path, stat }: FoundEntry): boolean {
    if (stat.nlink < 2n) return false;
    const id = `${stat.dev}:${stat.ino}`;
    const first = this.linked.get(id);
    if (!first) return false;
    first.left -= 1n;
    if (first.left <= 0n) this.linked.delete(id);
    this.add(stat, { type: 'hardLink', name: path, link: first.name, size: 0 });
    return true;
  }

  private async *file(path: Buffer): AsyncGenerator<Buffer> {
    let file: OpenFile | null;
    try {
      file = await OpenFile.open(this.root, path);
    } catch (error) {
      this.gaps.addError(path, error);
      return;
    }
    if (!file) {
      this.gaps.add('changed', path, 'is no longer a file');
      return;
    }
    try {
      const { stat, size } = file;
      if (this.options.never.has(`${stat.dev}:${stat.ino}`)) {
        this.options.leftOut(path);
        return;
      }
      this.add(stat, { type: 'file', name: path, size });
      for await (const chunk of file.chunks(this.gaps, this.options.signal)) {
        this.batch.push(chunk);
        if (this.batch.ready) yield this.batch.take();
      }
      if (stat.nlink > 1n) {
        this.linked.set(`${stat.dev}:${stat.ino}`, {
          name: path,
          left: stat.nlink - 1n,
        });
      }
    } finally {
      await file.close();
    }
  }
}

function specialReason(stat: FoundEntry['stat']): string {
  if (stat.isFIFO()) return 'is a named pipe, which holds no content';
  if (stat.isSocket()) return 'is a socket, which holds no content';
  return 'is a device, which is not stored';
}
