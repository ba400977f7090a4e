import { randomUUID } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UnderstudyError } from '@understudy/model';
import { Part, PartBuffer } from './partBuffers';
import type { PartSize } from './partSize';
import { SpooledPart } from './spooledPart';

/** Two on their way and one that fills. */
const PARTS_AT_ONCE = 3;

/**
 * Where parts come from, and go back to: memory that is used again and again,
 * because a fresh buffer for each part would wait for the garbage collector
 * while the next one is filled already; and files where a part is too large
 * for memory.
 */
export class PartStock {
  private free: Buffer[] = [];
  private readonly spooled = new Set<SpooledPart>();
  /** Size of parts for which there was room when somebody looked. */
  private roomFor = 0;

  /** `directory`: private to the attempt; whoever made it removes it. */
  static create(options: { directory?: string } = {}): PartStock {
    return new PartStock(options.directory ?? tmpdir());
  }

  private constructor(private readonly directory: string) {}

  /** @throws UnderstudyError `disk-full` before a file is begun in vain */
  async take({ bytes, spooled }: PartSize): Promise<Part> {
    if (spooled) return this.spool(bytes);
    // Sizes only grow: smaller ones are not needed again.
    this.free = this.free.filter(memory => memory.length === bytes);
    const memory = this.free.pop() ?? Buffer.allocUnsafeSlow(bytes);
    return PartBuffer.create({ memory });
  }

  /** Only after the last request with it has ended. */
  async give(part: Part): Promise<void> {
    if (part instanceof PartBuffer) this.free.push(part.memory);
    if (part instanceof SpooledPart) {
      this.spooled.delete(part);
      await part.remove();
    }
  }

  /** Writes into a part; a disk that is full is told as that. */
  async fill(part: Part, chunk: Uint8Array): Promise<number> {
    try {
      return await part.write(chunk);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error;
      throw new UnderstudyError(
        'disk-full',
        { path: this.directory, need: chunk.length, free: 0 },
        { cause: error },
      );
    }
  }

  /** Removes the files that are left. */
  async close(): Promise<void> {
    this.free = [];
    const left = [...this.spooled];
    this.spooled.clear();
    await Promise.all(left.map(part => part.remove()));
  }

  private async spool(capacity: number): Promise<SpooledPart> {
    const { directory } = this;
    if (capacity > this.roomFor) {
      const { bavail, bsize } = await statfs(directory);
      const need = PARTS_AT_ONCE * capacity;
      // What is spooled already keeps its place, but is given back meanwhile.
      const free = bavail * bsize + this.held();
      if (free < need) {
        throw new UnderstudyError('disk-full', { path: directory, need, free });
      }
      this.roomFor = capacity;
    }
    const path = join(directory, `part-${randomUUID()}`);
    const part = await SpooledPart.create({ path, capacity });
    this.spooled.add(part);
    return part;
  }

  private held(): number {
    return [...this.spooled].reduce((sum, { bytes }) => sum + bytes, 0);
  }
}
