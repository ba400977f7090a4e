import { resolve } from 'node:path';

/** Counts of a Jest result file (`--json --outputFile`). */
export function jestCounts(result) {
  return {
    passed: result.numPassedTests,
    // A file that does not load has no failed test of its own.
    failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
    skipped: result.numPendingTests + result.numTodoTests,
  };
}

/**
 * What a test gives as its reason to skip when it is part of the long form
 * only (`--long`). It is left out and said so; it is not a gap of the short
 * form, so it does not count as skipped.
 */
const LONG_FORM = /^long form\b/;

const put = value => value !== undefined && value !== false;

/**
 * True for the event by which Node reports a test *file* that holds no test:
 * it passes, under the file's path as a name.
 */
function isEmptyFile({ nesting, name, file }) {
  return nesting === 0 && file !== undefined && resolve(name) === file;
}

/**
 * Counts events of Node's test runner. Groups (`describe`) are not tests: they
 * count when they were skipped, for then their tests are not reported, or when
 * a hook of theirs failed. A file without tests is a failure: somebody thinks
 * that it checks something.
 */
export class NodeCounts {
  static create() {
    return new NodeCounts();
  }

  constructor() {
    this.passed = 0;
    this.failed = 0;
    this.skipped = 0;
    this.notes = [];
  }

  take({ type, data }) {
    if (type === 'test:fail') {
      if (put(data.todo)) this.skipped += 1;
      // A test or group whose inner tests failed: those were counted.
      else if (data.details?.error?.failureType !== 'subtestsFailed') {
        this.failed += 1;
        this.notes.push(`failed: ${data.name}`);
      }
    } else if (type === 'test:pass') {
      if (LONG_FORM.test(data.skip)) {
        this.notes.push(`left to the long form: ${data.name}`);
      } else if (put(data.skip) || put(data.todo)) {
        this.skipped += 1;
        this.notes.push(`skipped: ${data.name}`);
      } else if (isEmptyFile(data)) {
        this.failed += 1;
        this.notes.push(`holds no tests: ${data.name}`);
      } else if (data.details?.type !== 'suite') {
        this.passed += 1;
      }
    }
  }

  toJSON() {
    const { passed, failed, skipped, notes } = this;
    return { passed, failed, skipped, notes };
  }
}
