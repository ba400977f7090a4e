const NEWLINE = 10;
const BACKSLASH = 92;
const DOT = 46;
/** A COPY line names at most 1,600 columns. */
const LINE = 256 * 1024;

const COPY_BEGIN = Buffer.from('COPY ');
const COPY = /^COPY (.+?) (?:\(.*\) )?FROM stdin;$/;

/** `public."odd name"` as people write it. */
function tableOf(name: string): string {
  return name.replace(/"((?:[^"]|"")*)"/g, (_, inner: string) =>
    inner.replaceAll('""', '"'),
  );
}

/**
 * Counts the rows by table in a dump as SQL, however its bytes are cut. What
 * is counted is what is in the backup, not what the server said.
 */
export class CopyRows {
  readonly rows: Record<string, number> = {};
  /** The last KiB, where a complete dump says that it is. */
  #tail = '';
  #table: string | undefined;
  /** The beginning of a line whose end has not come yet. */
  #line: Buffer = Buffer.alloc(0);

  static create(): CopyRows {
    return new CopyRows();
  }

  private constructor() {}

  get tail(): string {
    return this.#tail;
  }

  add(chunk: Buffer): void {
    this.#tail = (
      this.#tail + chunk.subarray(Math.max(0, chunk.length - 1024)).toString()
    ).slice(-1024);
    let at = 0;
    for (;;) {
      const end = chunk.indexOf(NEWLINE, at);
      if (end < 0) break;
      this.#endLine(chunk.subarray(at, end));
      at = end + 1;
    }
    this.#keep(chunk.subarray(at));
  }

  #keep(part: Buffer): void {
    // Of a row only its first bytes tell something: whether it is the end.
    const most = this.#table === undefined ? LINE : 3;
    if (part.length === 0 || this.#line.length >= most) return;
    this.#line = Buffer.concat([this.#line, part.subarray(0, most)]);
  }

  #endLine(part: Buffer): void {
    if (this.#table !== undefined) {
      const line = this.#line.length === 0 ? part : this.#whole(part);
      if (line.length === 2 && line[0] === BACKSLASH && line[1] === DOT) {
        this.#table = undefined;
      } else {
        this.rows[this.#table] += 1;
      }
      this.#line = Buffer.alloc(0);
      return;
    }
    const line = this.#whole(part);
    this.#line = Buffer.alloc(0);
    if (!line.subarray(0, 5).equals(COPY_BEGIN)) return;
    const [, name] = COPY.exec(line.toString()) ?? [];
    if (name === undefined) return;
    this.#table = tableOf(name);
    this.rows[this.#table] ??= 0;
  }

  #whole(part: Buffer): Buffer {
    return this.#line.length === 0 ? part : Buffer.concat([this.#line, part]);
  }
}
