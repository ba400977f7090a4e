import { Console } from './console';
import { plain, size } from './format';

const EVERY = 200;

/** Says on stderr how far a command is; one line that moves on a terminal. */
export class Progress {
  private last = 0;
  private open = false;

  static create(console: Console): Progress {
    return new Progress(console);
  }

  private constructor(private readonly console: Console) {}

  bytes(done: number, total: number | null): void {
    const now = Date.now();
    if (!this.console.terminal || now - this.last < EVERY) return;
    this.last = now;
    this.open = true;
    const percent = total ? Math.floor((100 * done) / total) : 100;
    this.console.err(
      `\r\u001b[K${size(done)} of ${size(total ?? done)} (${percent} %)`,
    );
  }

  line(text: string): void {
    this.end();
    this.console.err(`${plain(text)}\n`);
  }

  end(): void {
    if (this.open) this.console.err('\r\u001b[K');
    this.open = false;
  }
}
