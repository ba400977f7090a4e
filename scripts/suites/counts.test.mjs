import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { childEnvironment } from '../lib/environment.mjs';
import { fromRoot } from '../lib/paths.mjs';
import { jestCounts } from './counts.mjs';

/** Runs fixtures with Node's real runner and our reporter. */
function run(...names) {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-counts-'));
  const output = join(folder, 'counts.json');
  try {
    const { status } = spawnSync(
      process.execPath,
      [
        '--test',
        `--test-reporter=${fromRoot('scripts/suites/reporter.mjs')}`,
        `--test-reporter-destination=${output}`,
        ...names.map(name =>
          fromRoot(`scripts/suites/__fixtures__/${name}.fixture.mjs`),
        ),
      ],
      { env: childEnvironment(), encoding: 'utf8' },
    );
    return { status, ...JSON.parse(readFileSync(output, 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('each kind of result is counted once', () => {
  const { status, passed, failed, skipped, notes } = run('mixed');
  assert.equal(status, 1);
  // passes, passes inside
  assert.equal(passed, 2);
  // fails, fails inside, never runs, its hook, the part
  assert.equal(failed, 5);
  // is skipped, is to do, is to do and fails, a skipped group
  assert.equal(skipped, 4);
  assert.match(notes.join('\n'), /^left to the long form: takes hours$/m);
});

test('a good file is good', () => {
  assert.deepEqual(run('good'), {
    status: 0,
    passed: 1,
    failed: 0,
    skipped: 0,
    notes: [],
  });
});

test('a file without tests is a failure', () => {
  const { failed, passed, notes } = run('good', 'empty');
  assert.equal(passed, 1);
  assert.equal(failed, 1);
  assert.match(notes.join(), /holds no tests.*empty/);
});

test('a file that cannot be loaded is a failure', () => {
  const { status, failed } = run('good', 'broken');
  assert.equal(status, 1);
  assert.equal(failed, 1);
});

test('files that Jest could not load count as failed', () => {
  const counts = jestCounts({
    numPassedTests: 5,
    numFailedTests: 1,
    numPendingTests: 2,
    numTodoTests: 1,
    numRuntimeErrorTestSuites: 1,
  });
  assert.deepEqual(counts, { passed: 5, failed: 2, skipped: 3 });
});
