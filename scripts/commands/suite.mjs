import { suiteArguments } from '../suites/suiteArguments.mjs';
import { runSuites } from '../suites/suites.mjs';

/** One suite: `npm run test:contract -- --endpoint … [part of a path]`. */
export async function run(args, name) {
  return runSuites([name], suiteArguments(name, args));
}
