import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { listBackups, openBucket } from '@understudy/engine';
import { LocalS3 } from '@understudy/local-s3';
import { freePort } from '../../support/startPortal';

/**
 * Starts an installed portal in production mode, with one plan from
 * configuration that is due each minute, and looks into the bucket until
 * its backup is there.
 */
export async function assertItBacksUp(options: {
  home: string;
  /** Arguments of node. */
  start: string[];
  scratch: string;
}): Promise<void> {
  const { home, scratch } = options;
  mkdirSync(join(scratch, 'data'), { recursive: true });
  mkdirSync(join(scratch, 'db'));
  const database = new DatabaseSync(join(scratch, 'data/shop.db'));
  database.exec(
    'create table t (n integer); insert into t values (1), (2), (3);',
  );
  database.close();

  const keys = { accessKeyId: 'installed', secretAccessKey: randomUUID() };
  const s3 = await LocalS3.start({
    directory: join(scratch, 's3'),
    users: [keys],
    buckets: ['installed'],
  });
  const connection = {
    name: 'main',
    bucket: 'installed',
    prefix: 'p',
    endpoint: s3.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { type: 'keys' as const, ...keys },
  };
  const port = await freePort();
  const config = join(scratch, 'app-config.yaml');
  writeFileSync(
    config,
    JSON.stringify({
      app: { baseUrl: `http://localhost:${port}` },
      backend: {
        baseUrl: `http://localhost:${port}`,
        listen: { port },
        auth: { keys: [{ secret: randomBytes(24).toString('base64') }] },
        database: {
          client: 'better-sqlite3',
          connection: { directory: join(scratch, 'db') },
        },
      },
      s3Backup: {
        timeZone: 'UTC',
        secretKeys: [randomBytes(32).toString('base64')],
        roots: { read: [join(scratch, 'data')], write: [] },
        destinations: [connection],
        plans: [
          {
            name: 'shop',
            source: {
              type: 'sqlite',
              options: { path: join(scratch, 'data/shop.db') },
            },
            destinations: ['main'],
            encryption: { type: 'clear' },
            // However long the start takes, a slot comes within a minute of it.
            schedule: { every: 'cron', cron: '* * * * *', timeZone: 'UTC' },
          },
        ],
      },
    }),
  );
  const portal = spawn(
    process.execPath,
    [...options.start, '--config', config],
    {
      cwd: home,
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let log = '';
  portal.stdout.on('data', data => (log += data));
  portal.stderr.on('data', data => (log += data));
  const ended = new Promise(done => portal.once('exit', done));
  const bucket = openBucket(connection);
  try {
    const deadline = Date.now() + 180_000;
    let rows: unknown;
    while (Date.now() < deadline && rows === undefined) {
      assert.equal(
        portal.exitCode,
        null,
        `the portal ended:\n${log.slice(-4000)}`,
      );
      for await (const found of listBackups(bucket)) {
        rows = found.manifest?.counts.rows;
      }
      await new Promise(done => setTimeout(done, 1000));
    }
    assert.deepEqual(rows, { t: 3 }, `no backup came:\n${log.slice(-4000)}`);
    assert.ok(!log.includes(keys.secretAccessKey), 'the log holds the secret');
  } finally {
    bucket.close();
    if (portal.exitCode === null) portal.kill('SIGTERM');
    await ended;
    await s3.stop();
  }
}
