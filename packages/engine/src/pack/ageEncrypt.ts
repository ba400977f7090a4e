import { createCipheriv, KeyObject } from 'node:crypto';
import { Transform, TransformCallback } from 'node:stream';
import { own, release } from '../ownBytes';
import { CHUNK, chunkNonce, makeHeader, TAG } from './age';

/** Chunks that are passed on together, at most. */
const BATCH = 16;

/**
 * Encrypts to age recipients. The last chunk is marked as last, and it is
 * empty only where the whole payload is: a full chunk is therefore kept back
 * until it is known whether more follows.
 */
export class AgeEncrypt extends Transform {
  readonly #recipients: string[];
  #key: KeyObject | undefined;
  #start: Buffer[] = [];
  /** What waits for its chunk to fill; ciphers read it at once, so it is reused. */
  readonly #waiting = Buffer.allocUnsafeSlow(CHUNK);
  #waitingBytes = 0;
  #index = 0;

  private constructor(recipients: string[]) {
    super({
      // Chunk by chunk: joined on reading, every byte would be copied again.
      readableObjectMode: true,
      readableHighWaterMark: 32,
      writableHighWaterMark: 1 << 20,
    });
    this.#recipients = recipients;
  }

  static create(options: { recipients: string[] }): AgeEncrypt {
    return new AgeEncrypt(options.recipients);
  }

  override _construct(done: (error?: Error | null) => void): void {
    makeHeader(this.#recipients).then(({ header, nonce, key }) => {
      this.#start = [header, nonce];
      this.#key = key;
      done();
    }, done);
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: TransformCallback,
  ): void {
    this.#begin();
    let at = this.#keep(chunk);
    if (at < chunk.length) {
      this.#sealAll([this.#waiting], false);
      while (chunk.length - at > CHUNK) {
        const batch: Buffer[] = [];
        for (; batch.length < BATCH && chunk.length - at > CHUNK; at += CHUNK) {
          batch.push(chunk.subarray(at, at + CHUNK));
        }
        this.#sealAll(batch, false);
      }
      this.#waitingBytes = 0;
      this.#keep(chunk.subarray(at));
    }
    release(chunk);
    done();
  }

  override _flush(done: TransformCallback): void {
    this.#begin();
    this.#sealAll([this.#waiting.subarray(0, this.#waitingBytes)], true);
    this.#waiting.fill(0);
    this.#key = undefined;
    done();
  }

  #begin(): void {
    for (const part of this.#start) this.push(part);
    this.#start = [];
  }

  /** Fills up the chunk that waits; returns how many bytes it took. */
  #keep(bytes: Buffer): number {
    const taken = bytes.copy(this.#waiting, this.#waitingBytes);
    this.#waitingBytes += taken;
    return taken;
  }

  /** One piece of several chunks: each one passed on costs its readers time. */
  #sealAll(chunks: Buffer[], last: boolean): void {
    const plain = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const sealed = Buffer.allocUnsafeSlow(plain + chunks.length * TAG);
    let at = 0;
    for (const chunk of chunks) at += this.#seal(chunk, last, sealed, at);
    this.push(own(sealed));
  }

  #seal(plain: Buffer, last: boolean, into: Buffer, at: number): number {
    const nonce = chunkNonce(this.#index, last);
    const cipher = createCipheriv('chacha20-poly1305', this.#key!, nonce, {
      authTagLength: TAG,
    });
    this.#index += 1;
    const secret = cipher.update(plain);
    into.set(secret, at);
    release(own(secret));
    cipher.final();
    into.set(cipher.getAuthTag(), at + plain.length);
    return plain.length + TAG;
  }
}
