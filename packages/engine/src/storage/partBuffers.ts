import type { Readable } from 'node:stream';
import { updateCrc32 } from './crc32';

/**
 * One part of an upload while it is filled, and then sent to one or more
 * stores, as often as it takes.
 */
export interface Part {
  readonly bytes: number;
  readonly crc: number;
  /** Takes what fits and answers how much that was. */
  write(chunk: Uint8Array): number | Promise<number>;
  /** All of it; a new stream at each call where it is one. */
  body(): Buffer | Readable;
  /** Digests that cannot be made of a stream any more; of its bytes so far. */
  digests?(): { md5: string; sha256: string };
}

/** A part in memory. */
export class PartBuffer implements Part {
  private filled = 0;
  private checksum = 0;

  static create(options: { memory: Buffer }): PartBuffer {
    return new PartBuffer(options.memory);
  }

  private constructor(readonly memory: Buffer) {}

  get bytes(): number {
    return this.filled;
  }

  get crc(): number {
    return this.checksum;
  }

  body(): Buffer {
    return this.memory.subarray(0, this.filled);
  }

  write(chunk: Uint8Array): number {
    const room = this.memory.length - this.filled;
    const taken = chunk.length <= room ? chunk : chunk.subarray(0, room);
    this.memory.set(taken, this.filled);
    this.checksum = updateCrc32(taken, this.checksum);
    this.filled += taken.length;
    return taken.length;
  }
}

/** A part of bytes that are there already. */
export function partOf(body: Buffer, crc = updateCrc32(body)): Part {
  return { bytes: body.length, crc, body: () => body, write: () => 0 };
}
