import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suiteArguments } from './suiteArguments.mjs';

test('a suite’s own options become variables for its tests', () => {
  assert.deepEqual(suiteArguments('bench', ['--long']).env, {
    UNDERSTUDY_LONG: '1',
  });
  const args =
    '--endpoint https://s3.example --access-key a --secret-key b --bucket c'.split(
      ' ',
    );
  assert.deepEqual(suiteArguments('test:contract', args).env, {
    UNDERSTUDY_S3_ENDPOINT: 'https://s3.example',
    UNDERSTUDY_S3_ACCESS_KEY: 'a',
    UNDERSTUDY_S3_SECRET_KEY: 'b',
    UNDERSTUDY_S3_BUCKET: 'c',
  });
});

test('tests are picked by name, files by a part of their path', () => {
  const { nodeArgs, files } = suiteArguments('test:e2e', [
    '--only',
    'a word',
    'restore',
  ]);
  assert.deepEqual(nodeArgs, ['--test-name-pattern=a word']);
  assert.deepEqual(files, ['restore']);
});

test('an option that the suite does not know is refused', () => {
  assert.throws(
    () => suiteArguments('test:e2e', ['--bucket', 'b']),
    /Options of test:e2e: --long, --only/,
  );
});
