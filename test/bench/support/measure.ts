import { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface Cost {
  /** User and system CPU, seconds. */
  cpuSeconds: number;
  wallSeconds: number;
  /** Highest sum of resident memory of the processes, bytes; sampled each 50 ms. */
  peakBytes: number;
}

const PAGE = 4096;
const TICKS = 100;

function groupMembers(group: number): number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(name => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return (
          Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]) === group
        );
      } catch {
        return false;
      }
    })
    .map(Number);
}

function residentBytes(pid: number): number {
  try {
    return (
      Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE
    );
  } catch {
    return 0;
  }
}

/** CPU of a process and of all its ended children, seconds (proc(5): utime, stime, cutime, cstime). */
function cpuSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    return (fields[11] + fields[12] + fields[13] + fields[14]) / TICKS;
  } catch {
    return 0;
  }
}

/**
 * Runs until the process ends; it must have been started `detached`, as the
 * leader of its own group, and must print `done` and wait for the end of its
 * standard input, so that its cost can be read while it still exists.
 */
export async function measure(child: ChildProcess): Promise<Cost> {
  const started = process.hrtime.bigint();
  const group = child.pid!;
  let peakBytes = 0;
  const sampler = setInterval(() => {
    const now = groupMembers(group).reduce(
      (sum, pid) => sum + residentBytes(pid),
      0,
    );
    peakBytes = Math.max(peakBytes, now);
  }, 50);
  const errors: string[] = [];
  child.stderr?.on('data', data => errors.push(String(data)));
  try {
    await new Promise<void>((resolve, reject) => {
      let seen = '';
      child.stdout!.on('data', data => {
        seen += String(data);
        if (/^done$/m.test(seen)) resolve();
      });
      child.once('exit', code =>
        reject(
          new Error(
            `ended with ${code} before it was done: ${errors
              .join('')
              .slice(-2000)}`,
          ),
        ),
      );
    });
    const wallSeconds = Number(process.hrtime.bigint() - started) / 1e9;
    const cpu = cpuSeconds(group);
    return { cpuSeconds: cpu, wallSeconds, peakBytes };
  } finally {
    clearInterval(sampler);
    child.removeAllListeners('exit');
    child.stdin?.end();
  }
}

export function quantile(values: number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}
