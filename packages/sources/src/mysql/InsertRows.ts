const NEWLINE = 10;
const QUOTE = 39;
const BACKSLASH = 92;
const OPEN = 40;
const CLOSE = 41;
const SEMICOLON = 59;
/** Longer than any list of columns. */
const HEAD = 256 * 1024;

const INSERT = /^INSERT INTO `((?:[^`]|``)+)`[^']*?VALUES\s*$/;
const BEGIN = Buffer.from('INSERT INTO `');
const VALUES = Buffer.from('VALUES');

/**
 * Counts the rows by table in a dump of MySQL or MariaDB, however its bytes
 * are cut, and whether a row has a line of its own or not.
 */
export class InsertRows {
  readonly rows: Record<string, number> = {};
  #tail = '';
  /** Begin of a line, or of a statement up to its VALUES. */
  #head: Buffer = Buffer.alloc(0);
  #state: 'line' | 'skip' | 'values' | 'string' = 'line';
  #table = '';
  #depth = 0;
  #escaped = false;
  /** The next backslash of the chunk, or its length. */
  #slash = -1;
  /** In the body of a routine, where an INSERT is no row. */
  #body = false;

  static create(): InsertRows {
    return new InsertRows();
  }

  private constructor() {}

  /** The last KiB, where a complete dump says that it is. */
  get tail(): string {
    return this.#tail;
  }

  add(chunk: Buffer): void {
    this.#tail = (
      this.#tail + chunk.subarray(Math.max(0, chunk.length - 1024)).toString()
    ).slice(-1024);
    this.#slash = -1;
    let at = 0;
    while (at < chunk.length) {
      if (this.#state === 'line') at = this.#line(chunk, at);
      else if (this.#state === 'skip') at = this.#skip(chunk, at);
      else if (this.#state === 'string') at = this.#string(chunk, at);
      else at = this.#values(chunk, at);
    }
  }

  /** The begin of a line tells what it is. */
  #line(chunk: Buffer, at: number): number {
    const known = this.#head.length;
    const end = chunk.indexOf(NEWLINE, at);
    const line = Buffer.concat([
      this.#head,
      chunk.subarray(at, Math.min(end < 0 ? chunk.length : end, at + HEAD)),
    ]);
    const begins = line
      .subarray(0, BEGIN.length)
      .equals(BEGIN.subarray(0, line.length));
    if (!this.#body && begins) {
      const values = line.indexOf(VALUES);
      const stop = values + VALUES.length;
      const [, name] =
        values < 0 ? [] : INSERT.exec(line.subarray(0, stop).toString()) ?? [];
      if (name !== undefined) {
        this.#table = name.replaceAll('``', '`');
        this.rows[this.#table] ??= 0;
        this.#begin('values');
        return at + stop - known;
      }
      if (end < 0 && line.length < HEAD) {
        this.#head = line;
        return chunk.length;
      }
    }
    if (end < 0 && line.length < 16) {
      this.#head = line;
      return chunk.length;
    }
    const text = line.subarray(0, 16).toString().trimEnd();
    if (text === 'DELIMITER ;;' || text === 'DELIMITER //') this.#body = true;
    if (text === 'DELIMITER ;') this.#body = false;
    this.#begin(end < 0 ? 'skip' : 'line');
    return end < 0 ? chunk.length : end + 1;
  }

  #begin(state: 'line' | 'skip' | 'values'): void {
    this.#state = state;
    this.#head = Buffer.alloc(0);
    this.#depth = 0;
  }

  #skip(chunk: Buffer, at: number): number {
    const end = chunk.indexOf(NEWLINE, at);
    if (end < 0) return chunk.length;
    this.#begin('line');
    return end + 1;
  }

  #values(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at += 1) {
      switch (chunk[at]) {
        case QUOTE:
          this.#state = 'string';
          return at + 1;
        case OPEN:
          if (this.#depth === 0) this.rows[this.#table] += 1;
          this.#depth += 1;
          break;
        case CLOSE:
          this.#depth -= 1;
          break;
        case SEMICOLON:
          this.#begin('skip');
          return at + 1;
        default:
      }
    }
    return chunk.length;
  }

  #string(chunk: Buffer, from: number): number {
    let at = from;
    if (this.#escaped) {
      this.#escaped = false;
      at += 1;
    }
    const quote = chunk.indexOf(QUOTE, at);
    // Looked for once and kept, as most strings have none.
    if (this.#slash < at) {
      const found = chunk.indexOf(BACKSLASH, at);
      this.#slash = found < 0 ? chunk.length : found;
    }
    if (this.#slash < chunk.length && (quote < 0 || this.#slash < quote)) {
      this.#escaped = true;
      return this.#slash + 1;
    }
    if (quote < 0) return chunk.length;
    this.#state = 'values';
    return quote + 1;
  }
}
