/** Looks at each byte of an export in order, and says at the end whether it is whole. */
export interface FormWalk {
  /** Throws where it cannot become whole any more. */
  add(chunk: Buffer): void;
  /** Throws where it is not. */
  end(): void;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const isSpace = (byte: number) =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const CLOSES = new Map([
  [0x7d, 0x7b],
  [0x5d, 0x5b],
]);
const OPENS = new Set(CLOSES.values());

/**
 * One JSON object or array: every bracket closed by its own kind, every string
 * ended, nothing behind it. What is between is not looked at: half an export
 * is what must be noticed.
 */
export class JsonWalk implements FormWalk {
  readonly #open: number[] = [];
  #inString = false;
  #escaped = false;
  #begun = false;

  static create(): JsonWalk {
    return new JsonWalk();
  }

  private constructor() {}

  add(chunk: Buffer): void {
    for (const byte of chunk) this.#take(byte);
  }

  #take(byte: number): void {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === BACKSLASH) this.#escaped = true;
      else if (byte === QUOTE) this.#inString = false;
      return;
    }
    if (isSpace(byte)) return;
    if (this.#open.length === 0) {
      if (this.#begun) throw new Error('goes on after its JSON');
      if (!OPENS.has(byte)) throw new Error('is no JSON object or array');
      this.#begun = true;
    }
    if (byte === QUOTE) this.#inString = true;
    else if (OPENS.has(byte)) this.#open.push(byte);
    else if (CLOSES.has(byte) && this.#open.pop() !== CLOSES.get(byte)) {
      throw new Error('is no JSON: a bracket is closed by another kind');
    }
  }

  end(): void {
    if (!this.#begun) throw new Error('is no JSON: it is empty');
    if (this.#open.length > 0) throw new Error('ends within its JSON');
  }
}

const FILE = 0x04034b50;
const DIRECTORY_END = 0x06054b50;
const DIRECTORY_END_BYTES = 22;
const TAIL = DIRECTORY_END_BYTES + 0xffff;

/** A zip: it begins as one, and its last record reaches to the last byte. */
export class ZipWalk implements FormWalk {
  #start: Buffer = Buffer.alloc(0);
  #tail: Buffer = Buffer.alloc(0);

  static create(): ZipWalk {
    return new ZipWalk();
  }

  private constructor() {}

  add(chunk: Buffer): void {
    if (this.#start.length < 4) {
      const missing = chunk.subarray(0, 4 - this.#start.length);
      this.#start = Buffer.concat([this.#start, missing]);
      if (this.#start.length === 4) this.#looksLikeZip();
    }
    const bytes = Buffer.concat([this.#tail, chunk]);
    this.#tail = Buffer.from(bytes.subarray(-TAIL));
  }

  #looksLikeZip(): void {
    const first = this.#start.readUInt32LE();
    if (first !== FILE && first !== DIRECTORY_END) {
      throw new Error('is no zip');
    }
  }

  end(): void {
    const tail = this.#tail;
    for (let at = tail.length - DIRECTORY_END_BYTES; at >= 0; at -= 1) {
      if (tail.readUInt32LE(at) !== DIRECTORY_END) continue;
      const comment = tail.readUInt16LE(at + 20);
      if (at + DIRECTORY_END_BYTES + comment === tail.length) return;
    }
    throw new Error('does not end as a zip does');
  }
}

/** The walk for a form; `auto` goes by the content type. */
export function walkOf(
  format: 'auto' | 'json' | 'zip' | 'any',
  mediaType: string,
): FormWalk | undefined {
  if (format === 'json') return JsonWalk.create();
  if (format === 'zip') return ZipWalk.create();
  if (format === 'any') return undefined;
  if (/^application\/(?:[\w.-]+\+)?json$/.test(mediaType)) {
    return JsonWalk.create();
  }
  return /^application\/(?:x-)?zip(?:-compressed)?$/.test(mediaType)
    ? ZipWalk.create()
    : undefined;
}
