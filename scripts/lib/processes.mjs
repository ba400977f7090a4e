import { spawn } from 'node:child_process';
import { createWriteStream, readFileSync, readdirSync } from 'node:fs';

const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

/** Logs are read in editors and in other terminals: no colours in them. */
// eslint-disable-next-line no-control-regex
const COLOURS = /\u001b\[[\d;]*m/g;

/** Sends a signal to a whole process group; false when nobody is left. */
export function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    // Only zombies or foreign processes are left: nothing of ours to end.
    if (error.code === 'EPERM') return false;
    throw error;
  }
}

/**
 * Whether anybody is left in a group. In a container whose first process does
 * not collect the dead, they stay in their group as zombies for ever: on Linux
 * we look who is there.
 */
export function groupLives(pid) {
  if (!signalGroup(pid, 0)) return false;
  if (process.platform !== 'linux') return true;
  return readdirSync('/proc').some(entry => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      // The name before them, in brackets, may hold anything.
      const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return Number(group) === pid && state !== 'Z' && state !== 'X';
    } catch {
      return false;
    }
  });
}

/**
 * A server of the demo: a process in a group of its own, so that ending it
 * ends what it started too, with its output in a log file.
 */
export class Server {
  #tail = [];
  #rest = '';
  #listeners = new Set();

  static start(options) {
    return new Server(options);
  }

  constructor({ name, command, args, cwd, env, log, echo }) {
    this.name = name;
    this.log = log;
    this.exited = undefined;
    this.file = createWriteStream(log, { flags: 'w', mode: 0o600 });
    this.child = spawn(command, args, {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.pid = this.child.pid;
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', text => this.#take(text, echo));
    }
    this.ended = new Promise(resolve => {
      this.child.on('error', error => {
        this.#take(`${error.message}\n`, echo);
        resolve({ code: 1, signal: null });
      });
      this.child.on('exit', (code, signal) => resolve({ code, signal }));
    }).then(result => {
      this.exited = result;
      return result;
    });
  }

  #take(coloured, echo) {
    const text = coloured.replace(COLOURS, '');
    this.file.write(text);
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop();
    for (const line of lines) {
      this.#tail.push(line);
      if (this.#tail.length > 40) this.#tail.shift();
      if (echo) process.stdout.write(`[${this.name}] ${line}\n`);
      for (const listener of this.#listeners) listener(line);
    }
  }

  /** The last lines of its log, with what came without an end of line. */
  lastLines(count = 20) {
    return [...this.#tail, ...(this.#rest ? [this.#rest] : [])].slice(-count);
  }

  /** Resolves with the first line that matches. */
  line(pattern) {
    const seen = this.#tail.find(line => pattern.test(line));
    if (seen) return Promise.resolve(seen);
    return new Promise(resolve => {
      const listener = line => {
        if (!pattern.test(line)) return;
        this.#listeners.delete(listener);
        resolve(line);
      };
      this.#listeners.add(listener);
    });
  }

  /** Resolves with true as soon as nobody is left, false after the time. */
  async #end(signal, withinMs) {
    const until = Date.now() + withinMs;
    signalGroup(this.pid, signal);
    while (groupLives(this.pid)) {
      if (Date.now() >= until) return false;
      await sleep(50);
    }
    return true;
  }

  /**
   * Asks the group to end, and ends it by force after the grace period. The
   * group may outlive its leader, so the group is what is waited for.
   */
  async stop(graceMs) {
    if (!this.pid) return;
    if (!(await this.#end('SIGTERM', graceMs))) {
      await this.#end('SIGKILL', 2000);
    }
    this.file.end();
  }
}
