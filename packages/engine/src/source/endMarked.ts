import { readdir, readFile } from 'node:fs/promises';

/** In the environment of a tool and of whatever it starts. */
export const MARK = 'UNDERSTUDY_TOOL';

/**
 * Ends what a tool started and left behind: git, for one, does not end its
 * helpers when it is ended. Found by the mark in their environment, which
 * nobody else has; where there is no /proc, the attempt's end takes them.
 */
export async function endMarked(mark: string): Promise<void> {
  const names = await readdir('/proc').catch(() => []);
  for (const name of names.filter(each => /^\d+$/.test(each))) {
    const environment = await readFile(`/proc/${name}/environ`, 'latin1').catch(
      () => '',
    );
    if (!environment.split('\0').includes(`${MARK}=${mark}`)) continue;
    try {
      process.kill(Number(name), 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
}
