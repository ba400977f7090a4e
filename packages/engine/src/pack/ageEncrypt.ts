import { createCipheriv, KeyObject } from 'node:crypto';
import { Transform, TransformCallback } from 'node:stream';
import { CHUNK, chunkNonce, makeHeader, TAG } from './age';

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
      this.#seal(this.#waiting, false);
      for (; chunk.length - at > CHUNK; at += CHUNK) {
        this.#seal(chunk.subarray(at, at + CHUNK), false);
      }
      this.#waitingBytes = 0;
      this.#keep(chunk.subarray(at));
    }
    done();
  }

  override _flush(done: TransformCallback): void {
    this.#begin();
    this.#seal(this.#waiting.subarray(0, this.#waitingBytes), true);
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

  #seal(plain: Buffer, last: boolean): void {
    const nonce = chunkNonce(this.#index, last);
    const cipher = createCipheriv('chacha20-poly1305', this.#key!, nonce, {
      authTagLength: TAG,
    });
    this.#index += 1;
    const sealed = cipher.update(plain);
    cipher.final();
    if (sealed.length > 0) this.push(sealed);
    this.push(cipher.getAuthTag());
  }
}
