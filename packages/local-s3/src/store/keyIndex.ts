const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;

/** S3 sorts by the bytes of UTF-8, which differs from JavaScript's order where surrogates are. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      if (isSurrogate(x) !== isSurrogate(y)) {
        if (isSurrogate(x)) return y >= 0xe000 ? 1 : x - y;
        return x >= 0xe000 ? -1 : x - y;
      }
      return x - y;
    }
  }
  return a.length - b.length;
}

/** All keys of a bucket in S3's order. */
export class KeyIndex {
  private readonly keys: string[];

  static create(keys: Iterable<string> = []): KeyIndex {
    return new KeyIndex([...keys].sort(compareKeys));
  }

  private constructor(keys: string[]) {
    this.keys = keys;
  }

  get size(): number {
    return this.keys.length;
  }

  at(position: number): string | undefined {
    return this.keys[position];
  }

  /** Position of the first key that is not before `key`. */
  lowerBound(key: string): number {
    return this.search(candidate => compareKeys(candidate, key) < 0);
  }

  /** Position of the first key from `from` on that does not begin with `prefix`; every key before it from there on does. */
  afterPrefix(prefix: string): number {
    return this.search(
      candidate =>
        compareKeys(candidate, prefix) < 0 || candidate.startsWith(prefix),
    );
  }

  add(key: string): void {
    const position = this.lowerBound(key);
    if (this.keys[position] !== key) this.keys.splice(position, 0, key);
  }

  remove(key: string): void {
    const position = this.lowerBound(key);
    if (this.keys[position] === key) this.keys.splice(position, 1);
  }

  private search(isBefore: (key: string) => boolean): number {
    let low = 0;
    let high = this.keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isBefore(this.keys[middle])) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
