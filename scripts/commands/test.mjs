import { runSuites } from '../suites/suites.mjs';

const ALL = [
  'unit',
  'test:scripts',
  'test:contract',
  'test:faults',
  'test:e2e',
];

/**
 * `npm test`: all suites. With arguments, the unit tests only, and the
 * arguments go to Jest: `npm test -- plugins/s3-backup-backend -t "a slot"`.
 */
export async function run(args) {
  return args.length > 0
    ? runSuites(['unit'], { jestArgs: args })
    : runSuites(ALL);
}
