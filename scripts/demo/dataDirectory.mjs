import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { childEnvironment } from '../lib/environment.mjs';
import { fromRoot, ROOT } from '../lib/paths.mjs';
import { Stop } from '../lib/say.mjs';
import { demoConfig, machineZone } from './config.mjs';

/** Only a directory that holds this file is ever deleted by `--reset`. */
const MARKER = '.understudy';

/** Writes a file whole or not at all, readable by its owner only. */
export function writePrivate(path, text) {
  const partial = `${path}.partial`;
  rmSync(partial, { force: true });
  writeFileSync(partial, text, { mode: 0o600 });
  renameSync(partial, path);
}

export function dataDirectory() {
  return resolve(ROOT, process.env.UNDERSTUDY_DATA_DIR || '.data');
}

/** Refuses to make itself at home in somebody else's directory. */
export function checkDataDirectory(folder) {
  if (!existsSync(folder) || existsSync(join(folder, MARKER))) return;
  if (readdirSync(folder).length > 0) {
    throw new Stop(
      `${folder} holds other things than the demo's data: choose an empty or new directory in UNDERSTUDY_DATA_DIR.`,
    );
  }
}

export function removeDataDirectory(folder) {
  if (!existsSync(join(folder, MARKER))) return;
  for (const name of readdirSync(folder)) {
    if (name === MARKER) continue;
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** An age identity; needs no age on the machine. */
async function makeIdentity(file) {
  const age = await import('age-encryption');
  if (!existsSync(file)) {
    const identity = await age.generateX25519Identity();
    const recipient = await age.identityToRecipient(identity);
    writePrivate(file, `# public key: ${recipient}\n${identity}\n`);
  }
  const identity = readFileSync(file, 'utf8')
    .split('\n')
    .find(line => line.startsWith('AGE-SECRET-KEY-'));
  if (!identity) {
    throw new Stop(
      `${file} holds no age identity. \`npm start -- --reset\` makes the demo anew.`,
    );
  }
  return age.identityToRecipient(identity);
}

/** Makes the sources of the demo, in a process of its own: it is busy work. */
async function makeDemoData(folder) {
  if (
    existsSync(join(folder, 'orders.db')) &&
    existsSync(join(folder, 'handbook'))
  ) {
    return;
  }
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      fromRoot('scripts/demo/make.mjs'),
      folder,
    ],
    { stdio: ['ignore', 'inherit', 'inherit'], env: childEnvironment() },
  );
  const code = await new Promise((done, failed) => {
    child.on('error', failed);
    child.on('exit', done);
  });
  if (code !== 0) throw new Stop('The data of the demo could not be made.');
}

/** `demo.json`: what a newcomer needs to look into the bucket. */
function readDemo(folder) {
  const file = join(folder, 'demo.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  return {
    endpoint: '',
    region: 'us-east-1',
    bucket: 'understudy-demo',
    prefix: 'portal',
    accessKeyId: `DEMO${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString('base64url'),
    identityFile: join(folder, 'identity.txt'),
  };
}

/**
 * Makes what is missing of the data directory and keeps what is there.
 */
export async function prepareDataDirectory(folder, ports) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, MARKER), 'Made by npm start.\n');
  for (const name of ['s3', 'database', 'demo', 'restore', 'tmp', 'logs']) {
    mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
  }
  await makeDemoData(join(folder, 'demo'));
  const recipient = await makeIdentity(join(folder, 'identity.txt'));

  const { s3AdminToken: _old, ...kept } = readDemo(folder);
  const demo = { ...kept, endpoint: `http://127.0.0.1:${ports.s3}` };
  // Faults on request are for tests: without a token the endpoint has none.
  const admin =
    process.env.UNDERSTUDY_TEST === '1'
      ? { token: randomBytes(24).toString('base64url') }
      : undefined;
  const told = admin ? { ...demo, s3AdminToken: admin.token } : demo;
  writePrivate(join(folder, 'demo.json'), `${JSON.stringify(told, null, 2)}\n`);
  writePrivate(
    join(folder, 'local-s3.json'),
    `${JSON.stringify(
      {
        directory: join(folder, 's3'),
        host: '127.0.0.1',
        port: ports.s3,
        region: demo.region,
        users: [
          {
            accessKeyId: demo.accessKeyId,
            secretAccessKey: demo.secretAccessKey,
          },
        ],
        buckets: [{ name: demo.bucket, blockPublicAccess: true }],
        ...(admin && { admin }),
      },
      null,
      2,
    )}\n`,
  );

  const config = join(folder, 'app-config.yaml');
  if (!existsSync(config)) {
    const timeZone = machineZone();
    writePrivate(config, demoConfig({ folder, recipient, timeZone }));
  }
}
