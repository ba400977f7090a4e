import { readFileSync, rmSync } from 'node:fs';
import { childEnvironment } from '../lib/environment.mjs';
import { BACKSTAGE_CLI } from '../lib/paths.mjs';
import { jestCounts } from './counts.mjs';
import { runInGroup } from './runNode.mjs';
import { resultFile, suiteResult } from './summary.mjs';

/** Unit tests of all packages, by Backstage's own Jest set-up. */
export async function runJest({ name, args = [], env, deadlineMs }) {
  const output = `${resultFile(name)}.raw`;
  rmSync(output, { force: true });
  const exitCode = await runInGroup(
    process.execPath,
    [
      BACKSTAGE_CLI,
      'repo',
      'test',
      '--maxWorkers=2',
      '--json',
      `--outputFile=${output}`,
      ...args,
    ],
    {
      // Without CI it would run only what changed since the last commit.
      env: childEnvironment({ ...env, CI: '1' }),
      deadlineMs,
      what: 'The unit tests',
    },
  );
  let counts = { passed: 0, failed: 0, skipped: 0 };
  const notes = [];
  try {
    const result = JSON.parse(readFileSync(output, 'utf8'));
    counts = jestCounts(result);
    for (const file of result.testResults) {
      for (const test of file.assertionResults) {
        if (test.status === 'pending' || test.status === 'todo')
          notes.push(`skipped: ${test.fullName}`);
        if (test.status === 'failed') notes.push(`failed: ${test.fullName}`);
      }
      if (file.assertionResults.length === 0 && file.status === 'failed') {
        notes.push(`did not load: ${file.name}`);
      }
    }
  } catch {
    notes.push('its runner left no counts');
  }
  rmSync(output, { force: true });
  return suiteResult({ name, counts, exitCode, notes });
}
