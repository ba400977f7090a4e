import { createHash } from 'node:crypto';
import { Transform, TransformCallback } from 'node:stream';
import { Damage } from './damage';

/**
 * Size and SHA-256 of a sequence of bytes.
 * @public
 */
export interface Digest {
  bytes: number;
  sha256: string;
}

/**
 * Passes bytes on and measures them. Where `expect` is given, it breaks
 * instead of ending when they differ, and does not pass on what is too much.
 */
export class DigestStream extends Transform {
  readonly #hash = createHash('sha256');
  readonly #expect: Digest | undefined;
  readonly #what: string;
  readonly #mapError: (error: Error) => Error;
  #bytes = 0;
  #digest: Digest | undefined;

  private constructor(options: DigestStreamOptions) {
    super({ readableHighWaterMark: 1 << 20, writableHighWaterMark: 1 << 20 });
    this.#expect = options.expect;
    this.#what = options.what ?? 'content';
    this.#mapError = options.mapError ?? (error => error);
  }

  static create(options: DigestStreamOptions = {}): DigestStream {
    return new DigestStream(options);
  }

  /** Known once the last byte has passed. */
  get digest(): Digest | undefined {
    return this.#digest;
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: TransformCallback,
  ): void {
    this.#bytes += chunk.length;
    if (this.#expect && this.#bytes > this.#expect.bytes) {
      done(
        new Damage(`${this.#what} is longer than ${this.#expect.bytes} bytes`),
      );
      return;
    }
    this.#hash.update(chunk);
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    const expect = this.#expect;
    const digest = { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
    if (expect && digest.bytes !== expect.bytes) {
      const missing = `${digest.bytes} of ${expect.bytes} bytes`;
      done(new Damage(`${this.#what} ends after ${missing}`));
    } else if (expect && digest.sha256 !== expect.sha256) {
      const both = `${digest.sha256} instead of ${expect.sha256}`;
      done(new Damage(`${this.#what} has SHA-256 ${both}`));
    } else {
      this.#digest = digest;
      done();
    }
  }

  override _destroy(
    error: Error | null,
    done: (error?: Error | null) => void,
  ): void {
    done(error && this.#mapError(error));
  }
}

/** What {@link DigestStream} is made with. */
export interface DigestStreamOptions {
  expect?: Digest;
  /** Which bytes these are, for errors. */
  what?: string;
  /** Words for whatever breaks this stage, or a stage before it. */
  mapError?(error: Error): Error;
}
