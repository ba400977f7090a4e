import { createDecipheriv, KeyObject } from 'node:crypto';
import { Transform, TransformCallback } from 'node:stream';
import { UnderstudyError } from '@understudy/model';
import {
  CHUNK,
  chunkNonce,
  headerEnd,
  NONCE,
  openHeader,
  payloadKey,
  TAG,
} from './age';
import { own, release } from '../ownBytes';
import { Damage } from './damage';

/** A chunk as it is stored. */
const SEALED = CHUNK + TAG;

/** Chunks that are passed on together, at most: each piece costs its readers time. */
const BATCH = 16;

/** Far more than any header with a sane number of recipients. */
const HEADER_LIMIT = 256 * 1024;

/**
 * Decrypts an age file. Nothing leaves before its chunk is authenticated, and
 * the end is only clean where the chunk marked as last was the last one.
 */
export class AgeDecrypt extends Transform {
  readonly #identities: string[];
  readonly #recipients: string[];
  readonly #held: () => Promise<string[]>;
  #pending: Buffer = Buffer.alloc(0);
  #key: KeyObject | undefined;
  /** A whole chunk that came in two pieces. */
  #cut: Buffer | undefined;
  #index = 0;

  private constructor(options: AgeDecryptOptions) {
    super({ readableHighWaterMark: 1 << 20, writableHighWaterMark: 1 << 20 });
    this.#identities = options.identities;
    this.#recipients = options.recipients;
    this.#held = options.held;
  }

  static create(options: AgeDecryptOptions): AgeDecrypt {
    return new AgeDecrypt(options);
  }

  override _transform(
    chunk: Buffer,
    _encoding: BufferEncoding,
    done: TransformCallback,
  ): void {
    if (this.#key) {
      this.#openAllButLast(this.#completed(chunk), done);
      return;
    }
    this.#pending = Buffer.concat([this.#pending, chunk]);
    this.#begin().then(
      () => this.#openAllButLast(this.#pending, done),
      error => done(error),
    );
  }

  override _flush(done: TransformCallback): void {
    try {
      if (!this.#key) throw new Damage('ends within its header');
      const plain = this.#open(this.#pending, true);
      if (plain.length === 0 && this.#index > 1) {
        throw new Damage('has an empty last chunk');
      }
      this.#key = undefined;
      this.push(plain);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  /** Header and nonce; returns without a key while they are not whole. */
  async #begin(): Promise<void> {
    const end = headerEnd(this.#pending.subarray(0, HEADER_LIMIT));
    if (end < 0) {
      if (this.#pending.length >= HEADER_LIMIT) {
        throw new Damage('is not an age file');
      }
      return;
    }
    if (this.#pending.length < end + NONCE) return;
    const fileKey = await this.#fileKey(this.#pending.subarray(0, end));
    const nonce = this.#pending.subarray(end, end + NONCE);
    this.#key = payloadKey(fileKey, nonce);
    fileKey.fill(0);
    this.#pending = this.#pending.subarray(end + NONCE);
  }

  async #fileKey(header: Buffer): Promise<Uint8Array> {
    const recipients = this.#recipients;
    if (this.#identities.length === 0) {
      throw new UnderstudyError('identity-missing', { recipients });
    }
    let fileKey: Uint8Array | null;
    try {
      fileKey = await openHeader(header, this.#identities);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Damage(`has no sound age header (${reason})`);
    }
    if (!fileKey) {
      throw new UnderstudyError('identity-mismatch', {
        recipients,
        held: await this.#held(),
      });
    }
    return fileKey;
  }

  /**
   * Opens the chunk that was cut by the end of the bytes before, and returns
   * what follows it: only cut chunks are copied.
   */
  #completed(bytes: Buffer): Buffer {
    const missing = SEALED - this.#pending.length;
    if (this.#pending.length === 0) return bytes;
    if (bytes.length <= missing) return Buffer.concat([this.#pending, bytes]);
    const cut = Buffer.concat([this.#pending, bytes.subarray(0, missing)]);
    this.#cut = cut;
    return bytes.subarray(missing);
  }

  #openAllButLast(bytes: Buffer, done: TransformCallback): void {
    try {
      if (this.#cut) this.push(this.#open(this.#cut, false));
      this.#cut = undefined;
      let from = 0;
      while (this.#key && bytes.length - from > SEALED) {
        // The last one waits: only the end tells that it is the last.
        const whole = Math.ceil((bytes.length - from) / SEALED) - 1;
        const length = Math.min(whole, BATCH) * SEALED;
        this.push(this.#openAll(bytes.subarray(from, from + length)));
        from += length;
      }
      this.#pending = Buffer.from(bytes.subarray(from));
      release(bytes);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  /** Several chunks as one piece, once all of them are authentic. */
  #openAll(sealed: Buffer): Buffer {
    const plain = Buffer.allocUnsafeSlow((sealed.length / SEALED) * CHUNK);
    for (let from = 0, at = 0; from < sealed.length; from += SEALED) {
      const opened = this.#open(sealed.subarray(from, from + SEALED), false);
      at += opened.copy(plain, at);
      release(opened);
    }
    return own(plain);
  }

  #open(sealed: Buffer, last: boolean): Buffer {
    const at = sealed.length - TAG;
    if (at < 0) throw new Damage('ends within a chunk');
    const nonce = chunkNonce(this.#index, last);
    const decipher = createDecipheriv('chacha20-poly1305', this.#key!, nonce, {
      authTagLength: TAG,
    });
    decipher.setAuthTag(sealed.subarray(at));
    const plain = own(decipher.update(sealed.subarray(0, at)));
    try {
      decipher.final();
    } catch {
      throw new Damage(
        `is not authentic at chunk ${this.#index}${
          last ? ', its last' : ''
        }: changed, cut or extended`,
      );
    }
    this.#index += 1;
    return plain;
  }
}

/** What {@link AgeDecrypt} is made with. */
export interface AgeDecryptOptions {
  identities: string[];
  /** Named in errors; the header itself does not tell them. */
  recipients: string[];
  /** The recipients of our identities, for errors. */
  held(): Promise<string[]>;
}
