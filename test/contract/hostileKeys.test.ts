import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { promisify } from 'node:util';
import { openBucket, putObject, runFolder } from '@understudy/engine';
import { LocalS3 } from '@understudy/local-s3';
import { prefixSchema } from '@understudy/model';

import { findTool } from '../support/findTool';
import { newRunId } from '../support/newRunId';

// A key that only we can read would be no backup: the AWS CLI reads each.

const run = promisify(execFile);
const user = { accessKeyId: 'HOSTILE', secretAccessKey: 'hostile/sec+ret' };
const PREFIXES = [
  'a b+c%2F..&d',
  'quote \' " ` $(id) *?#[x]',
  'ä/支付-💾/\\back',
];

let server: LocalS3;
let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-hostile-'));
  server = await LocalS3.start({
    directory: join(folder, 's3'),
    users: [user],
    buckets: ['hostile'],
  });
});
after(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

it('the AWS CLI lists and reads keys of hostile prefixes and names', async t => {
  const aws = findTool('aws');
  if (!aws) {
    assert.ok(!process.env.CI, 'aws not found');
    t.skip('skipped: aws not found');
    return;
  }
  const environment = {
    PATH: process.env.PATH,
    HOME: folder,
    LANG: 'C.UTF-8',
    AWS_ACCESS_KEY_ID: user.accessKeyId,
    AWS_SECRET_ACCESS_KEY: user.secretAccessKey,
    AWS_DEFAULT_REGION: 'us-east-1',
  };
  const cli = (...words: string[]) =>
    run(aws, ['--endpoint-url', server.endpoint, ...words], {
      env: environment,
    });
  for (const given of PREFIXES) {
    const bucket = openBucket({
      name: 'hostile',
      bucket: 'hostile',
      prefix: prefixSchema.parse(given),
      endpoint: server.endpoint,
      credentials: { type: 'keys', ...user },
    });
    const place = runFolder({
      entityRef: "component:100% ä/.. '&+",
      plan: 'nightly',
      at: '2026-11-21T02:00:00.000Z',
      runId: newRunId(),
    });
    const key = bucket.key(`${place}/a1/orders.db.zst.age`);
    await putObject(bucket, { key, body: Buffer.from(given) });
    bucket.close();
    const file = join(folder, 'back');
    await cli('s3', 'cp', `s3://hostile/${key}`, file);
    assert.equal(await readFile(file, 'utf8'), given);
    const { stdout } = await cli(
      ...['s3api', 'list-objects-v2', '--bucket', 'hostile'],
      ...['--prefix', `${given}/`, '--query', 'Contents[].Key'],
      ...['--output', 'json'],
    );
    assert.deepEqual(JSON.parse(stdout), [key]);
  }
});
