import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import {
  copyFile,
  lstat,
  lutimes,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, it, type TestContext } from 'node:test';
import {
  backUp,
  Bucket,
  claimPrefix,
  getObject,
  makeIdentity,
  openBucket,
  putObject,
  type SourceExecutor,
} from '@understudy/engine';
import type { OwnerFile } from '@understudy/model';
import { executors } from '@understudy/sources/executor';
import { findTool } from '../support/findTool';
import { LocalS3Server, startLocalS3 } from '../support/localS3';
import { newRunId } from '../support/newRunId';
import { connectionTo } from '../support/s3Server';

// A bucket and an identity are all that is left: the portal is gone.

/** An installed one may be named, to try what was built. */
const COMMAND =
  process.env.UNDERSTUDY_COMMAND ??
  join(
    dirname(require.resolve('@understudy/cli/package.json')),
    'bin/understudy',
  );
const PREFIX = 'portal/backups';

let folder: string;
let server: LocalS3Server;
let bucket: Bucket;
let owner: OwnerFile;
let recipient: string;

const at = (...names: string[]) => join(folder, ...names);

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-cli-'));
  server = await startLocalS3();
  bucket = openBucket(connectionTo(server, PREFIX));
  owner = await claimPrefix(bucket, {
    instance: randomUUID(),
    baseUrl: 'http://localhost:3000',
  });
  const made = await makeIdentity();
  recipient = made.recipient;
  await writeFile(
    at('key.txt'),
    `# created: today\n# public key: ${recipient}\n${made.identity}\n`,
  );
  await writeFile(at('other.txt'), `${(await makeIdentity()).identity}\n`);
  const { accessKeyId, secretAccessKey } = server;
  await writeFile(
    at('keys.json'),
    JSON.stringify({ accessKeyId, secretAccessKey, bucket: 'ignored' }),
  );
  await writeFile(at('keys.txt'), `${accessKeyId} \n${secretAccessKey}\n`);
  await makeOrders(at('orders.db'));
  await makeHandbook(at('handbook'));
  await store('orders', 'component:default/orders', 'sqlite', {
    path: at('orders.db'),
  });
  await store('handbook', null, 'files', { path: at('handbook') });
});

after(async () => {
  bucket?.close();
  await server?.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

async function makeOrders(path: string): Promise<void> {
  const database = new DatabaseSync(path);
  database.exec(`CREATE TABLE orders (id INTEGER PRIMARY KEY, note TEXT);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
      INSERT INTO orders SELECT i, hex(randomblob(20)) FROM n;`);
  database.close();
}

async function makeHandbook(path: string): Promise<void> {
  await mkdir(join(path, 'chapters', 'empty'), { recursive: true });
  await writeFile(join(path, 'chapters', 'Übung 1 & 2.md'), '# Übung\n');
  await writeFile(join(path, 'chapters', 'n'.repeat(200)), 'long');
  await writeFile(Buffer.from(`${path}/caf\u00e9`, 'latin1'), 'not UTF-8');
  await writeFile(join(path, 'build.sh'), '#!/bin/sh\n', { mode: 0o755 });
  await symlink('chapters', join(path, 'latest'));
  await writeFile(join(path, 'empty.txt'), '');
  // Whole seconds: what every tool of the comparison can set.
  for (const name of ['build.sh', 'empty.txt', 'chapters', 'latest', '.']) {
    await lutimes(join(path, name), 1_700_000_000, 1_700_000_000);
  }
}

async function store(
  plan: string,
  entityRef: string | null,
  type: string,
  options: unknown,
) {
  const tempDirectory = await mkdtemp(at('temp-'));
  const { destinations } = await backUp({
    run: {
      id: newRunId(),
      attempt: 1,
      plan,
      entityRef,
      slot: null,
      startedAt: new Date().toISOString(),
    },
    source: { type, executor: executors[type] as SourceExecutor, options },
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
    pack: { compression: 'zstd', recipients: [recipient] },
    tempDirectory,
    signal: new AbortController().signal,
    log: () => {},
    mayPublish: async () => true,
  });
  return destinations[0].backup!;
}

interface Ran {
  code: number;
  out: string;
  err: string;
}

function run(
  file: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<Ran> {
  const env = {
    PATH: `/usr/bin:${process.env.PATH}`,
    HOME: folder,
    LANG: 'C.UTF-8',
    ...options.env,
  };
  return new Promise(resolve => {
    execFile(
      file,
      args,
      { env, cwd: options.cwd ?? folder },
      (error, out, err) => {
        const code = error ? Number(error.code ?? -1) : 0;
        resolve({ code, out, err });
      },
    );
  });
}

const place = (keys = 'keys.json') => [
  '--bucket',
  server.bucket,
  '--prefix',
  PREFIX,
  '--endpoint',
  server.endpoint,
  '--path-style',
  ...(keys ? ['--access-key-file', at(keys)] : []),
];

function understudy(args: string[], env?: NodeJS.ProcessEnv): Promise<Ran> {
  return run(process.execPath, [COMMAND, ...args], { env });
}

async function idOf(plan: string): Promise<string> {
  const { out } = await understudy([
    'list',
    '--json',
    '--plan',
    plan,
    ...place(),
  ]);
  return JSON.parse(out).items[0].id;
}

/** What is in a tree: names as bytes, kinds, permissions, content, times. */
async function treeOf(root: string): Promise<string[]> {
  const lines: string[] = [];
  const visit = async (path: Buffer, name: string) => {
    const stat = await lstat(path);
    let seen = '';
    if (stat.isSymbolicLink()) seen = `-> ${await readlink(path)}`;
    if (stat.isFile()) {
      const content = await readFile(path);
      seen = createHash('sha256').update(content).digest('hex');
    }
    const mode = (stat.mode & 0o777).toString(8);
    const second = Math.floor(stat.mtimeMs / 1000);
    lines.push(`${name} ${mode} ${second} ${seen}`);
    if (!stat.isDirectory()) return;
    for (const child of await readdir(path, { encoding: 'buffer' })) {
      await visit(
        Buffer.concat([path, Buffer.from('/'), child]),
        `${name}/${child.toString('latin1')}`,
      );
    }
  };
  await visit(Buffer.from(root), '.');
  return lines.sort();
}

function rowsOf(path: string): unknown[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database.prepare('SELECT * FROM orders ORDER BY id').all();
  } finally {
    database.close();
  }
}

const exists = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  );

describe('understudy list', () => {
  it('says what is there, newest first, in the shape for programs', async () => {
    const { code, out, err } = await understudy(['list', '--json', ...place()]);
    assert.equal(code, 0, err);
    const { items } = JSON.parse(out);
    assert.deepEqual(
      items.map((item: { plan: string }) => item.plan),
      ['handbook', 'orders'],
    );
    const [, orders] = items;
    assert.deepEqual(Object.keys(orders), [
      'id',
      'plan',
      'entityRef',
      'slot',
      'finishedAt',
      'complete',
      'bytes',
      'manifestKey',
    ]);
    assert.match(orders.id, /^[0-9a-f]{32}$/);
    assert.equal(orders.entityRef, 'component:default/orders');
    assert.equal(orders.complete, true);
    assert.ok(orders.bytes > 1000);
    assert.match(
      orders.manifestKey,
      /^component\/default\/orders\/orders\/.*\/manifest\.json$/,
    );
  });

  it('says it to people, and takes keys from a file of two lines', async () => {
    const { code, out, err } = await understudy(['list', ...place('keys.txt')]);
    assert.equal(code, 0, err);
    assert.match(err, /Removed a space at the end of the access key ID/);
    assert.match(out, /ID +TAKEN +PLAN/);
    assert.match(out, /orders +component:default\/orders +\d.* complete/);
    assert.match(out, /handbook +\(portal\)/);
  });

  it('takes keys as the AWS SDK finds them', async () => {
    const { code, out, err } = await understudy(
      ['list', '--json', '--entity', 'Component:default/orders', ...place('')],
      {
        AWS_ACCESS_KEY_ID: server.accessKeyId,
        AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
      },
    );
    assert.equal(code, 0, err);
    assert.equal(JSON.parse(out).items.length, 1);
  });

  it('fails with the remedy, and says no secret', async () => {
    await writeFile(
      at('wrong.json'),
      JSON.stringify({
        accessKeyId: server.accessKeyId,
        secretAccessKey: 'not-the-secret-of-this-key',
      }),
    );
    const { code, out, err } = await understudy([
      'list',
      ...place('wrong.json'),
    ]);
    assert.equal(code, 1);
    assert.equal(out, '');
    assert.match(err, /The secret does not fit this key \(s3-bad-signature\)/);
    assert.match(err, /Paste the secret again/);
    assert.ok(!err.includes('not-the-secret-of-this-key'));
  });

  it('tells what was not understood with exit code 2', async () => {
    for (const args of [
      [],
      ['frobnicate'],
      ['list'],
      ['list', '--bucket', 'x'],
      ['list', '--no-such-flag', ...place()],
      ['show', ...place()],
      ['restore', 'latest', ...place()],
    ]) {
      const { code, out, err } = await understudy(args);
      assert.equal(code, 2, `${args.join(' ')}: ${err}`);
      assert.equal(out, '');
      assert.match(err, /understudy --help/);
    }
    const help = await understudy(['--help']);
    assert.equal(help.code, 0);
    assert.match(help.out, /Exit codes/);
  });
});

describe('understudy show', () => {
  it('prints artifacts, counts, proofs, and the line by hand', async () => {
    const id = await idOf('orders');
    const { code, out, err } = await understudy([
      'show',
      id.slice(0, 8),
      ...place(),
    ]);
    assert.equal(code, 0, err);
    assert.match(out, new RegExp(`Backup +${id}`));
    assert.match(out, /orders +5000 rows/);
    assert.match(out, /orders\.db +\d.* stored .* zstd \+ age/);
    assert.match(out, /Proofs\n {2}none yet/);
    assert.match(
      out,
      new RegExp(
        `aws --endpoint-url ${server.endpoint} s3 cp s3://${server.bucket}/${PREFIX}/component/default/orders/orders/.*/a1/orders\\.db\\.zst\\.age - \\| age -d -i key\\.txt \\| zstd -d > orders\\.db`,
      ),
    );
  });

  it('says that a backup is not there', async () => {
    const { code, err } = await understudy([
      'show',
      'f'.repeat(32),
      ...place(),
    ]);
    assert.equal(code, 1);
    assert.match(err, /backup-gone/);
  });
});

describe('understudy restore', () => {
  const restore = (id: string, to: string, ...more: string[]) =>
    understudy([
      'restore',
      id,
      '--to',
      to,
      ...place(),
      ...(more.length ? more : ['--identity', at('key.txt')]),
    ]);

  it('brings a database back, equal by content', async () => {
    const to = at('restored', 'orders');
    const { code, out, err } = await restore(await idOf('orders'), to);
    assert.equal(code, 0, err);
    assert.equal(out, '');
    assert.match(err, /Restored to .*restored\/orders: 1 artifact/);
    assert.deepEqual(await readdir(to), ['orders.db']);
    assert.deepEqual(rowsOf(join(to, 'orders.db')), rowsOf(at('orders.db')));
    assert.deepEqual(await readdir(at('restored')), ['orders']);
  });

  it('brings a tree back: names, modes, times, links, content', async () => {
    const to = at('handbook again');
    const { code, err } = await understudy([
      'restore',
      'latest',
      '--plan',
      'handbook',
      '--to',
      to,
      ...place(),
      '--identity',
      at('other.txt'),
      '--identity',
      at('key.txt'),
    ]);
    assert.equal(code, 0, err);
    assert.deepEqual(await treeOf(to), await treeOf(at('handbook')));
  });

  it('writes an artifact as it is on request', async () => {
    const to = at('raw');
    const { code, err } = await restore(
      await idOf('handbook'),
      to,
      '--raw',
      '--identity',
      at('key.txt'),
    );
    assert.equal(code, 0, err);
    assert.deepEqual(await readdir(to), ['files.tar']);
  });

  it('writes over nothing that is there', async () => {
    await mkdir(at('mine'));
    await writeFile(at('mine', 'file'), 'mine');
    const { code, err } = await restore(await idOf('orders'), at('mine'));
    assert.equal(code, 1);
    assert.match(err, /restore-target-exists/);
    assert.deepEqual(await readdir(at('mine')), ['file']);
  });

  it('wants an identity, and the right one', async () => {
    const id = await idOf('orders');
    const to = at('locked');
    const none = await restore(id, to, '--plan', 'orders');
    assert.equal(none.code, 1);
    assert.match(none.err, /identity-missing/);
    assert.ok(none.err.includes(recipient));

    const wrong = await restore(id, to, '--identity', at('other.txt'));
    assert.equal(wrong.code, 1);
    assert.match(wrong.err, /identity-mismatch/);
    assert.ok(!wrong.err.includes('AGE-SECRET-KEY'));

    const text = await restore(id, to, '--identity', at('keys.txt'));
    assert.equal(text.code, 1);
    assert.match(text.err, /holds no age identity/);
    assert.equal(await exists(to), false);
  });

  it('asks which plan is meant by the latest', async () => {
    const { code, err } = await restore('latest', at('which'));
    assert.equal(code, 2);
    assert.match(err, /which plan\? .*orders.*/);
  });

  it('releases nothing of a backup that was changed in the bucket', async () => {
    const { folder: changed, manifest } = await store(
      'changed',
      null,
      'sqlite',
      {
        path: at('orders.db'),
      },
    );
    const key = bucket.key(`${changed}/${manifest.artifacts[0].key}`);
    const chunks: Buffer[] = [];
    for await (const chunk of (await getObject(bucket, key))!.body) {
      chunks.push(chunk as Buffer);
    }
    const bytes = Buffer.concat(chunks);
    bytes[bytes.length - 100] ^= 1;
    await putObject(bucket, { key, body: bytes });
    const to = at('damaged', 'place');
    const { code, err } = await restore(await idOf('changed'), to);
    assert.equal(code, 1);
    assert.match(err, /\((backup-damaged|s3-corrupt)\)/);
    assert.deepEqual(await readdir(at('damaged')).catch(() => []), []);
  });
});

describe('without our code', () => {
  /** Skips where a tool is missing, except in CI, where that is a failure. */
  function need(t: TestContext, ...names: string[]): boolean {
    for (const name of names) {
      if (findTool(name)) continue;
      assert.ok(!process.env.CI, `${name} not found`);
      t.skip(`skipped: ${name} not found`);
      return false;
    }
    return true;
  }

  /** Runs the line that `show` prints, as a shell reads it; answers where. */
  async function byHand(plan: string): Promise<string> {
    const cwd = await mkdtemp(at('by-hand-'));
    await copyFile(at('key.txt'), join(cwd, 'key.txt'));
    const { out } = await understudy([
      'show',
      await idOf(plan),
      '--json',
      ...place(),
    ]);
    const { restore, manifest } = JSON.parse(out);
    const [line] = restore;
    const tools = ['aws', 'age', 'zstd'].map(name => dirname(findTool(name)!));
    const ran = await run('sh', ['-ec', line], {
      cwd,
      env: {
        PATH: [...tools, '/usr/bin', '/bin'].join(':'),
        AWS_ACCESS_KEY_ID: server.accessKeyId,
        AWS_SECRET_ACCESS_KEY: server.secretAccessKey,
        AWS_DEFAULT_REGION: server.region,
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    });
    assert.equal(ran.code, 0, `${line}: ${ran.err}`);
    const [{ name, plain }] = manifest.artifacts;
    const bytes = await readFile(join(cwd, name));
    assert.equal(bytes.length, plain.bytes);
    assert.equal(
      createHash('sha256').update(bytes).digest('hex'),
      plain.sha256,
    );
    return join(cwd, name);
  }

  it('aws, age and zstd give the very bytes, and sqlite3 opens them', async t => {
    if (!need(t, 'aws', 'age', 'zstd', 'sqlite3')) return;
    const path = await byHand('orders');
    assert.deepEqual(rowsOf(path), rowsOf(at('orders.db')));
    const { code, out, err } = await run(findTool('sqlite3')!, [
      '-readonly',
      path,
      'PRAGMA integrity_check; SELECT count(*) FROM orders;',
    ]);
    assert.equal(code, 0, err);
    assert.equal(out, 'ok\n5000\n');
  });

  it('aws, age and zstd give an archive that tar unpacks as it was', async t => {
    if (!need(t, 'aws', 'age', 'zstd', 'tar')) return;
    const path = await byHand('handbook');
    const to = at('by tar');
    await mkdir(to);
    const { code, err } = await run(findTool('tar')!, ['-xpf', path, '-C', to]);
    assert.equal(code, 0, err);
    assert.equal(err, '');
    assert.deepEqual(await treeOf(to), await treeOf(at('handbook')));
  });
});
