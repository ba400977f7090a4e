import { Transform, TransformCallback } from 'node:stream';
import { constants, createZstdCompress, ZstdCompress } from 'node:zlib';
import { own, release } from '../ownBytes';

/**
 * Compresses to exactly one zstd frame, with its checksum.
 *
 * A node:zlib stream that is ended while its last chunk still waits closes the
 * frame with that chunk and then writes an empty second one. Here the end is
 * told only after the last chunk was taken. `ZSTD_c_nbWorkers` must never be
 * set on such a stream: its output is cut short.
 */
export class OneFrameCompress extends Transform {
  readonly #zstd: ZstdCompress;

  private constructor(options: { level: number }) {
    super({
      // Piece by piece: joined on reading, every byte would be copied again.
      readableObjectMode: true,
      readableHighWaterMark: 4,
      writableHighWaterMark: 1 << 20,
    });
    this.#zstd = createZstdCompress({
      chunkSize: 1024 * 1024,
      params: {
        [constants.ZSTD_c_compressionLevel]: options.level,
        [constants.ZSTD_c_checksumFlag]: 1,
      },
    });
    this.#zstd.on('data', chunk => this.push(own(chunk)));
    this.#zstd.on('error', error => this.destroy(error));
  }

  static create(options: { level: number }): OneFrameCompress {
    return new OneFrameCompress(options);
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: TransformCallback,
  ): void {
    this.#zstd.write(chunk, error => {
      release(chunk);
      done(error);
    });
  }

  override _flush(done: TransformCallback): void {
    this.#zstd.once('end', () => done());
    this.#zstd.end();
  }

  override _destroy(
    error: Error | null,
    done: (error?: Error | null) => void,
  ): void {
    this.#zstd.destroy();
    done(error);
  }
}
