/** An archive that ends too early or holds what no tar archive holds. */
export class TarError extends Error {}

/**
 * Pulls exact numbers of bytes from a stream of chunks, holding no more than
 * one chunk.
 */
export class ByteReader {
  private chunk: Buffer = Buffer.alloc(0);

  static create(source: AsyncIterable<Buffer>): ByteReader {
    return new ByteReader(source[Symbol.asyncIterator]());
  }

  private constructor(private readonly source: AsyncIterator<Buffer>) {}

  /** The next chunk of at most `limit` bytes; null at the end. */
  async some(limit: number): Promise<Buffer | null> {
    while (this.chunk.length === 0) {
      const next = await this.source.next();
      if (next.done) return null;
      this.chunk = next.value;
    }
    const taken = this.chunk.subarray(0, limit);
    this.chunk = this.chunk.subarray(taken.length);
    return taken;
  }

  /** Exactly `count` bytes. */
  async exact(count: number, what: string): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = count; left > 0; ) {
      const part = await this.some(left);
      if (!part) throw new TarError(`the archive ends in ${what}`);
      parts.push(part);
      left -= part.length;
    }
    return parts.length === 1 ? parts[0] : Buffer.concat(parts);
  }

  async skip(count: number, what: string): Promise<void> {
    for (let left = count; left > 0; ) {
      const part = await this.some(left);
      if (!part) throw new TarError(`the archive ends in ${what}`);
      left -= part.length;
    }
  }
}
