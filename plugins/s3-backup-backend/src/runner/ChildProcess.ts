import type { ChildProcess as Forked } from 'node:child_process';
import { fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { childEnvironment, childExecArgv } from './environment';
import type { FromChild, ToChild } from './messages';
import { fromChildSchema } from './messages';

/** @internal */
export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** @internal */
export interface ChildOptions {
  /** Module to fork; default: this package's `./child`. */
  entry?: string;
  /** Node's options; default: this process's own without a debugger's. */
  execArgv?: string[];
  ambient: boolean;
  tempDirectory: string;
  onMessage(message: FromChild): void;
  /** What the process wrote to stdout and stderr, line by line. */
  onOutput(line: string): void;
}

function ownEntry(): string {
  return require.resolve(
    '@understudy/backstage-plugin-s3-backup-backend/child',
  );
}

/**
 * A forked child and the wire to it. It leads its own process group, so that
 * its tools end with it.
 * @internal
 */
export class ChildProcess {
  static start(options: ChildOptions): ChildProcess {
    const forked = fork(options.entry ?? ownEntry(), [], {
      detached: true,
      env: childEnvironment(process.env, options),
      execArgv: options.execArgv ?? childExecArgv(process.execArgv),
      serialization: 'advanced',
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    return new ChildProcess(forked, options);
  }

  /** Resolves when the process has ended and its pipes are empty. */
  readonly exited: Promise<Exit>;
  #ended = false;

  private constructor(private readonly forked: Forked, options: ChildOptions) {
    forked.on('message', message => {
      const parsed = fromChildSchema.safeParse(message);
      if (parsed.success) options.onMessage(parsed.data);
      // In development the transform's watcher speaks on this wire, too: passed
      // on, so that edits to files of the child alone restart the backend.
      else if ((message as { type?: unknown } | null)?.type === 'watch') {
        process.send?.(message);
      }
    });
    for (const stream of [forked.stdout, forked.stderr]) {
      if (stream) {
        createInterface({ input: stream }).on('line', options.onOutput);
      }
    }
    this.exited = new Promise(resolve => {
      let failure: NodeJS.ErrnoException | undefined;
      forked.on('error', error => {
        failure = error;
        // A process that never came to be has no `close`.
        if (forked.pid === undefined) {
          options.onOutput(`fork failed: ${failure.code ?? failure.message}`);
          this.#ended = true;
          resolve({ code: null, signal: null });
        }
      });
      forked.on('close', (code, signal) => {
        this.#ended = true;
        // Tools that outlived their leader.
        this.#signalGroup('SIGKILL');
        resolve({ code, signal });
      });
    });
  }

  get pid(): number | undefined {
    return this.forked.pid;
  }

  send(message: ToChild): void {
    if (!this.forked.connected) return;
    this.forked.send(message, error => {
      // It is on its way out; `exited` tells the rest.
      if (error) this.#ended ||= !this.forked.connected;
    });
  }

  /** Ends the whole group at once. */
  kill(): void {
    this.#signalGroup('SIGKILL');
    if (!this.#ended) this.forked.kill('SIGKILL');
  }

  #signalGroup(signal: NodeJS.Signals): void {
    if (this.forked.pid === undefined) return;
    try {
      process.kill(-this.forked.pid, signal);
    } catch {
      // nobody left
    }
  }
}
