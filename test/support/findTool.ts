import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Path of a command that really runs, or undefined. Some PATHs hold shims that
 * exist but fail, so each find is tried with `--version`.
 */
export function findTool(name: string): string | undefined {
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 });
      return path;
    } catch {
      // Not here, or not a working one: look further.
    }
  }
  return undefined;
}
