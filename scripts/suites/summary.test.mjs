import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkResult, skippedSuite, suiteResult, total } from './summary.mjs';

const counts = (passed, failed = 0, skipped = 0) => ({
  passed,
  failed,
  skipped,
});
const suite = (name, ...numbers) =>
  suiteResult({
    name,
    counts: counts(...numbers),
    exitCode: numbers[1] ? 1 : 0,
  });

test('suites are added up', () => {
  const sum = total(['a', 'b'], [suite('a', 2), suite('b', 3, 0, 1)], false);
  assert.equal(sum.verdict, '5 passed, 0 failed, 1 skipped');
  assert.equal(sum.ok, true);
});

test('a failed test fails the whole', () => {
  const sum = total(['a', 'b'], [suite('a', 2, 1), suite('b', 3)], false);
  assert.equal(sum.verdict, '5 passed, 1 failed, 0 skipped');
  assert.equal(sum.ok, false);
});

test('a skipped test fails the whole in CI only', () => {
  const parts = [suite('a', 2), skippedSuite('b', 'no browser')];
  assert.equal(total(['a', 'b'], parts, false).ok, true);
  assert.equal(total(['a', 'b'], parts, true).ok, false);
});

test('a suite that ran nothing has failed', () => {
  const part = suite('a', 0);
  assert.equal(part.failed, 1);
  assert.match(part.notes.join(), /no tests/);
});

test('a runner that fails without a failed test has failed', () => {
  const part = suiteResult({ name: 'a', counts: counts(7), exitCode: 13 });
  assert.equal(part.failed, 1);
  assert.match(part.notes.join(), /ended with 13/);
});

test('a part that left no result has failed', () => {
  const sum = total(['a', 'b'], [suite('a', 2), undefined], false);
  assert.equal(sum.ok, false);
  assert.match(sum.lines.join('\n'), /b: left no result/);
});

test('a failed check fails the whole, a good one adds no tests', () => {
  const good = checkResult({ name: 'lint', exitCode: 0 });
  const bad = checkResult({ name: 'tsc', exitCode: 2 });
  const names = ['a', 'lint', 'tsc'];
  assert.equal(
    total(names, [suite('a', 2), good, good], true).verdict,
    '2 passed, 0 failed, 0 skipped',
  );
  assert.equal(total(names, [suite('a', 2), good, bad], true).ok, false);
});

test('nothing at all is not a success', () => {
  assert.equal(total([], [], false).ok, false);
});
