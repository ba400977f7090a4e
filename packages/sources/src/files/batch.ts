const READY = 256 * 1024;

/**
 * Gathers small pieces into chunks of a quarter of a mebibyte and more: what
 * comes after us (compression, hashing) pays per chunk.
 */
export class Batch {
  private pieces: Buffer[] = [];
  private bytes = 0;

  static create(): Batch {
    return new Batch();
  }

  get ready(): boolean {
    return this.bytes >= READY;
  }

  push(piece: Buffer): void {
    this.pieces.push(piece);
    this.bytes += piece.length;
  }

  take(): Buffer {
    const all =
      this.pieces.length === 1 ? this.pieces[0] : Buffer.concat(this.pieces);
    this.pieces = [];
    this.bytes = 0;
    return all;
  }
}
