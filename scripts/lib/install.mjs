import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { childEnvironment } from './environment.mjs';
import { fromRoot, ROOT } from './paths.mjs';
import { patiently, Stop } from './say.mjs';

const STAMP = fromRoot('node_modules/.understudy-install');
const YARN_STATE = fromRoot('node_modules/.yarn-state.yml');

/** What the content of node_modules follows from. */
function inputs() {
  const root = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8'));
  const folders = root.workspaces.flatMap(pattern => {
    if (!pattern.endsWith('/*')) return [pattern];
    const parent = pattern.slice(0, -2);
    return readdirSync(fromRoot(parent)).map(name => `${parent}/${name}`);
  });
  const manifests = folders
    .map(folder => `${folder}/package.json`)
    .filter(path => existsSync(fromRoot(path)));
  return ['yarn.lock', '.yarnrc.yml', 'package.json', ...manifests]
    .sort()
    .map(path => fromRoot(path));
}

function fingerprint(paths) {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
}

/**
 * Installed means: by us, for exactly these inputs; or by a yarn of the
 * developer's that ran after the last change of any of them.
 */
function isInstalled(paths, print) {
  if (!existsSync(YARN_STATE)) return false;
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === print) return true;
  const installed = statSync(YARN_STATE).mtimeMs;
  return paths.every(path => statSync(path).mtimeMs <= installed);
}

/** Runs the vendored yarn and keeps what it says for the case of failure. */
function yarnInstall() {
  const { packageManager } = JSON.parse(
    readFileSync(fromRoot('package.json'), 'utf8'),
  );
  const yarn = fromRoot(
    `.yarn/releases/${packageManager.replace('@', '-')}.cjs`,
  );
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(process.execPath, [yarn, 'install', '--immutable'], {
      cwd: ROOT,
      env: childEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.on('data', chunk => (output += chunk));
    child.stderr.on('data', chunk => (output += chunk));
    child.on('error', reject);
    child.on('close', code => {
      if (code === 0) {
        resolve();
        return;
      }
      const lines = output.trim().split('\n').slice(-40).join('\n');
      reject(new Stop(`${lines}\nInstalling the dependencies failed.`));
    });
  });
}

/** Brings node_modules up to date with yarn.lock, or does nothing. */
export async function ensureInstalled() {
  const paths = inputs();
  const print = fingerprint(paths);
  if (!isInstalled(paths, print)) {
    await patiently(
      'Installing dependencies with the yarn of this repository (1.5 GB on disk; a minute or two the first time) …',
      yarnInstall,
    );
  }
  writeFileSync(STAMP, print);
}
