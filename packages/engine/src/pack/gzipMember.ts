import { Transform, TransformCallback } from 'node:stream';
import { crc32, createGunzip, Gunzip } from 'node:zlib';
import { Damage } from './damage';

const TRAILER = 8;

/** Passes bytes on and keeps the last eight. */
class TailStream extends Transform {
  bytes = 0;
  last: Buffer = Buffer.alloc(0);

  static create(): TailStream {
    return new TailStream();
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: TransformCallback,
  ): void {
    this.bytes += chunk.length;
    this.last =
      chunk.length >= TRAILER
        ? chunk.subarray(-TRAILER)
        : Buffer.concat([this.last, chunk]).subarray(-TRAILER);
    done(null, chunk);
  }
}

class TrailerCheck extends Transform {
  readonly #tail: TailStream;
  readonly #gunzip: Gunzip;
  #crc = 0;
  #bytes = 0;

  private constructor(options: { tail: TailStream; gunzip: Gunzip }) {
    super({ readableHighWaterMark: 1 << 20, writableHighWaterMark: 1 << 20 });
    this.#tail = options.tail;
    this.#gunzip = options.gunzip;
  }

  static create(options: { tail: TailStream; gunzip: Gunzip }): TrailerCheck {
    return new TrailerCheck(options);
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: TransformCallback,
  ): void {
    this.#crc = crc32(chunk, this.#crc);
    this.#bytes += chunk.length;
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    const { bytes, last } = this.#tail;
    const whole =
      last.length === TRAILER &&
      this.#gunzip.bytesWritten === bytes &&
      last.readUInt32LE(0) === this.#crc &&
      last.readUInt32LE(4) === this.#bytes % 2 ** 32;
    done(whole ? null : new Damage('does not end with its gzip member'));
  }
}

/**
 * Three stages that let exactly one gzip member through. A gunzip decodes
 * further members in silence and ignores zeros behind the last one; therefore
 * the last eight bytes of the input must be the CRC32 and length of *all* that
 * came out, and the decoder must have taken every byte that went in.
 */
export function gunzipStages(): Transform[] {
  const tail = TailStream.create();
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  return [tail, gunzip, TrailerCheck.create({ tail, gunzip })];
}
