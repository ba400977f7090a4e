import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';

// The dump of a large database passes through a process of its own, whose peak is measured.

const MIB = 2 ** 20;
const run = promisify(execFile);
const SERVER = process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
const KIBS = process.env.UNDERSTUDY_LONG === '1' ? 1_048_576 : 262_144;
const NAME = `understudy_memory_${process.pid}`;

const CHILD = `
const { executors } = require('@understudy/sources/executor');
const [options, tempDirectory] = process.argv.slice(1);
const context = { signal: new AbortController().signal, tempDirectory, log() {} };
(async () => {
  const opened = await executors.postgres.open(JSON.parse(options), context);
  let bytes = 0;
  for await (const { stream } of opened.artifacts) {
    for await (const chunk of stream) bytes += chunk.length;
  }
  const { counts } = await opened.finish();
  await opened.close();
  const peak = process.resourceUsage().maxRSS * 1024;
  console.log(JSON.stringify({ rows: counts.rows, bytes, peak }));
})();
`;

async function sql(text: string, database: string): Promise<void> {
  const url = new URL(SERVER!);
  url.pathname = database;
  await run('psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-c', text, url.href]);
}

describe(
  'a large PostgreSQL database',
  { skip: SERVER ? false : 'PostgreSQL not found' },
  () => {
    let folder: string;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'understudy-memory-'));
      for (const name of [`${NAME}_small`, NAME]) {
        await sql(`create database ${name}`, 'postgres');
        const rows = name === NAME ? KIBS : 1;
        await sql(
          `create unlogged table t as select repeat(md5(n::text), 32) x from generate_series(1, ${rows}) n`,
          name,
        );
      }
    });

    after(async () => {
      for (const name of [`${NAME}_small`, NAME]) {
        await sql(`drop database if exists ${name}`, 'postgres');
      }
      await rm(folder, { recursive: true, force: true });
    });

    async function measure(database: string) {
      const { hostname, port, username, password } = new URL(SERVER!);
      const options = {
        host: hostname,
        ...(port ? { port: Number(port) } : {}),
        user: username,
        ...(password ? { password } : {}),
        databases: [database],
      };
      const { stdout } = await run(
        process.execPath,
        [
          '--require',
          require.resolve('@backstage/cli-node/config/nodeTransform.cjs'),
          '--eval',
          CHILD,
          JSON.stringify(options),
          folder,
        ],
        { cwd: __dirname },
      );
      return JSON.parse(stdout) as {
        rows: Record<string, number>;
        bytes: number;
        peak: number;
      };
    }

    it('goes out in bounded memory', async t => {
      const floor = await measure(`${NAME}_small`);
      const read = await measure(NAME);
      const above = read.peak - floor.peak;
      t.diagnostic(
        `${Math.round(read.bytes / MIB)} MiB, ${Math.round(
          above / MIB,
        )} MiB above idle`,
      );
      assert.deepEqual(read.rows, { 'public.t': KIBS });
      assert.ok(read.bytes > KIBS * 1024);
      assert.ok(above < 128 * MIB, `${above}`);
    });
  },
);
