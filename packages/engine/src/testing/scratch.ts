import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceContext } from '../source/contract';

/** The folders of one check. */
export interface Scratch {
  source: string;
  temp: string;
  /** What a restore may write; the only thing in its folder. */
  target: string;
  context: SourceContext & { stop: AbortController };
}

/** Gives a check folders of its own, and takes them away. */
export async function withScratch(
  check: (scratch: Scratch) => Promise<void>,
): Promise<void> {
  const base = await mkdtemp(join(tmpdir(), 'executor-'));
  const [source, temp, out] = ['source', 'temp', 'out'].map(n => join(base, n));
  const target = join(out, 'target');
  try {
    for (const path of [source, temp, target]) {
      await mkdir(path, { recursive: true, mode: 0o700 });
    }
    const stop = new AbortController();
    const { signal } = stop;
    const context = { signal, tempDirectory: temp, log: () => {}, stop };
    await check({ source, temp, target, context });
  } finally {
    await rm(base, { recursive: true, force: true });
  }
}

/** Files below a folder that this process holds open; empty where /proc is not. */
export async function openFilesBelow(folder: string): Promise<string[]> {
  const numbers = await readdir('/proc/self/fd').catch(() => []);
  const links = await Promise.all(
    numbers.map(n => readlink(`/proc/self/fd/${n}`).catch(() => '')),
  );
  return links.filter(link => link.startsWith(folder));
}

/**
 * Processes whose private directory this is, by their command lines; empty
 * where /proc is not.
 */
export async function processesOf(temp: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(pid)) continue;
    const read = (name: string) =>
      readFile(`/proc/${pid}/${name}`, 'latin1').catch(() => '');
    const environment = await read('environ');
    if (!environment.split('\0').includes(`TMPDIR=${temp}`)) continue;
    found.push((await read('cmdline')).replaceAll('\0', ' '));
  }
  return found;
}

/** Waits for what ends a little later, such as a descriptor that is closed. */
export async function eventually(
  look: () => Promise<boolean>,
): Promise<boolean> {
  for (let tried = 0; tried < 100; tried += 1) {
    if (await look()) return true;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  return false;
}
