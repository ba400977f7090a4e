/**
 * What stands behind every script of the root package.json:
 *
 *   node scripts/run.mjs <command> [arguments]
 *
 * It runs on any Node from 18 on with nothing installed: finds or fetches a
 * right Node, installs what is missing, then runs the command.
 */
import { continueWith, rightNode, whenAbandoned } from './lib/node.mjs';
import { Stop, warn } from './lib/say.mjs';

/** Loaded after the right Node runs: only this file has to bear an old one. */
const commands = {
  start: () => import('./commands/start.mjs'),
  test: () => import('./commands/test.mjs'),
  'test:contract': () => import('./commands/suite.mjs'),
  'test:faults': () => import('./commands/suite.mjs'),
  'test:e2e': () => import('./commands/suite.mjs'),
  'test:scripts': () => import('./commands/suite.mjs'),
  'test:summary': () => import('./commands/summary.mjs'),
  bench: () => import('./commands/suite.mjs'),
  lint: () => import('./commands/tool.mjs'),
  tsc: () => import('./commands/tool.mjs'),
  'prettier:check': () => import('./commands/tool.mjs'),
  'build:all': () => import('./commands/tool.mjs'),
  'api-reports': () => import('./commands/tool.mjs'),
};

async function main() {
  const [name, ...args] = process.argv.slice(2);
  if (!Object.hasOwn(commands, name ?? '')) {
    throw new Stop(
      `Usage: node scripts/run.mjs <${Object.keys(commands).join(
        ' | ',
      )}> [arguments]`,
      2,
    );
  }
  const node = await rightNode();
  if (node !== process.execPath) return continueWith(node);

  whenAbandoned(() => process.kill(process.pid, 'SIGTERM'));
  const { ensureInstalled } = await import('./lib/install.mjs');
  await ensureInstalled();
  const { run } = await commands[name]();
  return run(args, name);
}

main().then(
  code => process.exit(code ?? 0),
  error => {
    warn(error instanceof Stop ? error.message : error.stack ?? String(error));
    process.exit(error instanceof Stop ? error.exitCode : 1);
  },
);
