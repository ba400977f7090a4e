import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { assertItBacksUp } from './support/assertItBacksUp';
import { copyOfWorkspace, WORKSPACE } from './support/copyOfWorkspace';

const run = promisify(execFile);
const PACKAGES = [
  'packages/model',
  'packages/engine',
  'packages/sources',
  'plugins/s3-backup-common',
  'plugins/s3-backup-node',
  'plugins/s3-backup-backend',
];

const folder = mkdtempSync(join(tmpdir(), 'understudy-packed-'));
const ROOT = copyOfWorkspace(folder);
const TYPES = 'dist-types';
const YARN = join(ROOT, '.yarn/releases/yarn-4.13.0.cjs');
after(() => rmSync(folder, { recursive: true, force: true }));

// Node's test runner says NODE_ENV=test, for which a bundle has no list of
// browsers; what is packed and built here is what production gets.
const yarn = (cwd: string, ...args: string[]) =>
  run(process.execPath, [YARN, ...args], {
    cwd,
    env: { ...process.env, NODE_ENV: 'production' },
    maxBuffer: 64 * 1024 * 1024,
  });

async function packAll(): Promise<Record<string, string>> {
  await yarn(WORKSPACE, 'run', '-T', 'tsc');
  cpSync(join(WORKSPACE, TYPES), join(ROOT, TYPES), { recursive: true });
  const packed: Record<string, string> = {};
  for (const directory of PACKAGES) {
    const cwd = join(ROOT, directory);
    const { name } = JSON.parse(
      readFileSync(join(cwd, 'package.json'), 'utf8'),
    );
    await yarn(cwd, 'run', 'build');
    const archive = join(folder, `${directory.replace('/', '-')}.tgz`);
    await yarn(cwd, 'pack', '--out', archive);
    packed[name] = `file:${archive}`;
  }
  return packed;
}

test('the packed packages, installed into an empty folder, run a backup from dist', async () => {
  const packed = await packAll();
  const home = join(folder, 'portal');
  mkdirSync(home);
  const root = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const { resolutions, dependenciesMeta } = root;
  writeFileSync(
    join(home, 'package.json'),
    JSON.stringify({
      name: 'packed-portal',
      private: true,
      dependencies: {
        '@backstage/backend-defaults':
          resolutions['@backstage/backend-defaults'],
        '@backstage/plugin-catalog-backend':
          resolutions['@backstage/plugin-catalog-backend'],
        'better-sqlite3': resolutions['better-sqlite3'],
        '@understudy/backstage-plugin-s3-backup-backend':
          packed['@understudy/backstage-plugin-s3-backup-backend'],
      },
      resolutions: { ...resolutions, ...packed },
      dependenciesMeta,
    }),
  );
  writeFileSync(join(home, 'yarn.lock'), '');
  writeFileSync(
    join(home, '.yarnrc.yml'),
    'nodeLinker: node-modules\nenableTelemetry: false\nenableImmutableInstalls: false\n',
  );
  writeFileSync(
    join(home, 'index.js'),
    `const { createBackend } = require('@backstage/backend-defaults');
const backend = createBackend();
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@understudy/backstage-plugin-s3-backup-backend'));
backend.start();
`,
  );
  await yarn(home, 'install');

  await assertItBacksUp({
    home,
    start: ['index.js'],
    scratch: join(folder, 'packed'),
  });
});

test('the built backend bundle runs a backup', async () => {
  await yarn(join(ROOT, 'packages/backend'), 'run', 'build');
  const home = join(folder, 'bundle');
  mkdirSync(home);
  const dist = join(ROOT, 'packages/backend/dist');
  for (const archive of ['skeleton.tar.gz', 'bundle.tar.gz']) {
    await run('tar', ['xzf', join(dist, archive), '-C', home]);
  }
  for (const file of ['package.json', 'yarn.lock', 'backstage.json']) {
    cpSync(join(ROOT, file), join(home, file));
  }
  writeFileSync(
    join(home, '.yarnrc.yml'),
    'nodeLinker: node-modules\nenableTelemetry: false\n',
  );
  await yarn(home, 'workspaces', 'focus', '--all', '--production');
  await assertItBacksUp({
    home,
    start: ['packages/backend'],
    scratch: join(folder, 'bundled'),
  });
});
