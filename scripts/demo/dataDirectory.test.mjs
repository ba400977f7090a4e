import assert from 'node:assert/strict';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  checkDataDirectory,
  prepareDataDirectory,
  removeDataDirectory,
} from './dataDirectory.mjs';

const ports = { app: 1, backend: 2, s3: 9900 };

function folderFor(t) {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-data-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test('it is made once, kept by a second start, and made anew after a reset', async t => {
  const folder = folderFor(t);
  const read = name => readFileSync(join(folder, name), 'utf8');
  await prepareDataDirectory(folder, ports);
  for (const name of [
    'demo.json',
    'identity.txt',
    'app-config.yaml',
    'local-s3.json',
  ]) {
    assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
  }
  const demo = JSON.parse(read('demo.json'));
  assert.deepEqual(Object.keys(demo).sort(), [
    'accessKeyId',
    'bucket',
    'endpoint',
    'identityFile',
    'prefix',
    'region',
    'secretAccessKey',
  ]);
  assert.match(read('identity.txt'), /^AGE-SECRET-KEY-1/m);
  const before = [read('app-config.yaml'), read('identity.txt')];

  // Another port is followed; keys, plans and the developer's edits are kept.
  await prepareDataDirectory(folder, { ...ports, s3: 9911 });
  assert.deepEqual([read('app-config.yaml'), read('identity.txt')], before);
  assert.deepEqual(JSON.parse(read('demo.json')), {
    ...demo,
    endpoint: 'http://127.0.0.1:9911',
  });

  removeDataDirectory(folder);
  assert.equal(existsSync(join(folder, 'app-config.yaml')), false);
  await prepareDataDirectory(folder, ports);
  assert.notEqual(read('identity.txt'), before[1]);
});

test('a directory with other things in it is neither used nor emptied', t => {
  const folder = folderFor(t);
  checkDataDirectory(folder);
  writeFileSync(join(folder, 'thesis.txt'), 'precious');
  assert.throws(() => checkDataDirectory(folder), /holds other things/);
  removeDataDirectory(folder);
  assert.equal(existsSync(join(folder, 'thesis.txt')), true);
});
