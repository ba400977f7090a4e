import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Of which tests are part. */
export const WORKSPACE = resolve(__dirname, '../../..');
const OURS = '@understudy';

/** What is not of git but tells yarn what it has installed. */
const STATE = ['.yarn/install-state.gz', 'node_modules/.yarn-state.yml'];

/**
 * A copy of all that git knows or would take, with the same dependencies:
 * packing rewrites `package.json` of each package for a moment, and that must
 * not meet who runs from the workspace.
 */
export function copyOfWorkspace(folder: string): string {
  const copy = join(folder, 'workspace');
  const files = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { cwd: WORKSPACE, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  )
    .split('\0')
    .filter(file => file && existsSync(join(WORKSPACE, file)));
  for (const file of files) {
    mkdirSync(join(copy, dirname(file)), { recursive: true });
    cpSync(join(WORKSPACE, file), join(copy, file));
  }
  linkModules(join(WORKSPACE, 'node_modules'), join(copy, 'node_modules'));
  for (const room of ['packages', 'plugins']) {
    for (const name of readdirSync(join(copy, room))) {
      const modules = join(room, name, 'node_modules');
      if (existsSync(join(WORKSPACE, modules))) {
        linkModules(join(WORKSPACE, modules), join(copy, modules));
      }
    }
  }
  for (const file of STATE) {
    mkdirSync(join(copy, dirname(file)), { recursive: true });
    cpSync(join(WORKSPACE, file), join(copy, file));
  }
  return copy;
}

/** Links to each module; ours, which are links themselves, to the copy's. */
function linkModules(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name === '.yarn-state.yml' || name === '.cache') continue;
    if (name !== OURS) {
      symlinkSync(join(from, name), join(to, name));
      continue;
    }
    mkdirSync(join(to, OURS));
    for (const each of readdirSync(join(from, OURS))) {
      symlinkSync(readlinkSync(join(from, OURS, each)), join(to, OURS, each));
    }
  }
}
