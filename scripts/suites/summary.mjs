import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { fromRoot } from '../lib/paths.mjs';

/**
 * What one part of the tests came to. `suite` parts have tests and must have
 * run at least one; `check` parts (lint, types, …) just pass or not.
 * @typedef {{ name: string, kind: 'suite'|'check', passed: number,
 *   failed: number, skipped: number, notes: string[] }} Part
 */

const FOLDER = fromRoot('test/results');
const fileOf = name => `${FOLDER}/${name.replaceAll(':', '-')}.json`;

export function resultFile(name) {
  mkdirSync(FOLDER, { recursive: true });
  return fileOf(name);
}

/** A result of an earlier run must never stand in for one that is missing. */
export function forget(name) {
  rmSync(fileOf(name), { force: true });
}

export function write(part) {
  writeFileSync(resultFile(part.name), `${JSON.stringify(part, null, 2)}\n`);
}

export function read(name) {
  const file = fileOf(name);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/**
 * What a suite came to, from its counts and how its runner ended. The runner's
 * word and the counts must agree: a runner that fails without a failed test,
 * or runs none, has failed.
 * @returns {Part}
 */
export function suiteResult({ name, counts, exitCode, notes = [] }) {
  const part = { name, kind: 'suite', ...counts, notes: [...notes] };
  if (exitCode !== 0 && part.failed === 0) {
    part.failed = 1;
    part.notes.push(
      `its runner ended with ${exitCode}, without naming a failed test`,
    );
  } else if (part.passed + part.failed + part.skipped === 0) {
    part.failed = 1;
    part.notes.push('it ran no tests');
  }
  return part;
}

/** @returns {Part} */
export function skippedSuite(name, why) {
  return {
    name,
    kind: 'suite',
    passed: 0,
    failed: 0,
    skipped: 1,
    notes: [`skipped: ${why}`],
  };
}

/** @returns {Part} */
export function checkResult({ name, exitCode }) {
  const failed = exitCode === 0 ? 0 : 1;
  return {
    name,
    kind: 'check',
    passed: 0,
    failed,
    skipped: 0,
    notes: failed ? [`ended with ${exitCode}`] : [],
  };
}

/**
 * Adds all parts up.
 * @param expected - names of the parts that must have left a result
 * @param parts - what was found for them; undefined for those that left none
 * @param strict - in CI: a skipped test is a failure of the whole
 */
export function total(expected, parts, strict) {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  expected.forEach((name, index) => {
    const part = parts[index];
    if (!part) {
      sum.failed += 1;
      lines.push(`${name}: left no result`);
      return;
    }
    for (const key of Object.keys(sum)) sum[key] += part[key];
    const word =
      part.kind === 'check'
        ? part.failed
          ? 'failed'
          : 'ok'
        : `${part.passed} passed, ${part.failed} failed, ${part.skipped} skipped`;
    lines.push([`${name}: ${word}`, ...part.notes].join('; '));
  });
  const ok = sum.failed === 0 && sum.passed > 0 && !(strict && sum.skipped > 0);
  return {
    ...sum,
    ok,
    lines,
    verdict: `${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`,
  };
}
