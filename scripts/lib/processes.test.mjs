import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fromRoot } from './paths.mjs';
import { groupLives, Server, signalGroup } from './processes.mjs';

const sleep = ms => new Promise(resolve => setTimeout(resolve, ms));

/** A server that starts another process; neither of them ends when asked. */
const STUBBORN = `
  process.on('SIGTERM', () => {});
  const inner = require('node:child_process').spawn(process.execPath, ['-e',
    "process.on('SIGTERM', () => {}); console.log('ready'); setInterval(() => {}, 1000)"],
    { stdio: ['ignore', 'inherit', 'inherit'] });
  console.log('inner ' + inner.pid);
`;

function start(t, script) {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-server-'));
  const log = join(folder, 'x.log');
  const server = Server.start({
    name: 'x',
    command: process.execPath,
    args: ['-e', script],
    cwd: folder,
    env: process.env,
    log,
  });
  t.after(() => {
    signalGroup(server.pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });
  return { server, log };
}

test('stopping ends the whole group, by force where asking does not help', async t => {
  const { server } = start(t, STUBBORN);
  await server.line(/ready/);
  assert.equal(groupLives(server.pid), true);
  await server.stop(300);
  assert.equal(groupLives(server.pid), false);
});

test('a server that ends by itself says how, and its last lines are kept', async t => {
  const { server, log } = start(
    t,
    `for (let i = 0; i < 100; i++) console.log('\\u001b[31mline ' + i + '\\u001b[0m');
     process.stderr.write('no end of line'); process.exitCode = 7;`,
  );
  assert.deepEqual(await server.ended, { code: 7, signal: null });
  await sleep(100);
  assert.ok(server.lastLines(3).includes('line 99'));
  assert.ok(server.lastLines(3).includes('no end of line'));
  await server.stop(0);
  await sleep(100);
  assert.match(readFileSync(log, 'utf8'), /^line 0\nline 1\n/);
});

test('a command that does not exist ends the server, with the reason', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-server-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const server = Server.start({
    name: 'x',
    command: join(folder, 'nothing'),
    args: [],
    cwd: folder,
    env: process.env,
    log: join(folder, 'x.log'),
  });
  assert.equal((await server.ended).code, 1);
  assert.match(server.lastLines().join('\n'), /ENOENT/);
  await server.stop(0);
  // Its log is opened on the way: the folder must not go before.
  while (!existsSync(join(folder, 'x.log'))) await sleep(10);
});

test('the guard ends the groups when its launcher is gone', async t => {
  const { server } = start(t, `console.log('up'); setInterval(() => {}, 1000)`);
  await server.line(/up/);
  const guard = spawn(process.execPath, [fromRoot('scripts/lib/guard.mjs')], {
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const gone = new Promise(resolve => guard.on('exit', resolve));
  guard.stdin.write(`${server.pid}\n`);
  await sleep(300);
  assert.equal(signalGroup(server.pid, 0), true);
  guard.stdin.destroy();
  assert.deepEqual(await server.ended, { code: null, signal: 'SIGTERM' });
  assert.equal(await gone, 0);
});
