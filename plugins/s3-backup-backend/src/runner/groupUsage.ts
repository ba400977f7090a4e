import { readdir, readFile } from 'node:fs/promises';

/** What Linux counts processor time in. */
const TICKS_A_SECOND = 100;
const PAGE = 4096;

/** Of a process group. @internal */
export interface Usage {
  cpuSeconds: number;
  memoryBytes: number;
}

/**
 * What the groups of these leaders have used so far: child processes lead one,
 * their tools are in it. Empty where there is no `/proc`.
 * @internal
 */
export async function groupUsage(
  leaders: ReadonlySet<number>,
): Promise<Map<number, Usage>> {
  const used = new Map<number, Usage>();
  if (leaders.size === 0 || process.platform !== 'linux') return used;
  const names = await readdir('/proc').catch(() => [] as string[]);
  for (const name of names) {
    if (!/^\d+$/.test(name)) continue;
    // Most that vanish do so between the two calls.
    const text = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    // The name of the program stands in brackets and may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const group = Number(fields[2]);
    if (!leaders.has(group)) continue;
    const sum = used.get(group) ?? { cpuSeconds: 0, memoryBytes: 0 };
    // Its own time, and that of children it has waited for.
    const ticks = [11, 12, 13, 14].reduce(
      (total, field) => total + Number(fields[field]),
      0,
    );
    sum.cpuSeconds += ticks / TICKS_A_SECOND;
    sum.memoryBytes += Number(fields[21]) * PAGE;
    used.set(group, sum);
  }
  return used;
}
