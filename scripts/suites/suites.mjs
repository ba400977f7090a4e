import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { fromRoot } from '../lib/paths.mjs';
import { say, warn } from '../lib/say.mjs';
import { runJest } from './runJest.mjs';
import { runNodeSuite, testFiles } from './runNode.mjs';
import { forget, skippedSuite, total, write } from './summary.mjs';

const MINUTE = 60_000;
const POSTGRES = 'BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING';

/** In CI nothing may be skipped. */
export const strict = () => Boolean(process.env.CI);

/** Debian's Chromium, or the one that is named. */
export function chromium() {
  const named = process.env.UNDERSTUDY_CHROMIUM;
  return [
    named,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ].find(path => path && existsSync(path));
}

function listens(port) {
  return new Promise(resolve => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1000 });
    const done = result => {
      socket.destroy();
      resolve(result);
    };
    socket.on('connect', () => done(true));
    socket.on('timeout', () => done(false));
    socket.on('error', () => done(false));
  });
}

/**
 * What the suites find in their environment. Databases are tried where they
 * are: PostgreSQL on this machine if it answers, SQLite always.
 */
export async function suiteEnvironment() {
  const env = { BACKSTAGE_TEST_DISABLE_DOCKER: '1', NODE_ENV: 'test' };
  if (process.env[POSTGRES]) return env;
  if (await listens(5432)) {
    return {
      ...env,
      [POSTGRES]: 'postgresql://postgres@127.0.0.1:5432/postgres',
    };
  }
  say('No PostgreSQL on 127.0.0.1:5432: databases are tested on SQLite only.');
  return env;
}

/** `lanes`: files that run at once, each with servers and folders of its own. */
const nodeSuite = (folder, pattern, minutes, lanes = 1) => ({
  run: (name, { nodeArgs, files = [], env }) =>
    runNodeSuite({
      name,
      files: testFiles(fromRoot(folder), pattern).filter(
        path => files.length === 0 || files.some(part => path.includes(part)),
      ),
      args: nodeArgs,
      env,
      deadlineMs: minutes * MINUTE,
      lanes,
    }),
});

/** All suites, in the order in which `npm test` runs them. */
export const SUITES = {
  unit: {
    run: (name, { jestArgs, env }) =>
      runJest({ name, args: jestArgs, env, deadlineMs: 25 * MINUTE }),
  },
  'test:scripts': nodeSuite('scripts', /\.test\.mjs$/, 5),
  'test:contract': nodeSuite('test/contract', /\.test\.ts$/, 15),
  'test:faults': nodeSuite('test/faults', /\.test\.ts$/, 20, 2),
  'test:e2e': {
    ...nodeSuite('test/e2e', /\.test\.ts$/, 20, 2),
    missing: () => (chromium() ? undefined : 'chromium not found'),
  },
  bench: nodeSuite('test/bench', /\.test\.ts$/, 30),
};

/**
 * Runs suites one after the other, leaves the result of each in
 * `test/results/`, and says what they came to.
 * @returns the exit code
 */
export async function runSuites(names, options = {}) {
  const env = { ...(await suiteEnvironment()), ...options.env };
  const parts = [];
  for (const name of names) {
    forget(name);
    say(`\n=== ${name}`);
    const since = Date.now();
    const suite = SUITES[name];
    const missing = suite.missing?.();
    if (missing) say(`skipped: ${missing}`);
    const part = missing
      ? skippedSuite(name, missing)
      : await suite.run(name, { ...options, env });
    write(part);
    parts.push(part);
    say(`=== ${name}: ${Math.round((Date.now() - since) / 1000)} s`);
  }
  const sum = total(names, parts, strict());
  say('');
  for (const line of sum.lines) say(line);
  if (strict() && sum.skipped > 0) warn('In CI nothing may be skipped.');
  say(sum.verdict);
  return sum.ok ? 0 : 1;
}
