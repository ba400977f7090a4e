import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { FileHandle, open, unlink } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { updateCrc32 } from './crc32';
import type { Part } from './partBuffers';

/** What is read at once when a part is sent. */
const READ_AT_ONCE = 1024 ** 2;

/** A part that is too large for memory: it waits in a file of its own. */
export class SpooledPart implements Part {
  private filled = 0;
  private checksum = 0;
  private readonly md5 = createHash('md5');
  private readonly sha256 = createHash('sha256');

  /** Makes the file, readable by nobody else. */
  static async create(options: {
    path: string;
    capacity: number;
  }): Promise<SpooledPart> {
    const file = await open(options.path, 'wx+', 0o600);
    return new SpooledPart(options, file);
  }

  private constructor(
    private readonly options: { path: string; capacity: number },
    private readonly file: FileHandle,
  ) {}

  get bytes(): number {
    return this.filled;
  }

  get crc(): number {
    return this.checksum;
  }

  digests() {
    return {
      md5: this.md5.copy().digest('base64'),
      sha256: this.sha256.copy().digest('hex'),
    };
  }

  async write(chunk: Uint8Array): Promise<number> {
    const room = this.options.capacity - this.filled;
    const taken = chunk.length <= room ? chunk : chunk.subarray(0, room);
    for (let at = 0; at < taken.length; ) {
      const { bytesWritten } = await this.file.write(
        taken,
        at,
        taken.length - at,
        this.filled + at,
      );
      at += bytesWritten;
    }
    this.checksum = updateCrc32(taken, this.checksum);
    this.md5.update(taken);
    this.sha256.update(taken);
    this.filled += taken.length;
    return taken.length;
  }

  body(): Readable {
    return createReadStream(this.options.path, {
      start: 0,
      end: this.filled - 1,
      highWaterMark: READ_AT_ONCE,
    });
  }

  async remove(): Promise<void> {
    await this.file.close().catch(() => {});
    await unlink(this.options.path).catch(() => {});
  }
}
