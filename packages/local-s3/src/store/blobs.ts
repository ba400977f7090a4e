import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { names } from './files';
import type { Segment } from './records';

const writeBatch = 1024 * 1024;
const readSize = 512 * 1024;
/** What discarded bytes read as; nobody writes into it. */
const zeros = Buffer.alloc(readSize);

/** Takes the bytes of one blob. Nothing refers to it until a record does, so an abandoned one is rubbish, not damage. */
export interface BlobWriter {
  write(chunk: Buffer): Promise<void>;
  finish(): Promise<Segment>;
  abandon(): Promise<void>;
}

/** The bytes: files that are written once, never changed, and removed when no record and no reader needs them. */
export class Blobs {
  private readonly madeFolders = new Set<string>();
  private readonly readers = new Map<string, number>();
  private readonly doomed = new Set<string>();

  static create(options: {
    folder: string;
    discard: boolean;
    fsync: boolean;
  }): Blobs {
    return new Blobs(options);
  }

  private constructor(
    private readonly options: {
      folder: string;
      discard: boolean;
      fsync: boolean;
    },
  ) {}

  async writer(): Promise<BlobWriter> {
    if (this.options.discard) return discardingWriter();
    const id = randomBytes(16).toString('hex');
    const path = this.pathOf(id);
    const folder = dirname(path);
    if (!this.madeFolders.has(folder)) {
      await mkdir(folder, { recursive: true });
      this.madeFolders.add(folder);
    }
    const handle = await open(path, 'wx');
    return fileWriter({ id, path, handle, fsync: this.options.fsync });
  }

  /** The bytes from `start` up to and without `end`, across segments. */
  async *read(
    segments: Segment[],
    start: number,
    end: number,
  ): AsyncGenerator<Buffer> {
    const ids = segments.flatMap(({ id }) => (id ? [id] : []));
    this.hold(ids);
    try {
      let offset = 0;
      for (const segment of segments) {
        const from = Math.max(start - offset, 0);
        const to = Math.min(end - offset, segment.size);
        offset += segment.size;
        if (from < to) yield* this.readSegment(segment, from, to);
        if (offset >= end) return;
      }
    } finally {
      await this.release(ids);
    }
  }

  /** Removes bytes; those being read go when their last reader has ended. */
  async remove(segments: Segment[]): Promise<void> {
    for (const { id } of segments) {
      if (!id) continue;
      if (this.readers.has(id)) this.doomed.add(id);
      else await rm(this.pathOf(id), { force: true });
    }
  }

  /** Removes what no record names: left by a process that ended in mid-write. */
  async sweep(known: Set<string>): Promise<void> {
    for (const folder of await names(this.options.folder)) {
      for (const id of await names(`${this.options.folder}/${folder}`)) {
        if (!known.has(id)) {
          await rm(`${this.options.folder}/${folder}/${id}`, { force: true });
        }
      }
    }
  }

  private pathOf(id: string): string {
    return `${this.options.folder}/${id.slice(0, 2)}/${id}`;
  }

  private hold(ids: string[]): void {
    for (const id of ids) this.readers.set(id, (this.readers.get(id) ?? 0) + 1);
  }

  private async release(ids: string[]): Promise<void> {
    for (const id of ids) {
      const left = (this.readers.get(id) ?? 1) - 1;
      if (left > 0) this.readers.set(id, left);
      else {
        this.readers.delete(id);
        if (this.doomed.delete(id)) await rm(this.pathOf(id), { force: true });
      }
    }
  }

  private async *readSegment(
    segment: Segment,
    from: number,
    to: number,
  ): AsyncGenerator<Buffer> {
    if (!segment.id) {
      for (let at = from; at < to; at += readSize) {
        yield zeros.subarray(0, Math.min(readSize, to - at));
      }
      return;
    }
    const handle = await open(this.pathOf(segment.id), 'r');
    try {
      for (let at = from; at < to; ) {
        const buffer = Buffer.allocUnsafeSlow(Math.min(readSize, to - at));
        const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
        if (bytesRead === 0) throw new Error('A stored file is too short');
        at += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await handle.close();
    }
  }
}

function discardingWriter(): BlobWriter {
  let size = 0;
  return {
    write: async chunk => {
      size += chunk.length;
    },
    finish: async () => ({ id: null, size }),
    abandon: async () => {},
  };
}

/** Gathers chunks and hands them to the kernel together: a system call a MiB instead of one a socket read. */
function fileWriter(options: {
  id: string;
  path: string;
  handle: FileHandle;
  fsync: boolean;
}): BlobWriter {
  const { id, path, handle, fsync } = options;
  let size = 0;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  const flush = async () => {
    const batch = waiting;
    let left = waitingBytes;
    waiting = [];
    waitingBytes = 0;
    while (left > 0) {
      const { bytesWritten } = await handle.writev(batch);
      left -= bytesWritten;
      for (let n = bytesWritten; n > 0; ) {
        if (batch[0].length <= n) n -= batch.shift()!.length;
        else {
          batch[0] = batch[0].subarray(n);
          n = 0;
        }
      }
    }
  };
  return {
    write: async chunk => {
      if (chunk.length === 0) return;
      size += chunk.length;
      waiting.push(chunk);
      waitingBytes += chunk.length;
      if (waitingBytes >= writeBatch) await flush();
    },
    finish: async () => {
      await flush();
      if (fsync) await handle.sync();
      await handle.close();
      return { id, size };
    },
    abandon: async () => {
      await handle.close().catch(() => {});
      await rm(path, { force: true });
    },
  };
}
