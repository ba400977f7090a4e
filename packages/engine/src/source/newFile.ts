import { write } from 'node:fs';
import { FileHandle, open } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { release } from '../ownBytes';

/**
 * Bytes of one call. Each call wakes a thread and is waited for: of 64 KiB they
 * cost three times as much, and larger ones save little more.
 */
const AT_ONCE = 256 * 1024;

/**
 * A new file, written in order. Never over something that is there: `wx` is
 * O_EXCL, which follows no link; then it fails with `EEXIST`.
 * @public
 */
export class NewFile extends Writable {
  private file: FileHandle | undefined;
  private writing = false;
  /** Whoever waits for the write on its way. */
  private whenIdle: (() => void) | undefined;

  static create(options: { path: string; mode?: number }): NewFile {
    return new NewFile(options.path, options.mode ?? 0o600);
  }

  private constructor(
    private readonly path: string,
    private readonly mode: number,
  ) {
    super({ highWaterMark: 1 << 20 });
  }

  override _construct(done: (error?: Error | null) => void): void {
    open(this.path, 'wx', this.mode).then(
      file => {
        this.file = file;
        done();
      },
      error => done(error),
    );
  }

  override _write(
    piece: Buffer,
    _encoding: BufferEncoding,
    done: (error?: Error | null) => void,
  ): void {
    this.writing = true;
    this.writeFrom(piece, 0, error => {
      this.writing = false;
      if (!error) release(piece);
      done(error);
      this.whenIdle?.();
    });
  }

  /** The system may take less than it was given. */
  private writeFrom(
    piece: Buffer,
    at: number,
    done: (error?: Error | null) => void,
  ): void {
    const { fd } = this.file!;
    write(
      fd,
      piece,
      at,
      Math.min(piece.length - at, AT_ONCE),
      null,
      (error, taken) => {
        const isOver = at + taken === piece.length || this.destroyed;
        if (error || isOver) done(error);
        else this.writeFrom(piece, at + taken, done);
      },
    );
  }

  /** Not under a write: the next file would get what is still on its way. */
  override _destroy(
    error: Error | null,
    done: (error?: Error | null) => void,
  ): void {
    const { file } = this;
    const close = () => {
      if (!file) done(error);
      else
        file.close().then(
          () => done(error),
          closing => done(error ?? closing),
        );
    };
    if (this.writing) this.whenIdle = close;
    else close();
  }
}
