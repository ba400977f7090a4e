import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository, wherever a script is called from. */
export const ROOT = resolve(
  dirname(fileURLToPath(import.meta.url)),
  '..',
  '..',
);

export const fromRoot = (...parts) => join(ROOT, ...parts);

/** Turns TypeScript into what Node runs, as Backstage's own commands do. */
export const NODE_TRANSFORM = fromRoot(
  'node_modules/@backstage/cli-node/config/nodeTransform.cjs',
);

export const BACKSTAGE_CLI = fromRoot(
  'node_modules/@backstage/cli/bin/backstage-cli',
);

export const REPO_TOOLS = fromRoot(
  'node_modules/@backstage/repo-tools/bin/backstage-repo-tools',
);
