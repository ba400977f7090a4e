import { globSync, rmSync } from 'node:fs';
import { childEnvironment } from '../lib/environment.mjs';
import { BACKSTAGE_CLI, fromRoot, REPO_TOOLS, ROOT } from '../lib/paths.mjs';
import { runInGroup } from '../suites/runNode.mjs';
import { checkResult, forget, write } from '../suites/summary.mjs';

const MINUTE = 60_000;
const module = path => fromRoot('node_modules', path);

/** The published packages: they have an API to report. */
function reported() {
  return globSync('{packages,plugins}/*/src/index.ts', { cwd: ROOT })
    .map(path => path.split('/').slice(0, 2).join('/'))
    .filter(path => !['packages/app', 'packages/backend'].includes(path))
    .sort();
}

const ci = () => (process.env.CI ? ['--ci'] : []);

/** Each check as the steps it takes; all have to pass. */
const TOOLS = {
  lint: () => [[BACKSTAGE_CLI, 'repo', 'lint']],
  tsc: () => [[module('typescript/bin/tsc')]],
  'prettier:check': () => [
    [module('prettier/bin-prettier.js'), '--check', '.'],
  ],
  'build:all': () => [
    [module('typescript/bin/tsc')],
    [BACKSTAGE_CLI, 'repo', 'build', '--all'],
  ],
  'api-reports': args => [
    [module('typescript/bin/tsc')],
    [
      REPO_TOOLS,
      'api-reports',
      '--validate-release-tags',
      // Types inferred from a schema are documented there; sources of other
      // packages are what workspaces resolve to.
      '--omit-messages',
      'ae-undocumented,ae-wrong-input-file-type',
      ...ci(),
      ...(args.length ? [] : reported()),
    ],
  ],
};

/** Runs a tool of the repository and leaves its result beside the suites'. */
export async function run(args, name) {
  forget(name);
  // The order in which a type's members are printed depends on what was
  // compiled before: reports are written from a whole compilation only.
  if (name === 'api-reports' && !process.env.CI) {
    rmSync(fromRoot('dist-types'), { recursive: true, force: true });
  }
  let exitCode = 0;
  const steps = TOOLS[name](args);
  for (const [index, step] of steps.entries()) {
    const last = index === steps.length - 1;
    exitCode = await runInGroup(
      process.execPath,
      last ? [...step, ...args] : step,
      { env: childEnvironment(), deadlineMs: 15 * MINUTE, what: name },
    );
    if (exitCode !== 0) break;
  }
  write(checkResult({ name, exitCode }));
  return exitCode;
}
