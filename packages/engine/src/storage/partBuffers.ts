import { updateCrc32 } from './crc32';

/** One part while it is filled and sent. */
export class PartBuffer {
  private filled = 0;
  private checksum = 0;

  static create(options: { memory: Buffer }): PartBuffer {
    return new PartBuffer(options.memory);
  }

  private constructor(readonly memory: Buffer) {}

  get bytes(): number {
    return this.filled;
  }

  get full(): boolean {
    return this.filled === this.memory.length;
  }

  get crc(): number {
    return this.checksum;
  }

  get body(): Buffer {
    return this.memory.subarray(0, this.filled);
  }

  /** Takes what fits and answers how much that was. */
  write(chunk: Uint8Array): number {
    const room = this.memory.length - this.filled;
    const taken = chunk.length <= room ? chunk : chunk.subarray(0, room);
    this.memory.set(taken, this.filled);
    this.checksum = updateCrc32(taken, this.checksum);
    this.filled += taken.length;
    return taken.length;
  }
}

/**
 * Memory of parts, used again and again: a fresh buffer for each part would
 * wait for the garbage collector while the next one is filled already.
 */
export class PartBuffers {
  private free: Buffer[] = [];

  static create(): PartBuffers {
    return new PartBuffers();
  }

  private constructor() {}

  take(bytes: number): PartBuffer {
    // Sizes only grow: smaller ones are not needed again.
    this.free = this.free.filter(memory => memory.length === bytes);
    const memory = this.free.pop() ?? Buffer.allocUnsafeSlow(bytes);
    return PartBuffer.create({ memory });
  }

  /** Only after the last request with it has ended. */
  give(part: PartBuffer): void {
    this.free.push(part.memory);
  }
}
