import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from '../lib/environment.mjs';
import { fromRoot, NODE_TRANSFORM, ROOT } from '../lib/paths.mjs';
import { signalGroup } from '../lib/processes.mjs';
import { warn } from '../lib/say.mjs';
import { resultFile, suiteResult } from './summary.mjs';

const QUIET = '--disable-warning=ExperimentalWarning';

/** All test files below a folder, in order. */
export function testFiles(folder, pattern) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .filter(path => pattern.test(path) && !path.includes('node_modules'))
    .sort()
    .map(path => join(folder, path));
}

/**
 * Runs a command in a group of its own, under a deadline. Resolves with its
 * exit code; a signal is passed on to the whole group.
 */
export function runInGroup(command, args, { env, deadlineMs, what }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env,
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      warn(
        `${what} did not end within ${deadlineMs / 60_000} min: it is ended.`,
      );
      signalGroup(child.pid, 'SIGTERM');
      setTimeout(() => signalGroup(child.pid, 'SIGKILL'), 5000).unref();
    }, deadlineMs);
    const passOn = signal => signalGroup(child.pid, signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, passOn);
    const done = () => {
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, passOn);
    };
    child.on('error', error => {
      done();
      reject(error);
    });
    child.on('exit', (code, signal) => {
      done();
      // What a suite left running must not meet the next one.
      signalGroup(child.pid, 'SIGKILL');
      resolve(late || signal ? 1 : code ?? 1);
    });
  });
}

/**
 * Runs test files with Node's own runner; as many at once as `lanes` says. One
 * where they measure time, because they must not disturb each other.
 */
export async function runNodeSuite({
  name,
  files,
  args = [],
  env,
  deadlineMs,
  lanes = 1,
}) {
  let counts = { passed: 0, failed: 0, skipped: 0 };
  if (files.length === 0) return suiteResult({ name, counts, exitCode: 0 });

  const output = `${resultFile(name)}.counts`;
  rmSync(output, { force: true });
  const exitCode = await runInGroup(
    process.execPath,
    [
      QUIET,
      '--require',
      NODE_TRANSFORM,
      '--test',
      `--test-concurrency=${lanes}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      `--test-reporter=${fromRoot('scripts/suites/reporter.mjs')}`,
      `--test-reporter-destination=${output}`,
      ...args,
      ...files,
    ],
    { env: childEnvironment(env), deadlineMs, what: `The suite ${name}` },
  );
  let notes = [];
  try {
    ({ notes, ...counts } = JSON.parse(readFileSync(output, 'utf8')));
  } catch {
    notes.push('its runner left no counts');
  }
  rmSync(output, { force: true });
  return suiteResult({ name, counts, exitCode, notes });
}
