import { BigIntStats, constants } from 'node:fs';
import { FileHandle, open } from 'node:fs/promises';
import { GapList } from './gaps';
import { joinPath } from './names';
import { padding } from './tar/format';

const MIB = 1024 * 1024;
/** Nothing waits: a file that turned into a pipe opens at once, too. */
const FLAGS =
  constants.O_RDONLY |
  (constants.O_NOFOLLOW ?? 0) |
  (constants.O_NONBLOCK ?? 0);

/**
 * A file that is open for reading, with the size its header promises.
 * Whatever happens to the file meanwhile, `chunks` gives exactly that many
 * bytes and their padding, or the archive behind it could not be read.
 */
export class OpenFile {
  static async open(root: Buffer, path: Buffer): Promise<OpenFile | null> {
    const handle = await open(joinPath(root, path) as unknown as string, FLAGS);
    try {
      const stat = await handle.stat({ bigint: true });
      if (stat.isFile()) return new OpenFile(handle, path, stat);
    } catch (error) {
      await handle.close();
      throw error;
    }
    await handle.close();
    return null;
  }

  private constructor(
    private readonly handle: FileHandle,
    private readonly path: Buffer,
    readonly stat: BigIntStats,
  ) {}

  get size(): number {
    return Number(this.stat.size);
  }

  async *chunks(gaps: GapList, signal: AbortSignal): AsyncGenerator<Buffer> {
    const { size } = this;
    let at = 0;
    let failure: unknown;
    while (at < size && !failure) {
      signal.throwIfAborted();
      const wanted = Math.min(MIB, size - at);
      const chunk = Buffer.allocUnsafe(wanted);
      let filled = 0;
      try {
        while (filled < wanted) {
          const read = await this.handle.read(
            chunk,
            filled,
            wanted - filled,
            at + filled,
          );
          if (read.bytesRead === 0) break;
          filled += read.bytesRead;
        }
      } catch (error) {
        failure = error;
      }
      if (filled > 0) yield chunk.subarray(0, filled);
      at += filled;
      if (filled < wanted) break;
    }
    yield* zeros(size - at + padding(size));

    if (failure) {
      gaps.addError(this.path, failure);
      return;
    }
    await this.compare(at, gaps);
  }

  /** Was it left alone while we read it? */
  private async compare(read: number, gaps: GapList): Promise<void> {
    const { size } = this;
    const after = await this.handle.stat({ bigint: true });
    const name = (reason: string) => gaps.add('changed', this.path, reason);
    if (read < size) {
      name(
        `shrank from ${size} to ${read} bytes while it was read; the rest is stored as zeros`,
      );
    } else if (after.size > this.stat.size) {
      name(
        `grew from ${size} to ${after.size} bytes while it was read; stored up to its first size`,
      );
    } else if (
      after.size !== this.stat.size ||
      after.mtimeNs !== this.stat.mtimeNs
    ) {
      name('was written while it was read');
    }
  }

  async close(): Promise<void> {
    await this.handle.close().catch(() => {});
  }
}

function* zeros(count: number): Generator<Buffer> {
  for (let left = count; left > 0; left -= MIB) {
    yield Buffer.alloc(Math.min(left, MIB));
  }
}
