import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import {
  backUp,
  Bucket,
  claimPrefix,
  makeIdentity,
  openBucket,
  type SourceExecutor,
} from '@understudy/engine';
import type { OwnerFile } from '@understudy/model';
import { executors } from '@understudy/sources/executor';
import { findTool } from '../support/findTool';
import { LocalS3Server, startLocalS3 } from '../support/localS3';
import { newRunId } from '../support/newRunId';
import { connectionTo } from '../support/s3Server';

// A database is lost and comes back by the command alone, and by standard tools alone.

const run = promisify(execFile);
const SERVER = process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
const COMMAND =
  process.env.UNDERSTUDY_COMMAND ??
  join(
    dirname(require.resolve('@understudy/cli/package.json')),
    'bin/understudy',
  );
const PREFIX = 'databases';
const NAME = `understudy_contract_${process.pid}`;

let folder: string;
let store: LocalS3Server;
let bucket: Bucket;
let owner: OwnerFile;
const made: string[] = [];
const at = (name: string) => join(folder, name);

const urlOf = (database: string) => {
  const url = new URL(SERVER!);
  url.pathname = database;
  return url;
};

async function sql(text: string, database = 'postgres'): Promise<string> {
  const args = ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', text];
  const { stdout } = await run('psql', [...args, urlOf(database).href]);
  return stdout.trim();
}

async function dumpOf(database: string): Promise<string> {
  const { stdout } = await run('pg_dump', [urlOf(database).href], {
    maxBuffer: 2 ** 28,
  });
  return stdout.replace(/^\\(?:un)?restrict .*$/gm, '');
}

async function backUpShop(identity: { recipient: string }) {
  const { hostname, port, username, password } = urlOf(NAME);
  const { destinations } = await backUp({
    run: {
      id: newRunId(),
      attempt: 1,
      plan: 'shop',
      entityRef: null,
      slot: null,
      startedAt: new Date().toISOString(),
    },
    source: {
      type: 'postgres',
      executor: executors.postgres as SourceExecutor,
      options: {
        host: hostname,
        ...(port ? { port: Number(port) } : {}),
        user: username,
        ...(password ? { password } : {}),
        databases: [NAME],
      },
    },
    destinations: [
      {
        bucket,
        owner: {
          owner: owner.owner,
          instance: owner.instance,
          epoch: owner.epoch,
        },
        usualBytes: [],
      },
    ],
    pack: { compression: 'zstd', recipients: [identity.recipient] },
    tempDirectory: await mkdtemp(at('temp-')),
    signal: new AbortController().signal,
    log: () => {},
    mayPublish: async () => true,
  });
  return destinations[0].backup!;
}

describe(
  'a PostgreSQL database',
  { skip: SERVER ? false : 'PostgreSQL not found' },
  () => {
    let content: string;
    let key: string;

    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'understudy-databases-'));
      store = await startLocalS3();
      bucket = openBucket(connectionTo(store, PREFIX));
      owner = await claimPrefix(bucket, {
        instance: randomUUID(),
        baseUrl: 'http://localhost:3000',
      });
      const identity = await makeIdentity();
      await writeFile(at('key.txt'), `${identity.identity}\n`);
      const { accessKeyId, secretAccessKey } = store;
      await writeFile(
        at('keys.json'),
        JSON.stringify({ accessKeyId, secretAccessKey }),
      );
      await writeFile(
        at('password'),
        `${decodeURIComponent(urlOf(NAME).password) || 'none'}\n`,
      );
      await sql(`create database ${NAME}`);
      made.push(NAME);
      await sql(
        `create table orders (id int primary key, note text);
         insert into orders select n, md5(n::text) from generate_series(1, 20000) n;
         create view few as select * from orders where id < 10`,
        NAME,
      );
      content = await dumpOf(NAME);
      const { folder: runFolder, manifest } = await backUpShop(identity);
      assert.deepEqual(manifest.counts.rows, { 'public.orders': 20_000 });
      key = `${PREFIX}/${runFolder}/${manifest.artifacts[0].key}`;
      await sql(`drop database ${NAME}`);
    });

    after(async () => {
      for (const name of made) await sql(`drop database if exists ${name}`);
      bucket?.close();
      await store?.stop();
      if (folder) await rm(folder, { recursive: true, force: true });
    });

    it('comes back into a new one by the command alone', async () => {
      const target = urlOf(`${NAME}_again`);
      made.push(`${NAME}_again`);
      target.password = '';
      target.search = '';
      const { stdout } = await run(
        process.execPath,
        [
          COMMAND,
          'restore',
          'latest',
          '--into',
          target.href,
          '--password-file',
          at('password'),
          '--identity',
          at('key.txt'),
          '--json',
          '--bucket',
          store.bucket,
          '--prefix',
          PREFIX,
          '--endpoint',
          store.endpoint,
          '--path-style',
          '--access-key-file',
          at('keys.json'),
        ],
        { env: { PATH: `/usr/bin:${process.env.PATH}`, HOME: folder } },
      );
      assert.match(JSON.parse(stdout).path, /^the new database /);
      assert.equal(await dumpOf(`${NAME}_again`), content);
    });

    it('comes back by standard tools alone', async t => {
      const tools = ['aws', 'age', 'zstd', 'pg_restore'];
      const missing = tools.find(tool => !findTool(tool));
      if (missing) {
        t.skip(`${missing} not found`);
        return;
      }
      await sql(`create database ${NAME}_hand template template0`);
      made.push(`${NAME}_hand`);
      await run(
        'bash',
        [
          '-o',
          'pipefail',
          '-c',
          `"$5" --endpoint-url "$1" s3 cp "$2" - | age -d -i "$3" | zstd -d | pg_restore --exit-on-error -d "$4"`,
          'bash',
          store.endpoint,
          `s3://${store.bucket}/${key}`,
          at('key.txt'),
          urlOf(`${NAME}_hand`).href,
          findTool('aws')!,
        ],
        {
          env: {
            PATH: `/usr/bin:${process.env.PATH}`,
            HOME: folder,
            AWS_ACCESS_KEY_ID: store.accessKeyId,
            AWS_SECRET_ACCESS_KEY: store.secretAccessKey,
            AWS_REGION: store.region,
          },
        },
      );
      assert.equal(await dumpOf(`${NAME}_hand`), content);
    });
  },
);
