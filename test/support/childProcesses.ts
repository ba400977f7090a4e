import { ChildProcess, spawn } from 'node:child_process';

/**
 * Children of one server of a suite. They are ended by their own ids only, in
 * the reverse order of their start, and with the suite's process.
 */
export class ChildProcesses {
  private readonly children: ChildProcess[] = [];
  private readonly onExit = () => {
    for (const child of this.children) child.kill('SIGKILL');
  };

  static create(): ChildProcesses {
    return new ChildProcesses();
  }

  private constructor() {
    process.once('exit', this.onExit);
  }

  /** Runs a command to its end and answers what it wrote. */
  async run(command: string, args: string[]): Promise<string> {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let err = '';
    child.stdout.on('data', chunk => (out += chunk));
    child.stderr.on('data', chunk => (err += chunk));
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) {
      throw new Error(`${command} ended with ${code}: ${err.slice(-2000)}`);
    }
    return out;
  }

  /** Starts a server that stays. */
  start(command: string, args: string[]): ChildProcess {
    const child = spawn(command, args, { stdio: 'ignore' });
    this.children.push(child);
    return child;
  }

  async stop(): Promise<void> {
    process.off('exit', this.onExit);
    for (const child of this.children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = new Promise(resolve => child.once('exit', resolve));
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 3000);
      await ended;
      clearTimeout(late);
    }
    this.children.length = 0;
  }
}
