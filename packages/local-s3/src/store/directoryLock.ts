import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';

/** Folders open in this very process; a lock file of our own pid that is not here is left from an earlier life. */
const openHere = new Set<string>();

/** Start time of a process in ticks where /proc tells it: a pid alone may have been given to somebody else since. */
async function startOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** One process a folder: the keys are held in memory, so a second one would not see what the first writes. */
export async function lockDirectory(
  directory: string,
): Promise<() => Promise<void>> {
  const folder = resolve(directory);
  const path = `${folder}/local-s3.lock`;
  const inUse = (pid: number) =>
    new Error(`Folder ${directory} is in use by local-s3, process ${pid}`);
  if (openHere.has(folder)) throw inUse(process.pid);
  openHere.add(folder);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const before = await readFile(path, 'utf8').catch(() => '');
    const [pid, start] = before.split(' ');
    const other = Number(pid);
    if (
      other > 0 &&
      other !== process.pid &&
      isAlive(other) &&
      (await startOf(other)) === start
    ) {
      throw inUse(other);
    }
    await writeFile(path, `${process.pid} ${await startOf(process.pid)}`);
  } catch (error) {
    openHere.delete(folder);
    throw error;
  }
  return async () => {
    await rm(path, { force: true });
    openHere.delete(folder);
  };
}
