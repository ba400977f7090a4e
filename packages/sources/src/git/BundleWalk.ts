import { createHash, Hash } from 'node:crypto';

/** All refs of the largest repositories, by far. */
const HEADER = 64 * 1024 * 1024;

/**
 * Walks a bundle: its list of refs, and the pack behind it, which ends in the
 * hash of all that came before. Half a bundle has the wrong one.
 */
export class BundleWalk {
  refs: string[] = [];
  #header: Buffer[] = [];
  #headerBytes = 0;
  #hash: Hash | undefined;
  #size = 20;
  /** The last bytes, which may be the hash. */
  #last: Buffer = Buffer.alloc(0);

  static create(): BundleWalk {
    return new BundleWalk();
  }

  private constructor() {}

  add(chunk: Buffer): void {
    if (this.#hash) {
      this.#pack(chunk);
      return;
    }
    this.#header.push(chunk);
    this.#headerBytes += chunk.length;
    const header = Buffer.concat(this.#header);
    this.#header = [header];
    const end = header.indexOf('\n\n');
    if (end >= 0) {
      this.#readHeader(header.subarray(0, end).toString());
      this.#header = [];
      this.#pack(header.subarray(end + 2));
    } else if (this.#headerBytes > HEADER) {
      throw new Error('its list of refs has no end');
    }
  }

  #readHeader(text: string): void {
    const [first, ...lines] = text.split('\n');
    if (!/^# v[23] git bundle$/.test(first)) throw new Error('it is no bundle');
    const isSha256 = lines.includes('@object-format=sha256');
    this.#hash = createHash(isSha256 ? 'sha256' : 'sha1');
    this.#size = isSha256 ? 32 : 20;
    this.refs = lines
      .filter(line => /^[0-9a-f]{40,64} /.test(line))
      .map(line => line.slice(line.indexOf(' ') + 1));
    // It would need another bundle to be of any use.
    if (lines.some(line => line.startsWith('-'))) {
      throw new Error('it builds upon commits that are not in it');
    }
  }

  #pack(chunk: Buffer): void {
    const bytes = this.#last.length
      ? Buffer.concat([this.#last, chunk])
      : chunk;
    const keep = Math.max(0, bytes.length - this.#size);
    this.#hash!.update(bytes.subarray(0, keep));
    this.#last = Buffer.from(bytes.subarray(keep));
  }

  /** Throws where the bundle is not whole. */
  end(): void {
    if (!this.#hash) throw new Error('it ends within its list of refs');
    if (!this.#hash.digest().equals(this.#last)) {
      throw new Error('its pack does not end in its own hash');
    }
  }
}
