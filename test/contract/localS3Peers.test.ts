import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { LocalS3 } from '@understudy/local-s3';

// Clients that nobody here wrote must find an S3 behind the endpoint.

const run = promisify(execFile);
const bucket = 'peers';
const user = {
  accessKeyId: 'PEERSTEST',
  secretAccessKey: 'peers-test/sec+ret',
};
const mebibyte = 1024 * 1024;

const tools = {
  aws: ['/usr/bin/aws', 'aws'],
  rclone: ['/usr/bin/rclone', 'rclone'],
  restic: ['/usr/bin/restic', 'restic'],
};

let server: LocalS3;
let folder: string;

const found = new Map<string, Promise<string | undefined>>();

/** The first of a tool's places that runs; a launcher's shim of that name may be first on PATH and lead nowhere. */
async function find(name: keyof typeof tools): Promise<string | undefined> {
  for (const path of tools[name]) {
    const argument = name === 'aws' ? '--version' : 'version';
    const works = await run(path, [argument]).then(
      () => true,
      () => false,
    );
    if (works) return path;
  }
  return undefined;
}

/** Skips where a tool is missing, except in CI, where that is a failure. */
async function need(
  t: TestContext,
  name: keyof typeof tools,
): Promise<string | undefined> {
  if (!found.has(name)) found.set(name, find(name));
  const path = await found.get(name);
  if (!path) {
    assert.ok(!process.env.CI, `${name} not found`);
    t.skip(`skipped: ${name} not found`);
  }
  return path;
}

function environment(extra: Record<string, string>): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: join(folder, 'home'),
    LANG: 'C.UTF-8',
    ...extra,
  };
}

const sha256 = (data: Buffer) =>
  createHash('sha256').update(data).digest('hex');

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-peers-'));
  server = await LocalS3.start({
    directory: join(folder, 's3'),
    users: [user],
    buckets: [bucket],
  });
  const tree = join(folder, 'tree');
  await mkdir(join(folder, 'home'), { recursive: true });
  await mkdir(join(tree, 'sub folder', 'deep'), { recursive: true });
  await writeFile(join(tree, 'small.txt'), 'small');
  await writeFile(join(tree, 'empty'), '');
  await writeFile(join(tree, 'a + b % c é 雪.txt'), 'odd name');
  await writeFile(join(tree, 'sub folder', 'deep', 'x.bin'), randomBytes(9999));
  await writeFile(join(tree, 'large.bin'), randomBytes(20 * mebibyte));
});

after(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

describe('aws', () => {
  let env: NodeJS.ProcessEnv;

  before(async () => {
    const credentials = join(folder, 'aws-credentials');
    await writeFile(
      credentials,
      `[default]\naws_access_key_id = ${user.accessKeyId}\naws_secret_access_key = ${user.secretAccessKey}\n`,
      { mode: 0o600 },
    );
    const config = join(folder, 'aws-config');
    await writeFile(
      config,
      `[default]\nregion = us-east-1\ns3 =\n  addressing_style = path\n  signature_version = s3v4\n`,
    );
    // awscli 1 would presign by the second version, which is not taken.
    env = environment({
      AWS_SHARED_CREDENTIALS_FILE: credentials,
      AWS_CONFIG_FILE: config,
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  });

  const call = (aws: string, ...args: string[]) =>
    run(aws, ['--endpoint-url', server.endpoint, ...args], { env });

  it('copies a file of several parts there and back', async t => {
    const aws = await need(t, 'aws');
    if (!aws) return;
    const source = join(folder, 'tree', 'large.bin');
    const back = join(folder, 'large.back');
    server.requests.clear();
    await call(aws, 's3', 'cp', source, `s3://${bucket}/cp/large.bin`);
    assert.ok(server.requests.list('UploadPart').length >= 3);
    await call(aws, 's3', 'cp', `s3://${bucket}/cp/large.bin`, back);
    assert.equal(sha256(await readFile(back)), sha256(await readFile(source)));
  });

  it('copies a stream of unknown length', async t => {
    const aws = await need(t, 'aws');
    if (!aws) return;
    const data = randomBytes(20 * mebibyte);
    const target = `s3://${bucket}/stream`;
    const up = spawn(
      aws,
      ['--endpoint-url', server.endpoint, 's3', 'cp', '-', target],
      { env, stdio: ['pipe', 'ignore', 'inherit'] },
    );
    up.stdin.end(data);
    assert.equal(await new Promise(done => up.on('close', done)), 0);
    const down = spawn(
      aws,
      ['--endpoint-url', server.endpoint, 's3', 'cp', target, '-'],
      { env, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const path = join(folder, 'stream.back');
    await pipeline(down.stdout, createWriteStream(path));
    assert.equal(sha256(await readFile(path)), sha256(data));
  });

  it('synchronises a folder, lists it and removes it', async t => {
    const aws = await need(t, 'aws');
    if (!aws) return;
    const tree = join(folder, 'tree');
    const target = `s3://${bucket}/sync/`;
    await call(aws, 's3', 'sync', tree, target);
    server.requests.clear();
    await call(aws, 's3', 'sync', tree, target);
    assert.equal(
      server.requests.filter(r => /^Put|Part/.test(r.operation)).length,
      0,
    );
    const back = join(folder, 'sync.back');
    await call(aws, 's3', 'sync', target, back);
    await run('diff', ['-r', tree, back]);
    const list = await call(aws, 's3', 'ls', '--recursive', target);
    assert.equal(list.stdout.trim().split('\n').length, 5);
    assert.match(list.stdout, /sync\/a \+ b % c é 雪\.txt/);
    const top = await call(aws, 's3', 'ls', target);
    assert.match(top.stdout, /PRE sub folder\//);
    await call(aws, 's3', 'rm', '--recursive', target);
    const left = await call(
      aws,
      's3api',
      'list-objects-v2',
      '--bucket',
      bucket,
      '--prefix',
      'sync/',
    );
    assert.doesNotMatch(left.stdout, /Contents/);
  });

  it('reads every page of a long listing', async t => {
    const aws = await need(t, 'aws');
    if (!aws) return;
    const many = join(folder, 'many');
    await mkdir(many);
    for (let i = 0; i < 25; i++) await writeFile(join(many, `f${i}`), `${i}`);
    await call(aws, 's3', 'sync', many, `s3://${bucket}/many/`);
    const list = await call(
      aws,
      's3api',
      'list-objects-v2',
      '--bucket',
      bucket,
      '--prefix',
      'many/',
      '--page-size',
      '7',
      '--query',
      'length(Contents)',
    );
    assert.equal(list.stdout.trim(), '25');
  });

  it('reads through a presigned URL', async t => {
    const aws = await need(t, 'aws');
    if (!aws) return;
    const source = join(folder, 'tree', 'small.txt');
    await call(aws, 's3', 'cp', source, `s3://${bucket}/presigned é.txt`);
    const { stdout } = await call(
      aws,
      's3',
      'presign',
      `s3://${bucket}/presigned é.txt`,
    );
    const response = await fetch(stdout.trim());
    assert.equal(await response.text(), 'small');
  });

  it('says which secret is wrong as AWS does', async t => {
    const aws = await need(t, 'aws');
    if (!aws) return;
    const wrong = {
      ...env,
      AWS_ACCESS_KEY_ID: user.accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'wrong',
    };
    await assert.rejects(
      run(
        aws,
        ['--endpoint-url', server.endpoint, 's3', 'ls', `s3://${bucket}`],
        { env: wrong },
      ),
      /SignatureDoesNotMatch/,
    );
  });
});

describe('rclone', () => {
  it('copies a folder, checks it and copies it back', async t => {
    const rclone = await need(t, 'rclone');
    if (!rclone) return;
    const config = join(folder, 'rclone.conf');
    await writeFile(
      config,
      [
        '[local]',
        'type = s3',
        'provider = Other',
        `access_key_id = ${user.accessKeyId}`,
        `secret_access_key = ${user.secretAccessKey}`,
        `endpoint = ${server.endpoint}`,
        'region = us-east-1',
        // What it sends by itself is an ACL, which a bucket of today refuses.
        'acl = bucket-owner-full-control',
        'chunk_size = 5Mi',
        'upload_cutoff = 5Mi',
        '',
      ].join('\n'),
      { mode: 0o600 },
    );
    const tree = join(folder, 'tree');
    const env = environment({ RCLONE_CONFIG: config });
    const call = (...args: string[]) => run(rclone, args, { env });
    await call('copy', tree, `local:${bucket}/rclone`);
    const check = await call(
      'check',
      '--download',
      tree,
      `local:${bucket}/rclone`,
    );
    assert.match(check.stderr, /0 differences found/);
    const hashes = await call('check', tree, `local:${bucket}/rclone`);
    assert.match(hashes.stderr, /0 differences found/);
    const back = join(folder, 'rclone.back');
    await call('copy', `local:${bucket}/rclone`, back);
    await run('diff', ['-r', tree, back]);
    await call('purge', `local:${bucket}/rclone`);
    const list = await call('ls', `local:${bucket}`, '--include', '/rclone/**');
    assert.equal(list.stdout, '');
  });
});

describe('restic', () => {
  it('makes a repository, backs up into it, checks and restores it', async t => {
    const restic = await need(t, 'restic');
    if (!restic) return;
    const password = join(folder, 'restic-password');
    await writeFile(password, 'peers', { mode: 0o600 });
    const env = environment({
      AWS_ACCESS_KEY_ID: user.accessKeyId,
      AWS_SECRET_ACCESS_KEY: user.secretAccessKey,
      RESTIC_PASSWORD_FILE: password,
      RESTIC_REPOSITORY: `s3:${server.endpoint}/${bucket}/restic`,
      RESTIC_CACHE_DIR: join(folder, 'restic-cache'),
    });
    const call = (...args: string[]) => run(restic, args, { env });
    const tree = join(folder, 'tree');
    await call('init');
    await call('backup', tree);
    await writeFile(join(tree, 'small.txt'), 'changed');
    await call('backup', tree);
    const check = await call('check', '--read-data');
    assert.match(check.stdout, /no errors were found/);
    const back = join(folder, 'restic.back');
    await call('restore', 'latest', '--target', back);
    await run('diff', ['-r', tree, join(back, tree)]);
  });
});
