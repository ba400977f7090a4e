import { say } from '../lib/say.mjs';
import { strict } from '../suites/suites.mjs';
import { read, total } from '../suites/summary.mjs';

/** What a whole check of the repository has to have left in `test/results/`. */
const EXPECTED = [
  'unit',
  'test:scripts',
  'test:contract',
  'test:faults',
  'test:e2e',
  'lint',
  'tsc',
  'prettier:check',
  'api-reports',
  'bench',
];

/** Sums up what the last runs left; the counts are the last line. */
export async function run() {
  const sum = total(EXPECTED, EXPECTED.map(read), strict());
  for (const line of sum.lines) say(line);
  say(sum.verdict);
  return sum.ok ? 0 : 1;
}
