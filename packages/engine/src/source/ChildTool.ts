import { ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PassThrough, pipeline, Readable, Writable } from 'node:stream';
import type { SourceContext } from './contract';
import { endMarked, MARK } from './endMarked';
import { toolEnvironment } from './toolEnvironment';
import { ToolOutput } from './ToolOutput';

const GRACE = 2000;
/** Bytes of output that wait for their reader. */
const ROOM = 1 << 20;

/**
 * A tool to be run. Nothing in `args` and `env` may be a secret: both can be
 * read by others on the machine. Secrets go by a file in the attempt's private
 * directory, or by descriptor 3.
 * @public
 */
export interface ToolOrder {
  /** Absolute. */
  path: string;
  args: string[];
  env?: Record<string, string>;
  cwd?: string;
  /** What its errors must not repeat. */
  secrets?: string[];
  /** Read by the tool from /dev/fd/3, e.g. a file with its credentials. */
  descriptor3?: string;
}

/**
 * A tool that did not end well; executors put it into words of their own.
 * @public
 */
export class ToolFailure extends Error {
  constructor(
    readonly tool: string,
    readonly code: number | null,
    readonly signal: string | null,
    /** The end of what it said, without secrets. */
    readonly stderr: string,
  ) {
    const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
    super(`${tool} ${how}${stderr ? `: ${stderr}` : '.'}`);
  }
}

/**
 * A child process whose streams are an artifact's. It stays in the process
 * group of the attempt, which the worker ends as a whole, so that no tool
 * outlives even an attempt that was killed. Ends with the run's signal.
 * @public
 */
export class ChildTool {
  /** Resolves after exit code 0; rejects with a ToolFailure or why it was stopped. */
  readonly ended: Promise<void>;
  readonly stdout: Readable;
  readonly stdin: Writable;
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  readonly #mark = randomUUID();

  static start(
    order: ToolOrder,
    context: Pick<SourceContext, 'signal' | 'tempDirectory'>,
  ): ChildTool {
    context.signal.throwIfAborted();
    return new ChildTool(order, context);
  }

  private constructor(
    order: ToolOrder,
    context: Pick<SourceContext, 'signal' | 'tempDirectory'>,
  ) {
    const { signal, tempDirectory } = context;
    const third =
      order.descriptor3 === undefined
        ? []
        : [namelessFile(tempDirectory, order.descriptor3)];
    const child = spawn(order.path, order.args, {
      cwd: order.cwd ?? tempDirectory,
      env: toolEnvironment(tempDirectory, {
        ...order.env,
        [MARK]: this.#mark,
      }),
      stdio: ['pipe', 'pipe', 'pipe', ...third],
    });
    for (const descriptor of third) closeSync(descriptor);
    this.#child = child;
    this.stdin = child.stdin!;
    // Node throws away what nobody had begun to read when a child exits; so it
    // is read from the first byte on, as far as there is room.
    this.stdout = new PassThrough({ highWaterMark: ROOM });
    pipeline(child.stdout!, this.stdout as PassThrough, () => {});
    // A tool may end before it has read all; its exit code says what that means.
    this.stdin.on('error', () => {});
    this.stdout.on('error', () => {});
    const said = ToolOutput.create({ secrets: order.secrets ?? [] });
    child.stderr!.on('data', chunk => said.add(chunk));
    child.stderr!.on('error', () => {});

    const onAbort = () => void this.stop();
    signal.addEventListener('abort', onAbort, { once: true });
    const name = basename(order.path);
    this.ended = new Promise((resolve, reject) => {
      let failure: Error | undefined;
      child.on('error', error => {
        failure ??= error;
      });
      child.on('close', (code, by) => {
        signal.removeEventListener('abort', onAbort);
        if (signal.aborted) reject(signal.reason);
        else if (failure) reject(failure);
        else if (code === 0) resolve();
        else reject(new ToolFailure(name, code, by, said.text));
      });
    });
    this.#gone = this.ended.catch(() => {});
  }

  /** Hands bytes on as fast as the tool takes them; to one that ended, none. */
  async write(chunk: Buffer): Promise<void> {
    const { stdin } = this;
    if (stdin.destroyed || stdin.write(chunk)) return;
    await new Promise<void>(resolve => {
      const settle = () => {
        stdin.off('drain', settle).off('close', settle);
        resolve();
      };
      stdin.on('drain', settle).on('close', settle);
    });
  }

  /** Ends it, if need be by force; resolves when it is gone. Never throws. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child.pid !== undefined && !hasEnded(child)) {
      const force = setTimeout(() => child.kill('SIGKILL'), GRACE);
      child.kill('SIGTERM');
      if (!hasEnded(child)) await once(child, 'exit');
      clearTimeout(force);
    }
    if (child.exitCode !== 0) await endMarked(this.#mark);
    // Nobody reads any more; a grandchild that holds the pipes must not hold us.
    for (const stream of child.stdio) stream?.destroy();
    this.stdout.destroy();
    await this.#gone;
  }
}

/**
 * A descriptor of a file that has no name any more. Not a pipe: Node's are
 * sockets, which cannot be opened as /dev/fd/3.
 */
function namelessFile(folder: string, text: string): number {
  const path = join(folder, randomUUID());
  const descriptor = openSync(path, 'wx+', 0o600);
  try {
    unlinkSync(path);
    writeSync(descriptor, text);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
