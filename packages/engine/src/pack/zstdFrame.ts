import { Transform, TransformCallback } from 'node:stream';
import { Damage } from './damage';

const MAGIC = 0xfd2fb528;
/** Bytes after the descriptor, by its fields (RFC 8878, 3.1.1.1). */
const DICTIONARY_ID = [0, 1, 2, 4];
const CONTENT_SIZE = [0, 2, 4, 8];
const RLE = 1;
const RESERVED = 3;

type Part = 'magic' | 'header' | 'block' | 'content' | 'checksum' | 'end';

/**
 * Passes exactly one zstd frame on. node:zlib decodes the first frame of a
 * chunk and drops the rest without a word, and takes a frame that is cut at a
 * block for whole; so we walk the frame ourselves: only its block headers are
 * looked at, the rest is jumped over.
 */
export class OneZstdFrame extends Transform {
  #part: Part = 'magic';
  /** Bytes of small fields that came cut in two chunks. */
  #field: Buffer = Buffer.alloc(0);
  #jump = 0;
  #lastBlock = false;
  #checksum = 0;

  private constructor() {
    super({ readableHighWaterMark: 1 << 20, writableHighWaterMark: 1 << 20 });
  }

  static create(): OneZstdFrame {
    return new OneZstdFrame();
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: TransformCallback,
  ): void {
    try {
      this.#walk(chunk);
      done(null, chunk);
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    done(
      this.#part === 'end' ? null : new Damage('ends within its zstd frame'),
    );
  }

  #walk(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#part === 'end') {
        throw new Damage('goes on after its zstd frame');
      }
      if (this.#part === 'content') {
        const step = Math.min(this.#jump, chunk.length - at);
        at += step;
        this.#jump -= step;
        if (this.#jump === 0) this.#next();
      } else {
        at += this.#collect(chunk.subarray(at));
      }
    }
  }

  /** Reads on in a small field; returns how many bytes it took. */
  #collect(rest: Buffer): number {
    const before = this.#field.length;
    const needed = this.#needed();
    const taken = Math.min(needed - before, rest.length);
    this.#field = Buffer.concat([this.#field, rest.subarray(0, taken)]);
    if (this.#field.length === this.#needed()) this.#read();
    return taken;
  }

  #needed(): number {
    if (this.#part === 'magic') return 4;
    if (this.#part === 'block') return 3;
    if (this.#part === 'checksum') return 4;
    if (this.#field.length === 0) return 1;
    const descriptor = this.#field[0];
    /* eslint-disable no-bitwise */
    const size = descriptor >> 6;
    const single = (descriptor >> 5) & 1;
    const dictionary = descriptor & 3;
    /* eslint-enable no-bitwise */
    const content = size === 0 && single ? 1 : CONTENT_SIZE[size];
    return 1 + (single ? 0 : 1) + DICTIONARY_ID[dictionary] + content;
  }

  #read(): void {
    const field = this.#field;
    this.#field = Buffer.alloc(0);
    if (this.#part === 'magic') {
      if (field.readUInt32LE() !== MAGIC) throw new Damage('is not zstd');
      this.#part = 'header';
    } else if (this.#part === 'header') {
      // eslint-disable-next-line no-bitwise
      this.#checksum = (field[0] >> 2) & 1;
      this.#part = 'block';
    } else if (this.#part === 'block') {
      this.#block(field.readUIntLE(0, 3));
    } else {
      this.#part = 'end';
    }
  }

  /* eslint-disable no-bitwise */
  #block(header: number): void {
    const type = (header >> 1) & 3;
    if (type === RESERVED)
      throw new Damage('has a zstd block of no known type');
    this.#lastBlock = (header & 1) === 1;
    this.#jump = type === RLE ? 1 : header >> 3;
    this.#part = 'content';
    if (this.#jump === 0) this.#next();
  }
  /* eslint-enable no-bitwise */

  #next(): void {
    if (!this.#lastBlock) this.#part = 'block';
    else this.#part = this.#checksum ? 'checksum' : 'end';
  }
}
