import assert from 'node:assert/strict';
import { ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test, TestContext } from 'node:test';
import { CapabilityProfile } from '@understudy/model';
import { makeIdentity, openBucket, probeDestination } from '@understudy/engine';
import { findTool } from '../support/findTool';
import { startLocalS3Process } from '../support/startLocalS3Process';
import { newRunId } from '../support/newRunId';
import { buildEngineProcess } from './support/buildEngineProcess';
import { Cost, measure } from './support/measure';
import { recordFigures } from './support/record';
import { makeFile, StreamKind } from './support/streams';

/**
 * A backup and a restore by the engine beside `zstd | age | aws s3 cp -`, in
 * one run, against one server. Figures are ratios: CPU of ours over CPU of the
 * peer's. `-- --long` takes 1 and 4 GiB instead of 256 MiB.
 */
const MIB = 1024 * 1024;
const LONG = process.env.UNDERSTUDY_LONG === '1';
/** The least of some rounds is told; at long ones, one is enough. */
const ROUNDS = LONG ? 1 : 3;
const SIZES = LONG ? [1024 * MIB, 4096 * MIB] : [256 * MIB];
/**
 * What a backup and a restore may cost beside the peer before the suite fails:
 * above what was measured on a busy machine, so that noise does not fail it.
 * What is aimed at is lower (`docs/performance.md`). Of incompressible bytes
 * ours took 4.7 to 5.5 CPU-seconds a GiB on one machine, the peer 5.8 to 8.0.
 */
const LIMITS: Record<StreamKind, { backup: number; restore: number }> = {
  'dump-like': { backup: 1.35, restore: 1.5 },
  incompressible: { backup: 1.2, restore: 1.5 },
};
const MEMORY = 256 * MIB;
const instance = randomUUID();

const folder = mkdtempSync(join(tmpdir(), 'understudy-bench-'));
let engineProcess: string;
let server: Awaited<ReturnType<typeof startLocalS3Process>>;
let profile: CapabilityProfile;
let identity: { identity: string; recipient: string };
const aws = findTool('aws');
const age = findTool('age');
const zstd = findTool('zstd');

before(async () => {
  engineProcess = await buildEngineProcess();
  server = await startLocalS3Process({
    directory: join(folder, 's3'),
    etag: 'fast',
  });
  const bucket = openBucket(server.connection);
  profile = await probeDestination(bucket);
  bucket.close();
  identity = await makeIdentity();
  writeFileSync(join(folder, 'key.txt'), `${identity.identity}\n`);
  chmodSync(join(folder, 'key.txt'), 0o600);
  writeFileSync(
    join(folder, 'credentials'),
    `[default]\naws_access_key_id=${server.accessKeyId}\naws_secret_access_key=${server.secretAccessKey}\nregion=us-east-1\n`,
    { mode: 0o600 },
  );
});

after(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function ours(order: Record<string, unknown>): {
  child: ChildProcess;
  output: () => string;
} {
  const file = join(folder, `order-${randomUUID()}.json`);
  writeFileSync(
    file,
    JSON.stringify({
      connection: server.connection,
      profile,
      recipients: [identity.recipient],
      identities: [identity.identity],
      tempDirectory: join(folder, 'temp'),
      ...order,
    }),
    { mode: 0o600 },
  );
  const child = spawn(process.execPath, [engineProcess, file], {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout.on('data', data => (text += data));
  return { child, output: () => text };
}

function shell(line: string): ChildProcess {
  return spawn(
    'bash',
    ['-c', `set -o pipefail; ${line} && echo done && cat > /dev/null`],
    {
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
        AWS_EC2_METADATA_DISABLED: 'true',
      },
    },
  );
}

async function sha256(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

const perGiB = (cost: Cost, bytes: number) =>
  cost.cpuSeconds / (bytes / 1024 / MIB);

/** What one round took: nothing, ours and the peer's, there and back. */
type Round = Record<
  'idle' | 'backup' | 'peerBackup' | 'restore' | 'peerRestore',
  Cost
>;

/** One after the other, so that what else the machine does meets all alike. */
async function round(input: {
  file: string;
  bytes: number;
  sha256: string;
}): Promise<Round> {
  const { file, bytes } = input;
  const runId = newRunId();
  const s3 = `${aws} --endpoint-url ${server.endpoint} s3 cp --no-progress`;
  const temp = join(folder, 'temp');

  const idle = await measure(
    ours({ mode: 'idle', file, instance, runId }).child,
  );
  const taking = ours({ mode: 'backup', file, instance, runId });
  const backup = await measure(taking.child);
  const { folder: backupFolder } = JSON.parse(taking.output().split('\n')[0]);
  const peerBackup = await measure(
    shell(
      `${zstd} -q -3 -T1 -c ${file} | ${age} -r ${identity.recipient} | ${s3} --expected-size ${bytes} - s3://${server.bucket}/peer > /dev/null`,
    ),
  );

  mkdirSync(temp, { recursive: true });
  const restore = await measure(
    ours({
      mode: 'restore',
      file,
      instance,
      runId: newRunId(),
      folder: backupFolder,
      target: join(temp, 'restored'),
    }).child,
  );
  const target = join(temp, 'peer');
  const key = join(folder, 'key.txt');
  const peerRestore = await measure(
    shell(
      `${s3} s3://${server.bucket}/peer - | ${age} -d -i ${key} | ${zstd} -q -d -c > ${target}`,
    ),
  );
  assert.equal(await sha256(join(temp, 'restored', 'dump.sql')), input.sha256);
  assert.equal(await sha256(target), input.sha256);
  rmSync(temp, { recursive: true, force: true });
  return { idle, backup, peerBackup, restore, peerRestore };
}

/**
 * The round that cost least, each apart: other work on the machine only ever
 * adds to what a round costs. Memory is the most of all rounds.
 */
function leastOf(rounds: Round[]): Round {
  const least = (of: keyof Round): Cost => {
    const costs = rounds.map(each => each[of]);
    return {
      cpuSeconds: Math.min(...costs.map(cost => cost.cpuSeconds)),
      wallSeconds: Math.min(...costs.map(cost => cost.wallSeconds)),
      peakBytes: Math.max(...costs.map(cost => cost.peakBytes)),
    };
  };
  return {
    idle: least('idle'),
    backup: least('backup'),
    peerBackup: least('peerBackup'),
    restore: least('restore'),
    peerRestore: least('peerRestore'),
  };
}

async function compare(
  t: TestContext,
  kind: StreamKind,
  bytes: number,
): Promise<void> {
  if (!aws || !age || !zstd) {
    assert.ok(!process.env.CI, 'aws, age and zstd are needed in CI');
    t.skip('skipped: aws, age or zstd not found');
    return;
  }
  const file = join(folder, 'input');
  const made = await makeFile(file, kind, bytes);
  const rounds: Round[] = [];
  for (let n = 0; n < ROUNDS; n += 1) {
    rounds.push(await round({ file, bytes, sha256: made.sha256 }));
  }
  rmSync(file);
  const least = leastOf(rounds);

  const ratio = {
    backup: least.backup.cpuSeconds / least.peerBackup.cpuSeconds,
    restore: least.restore.cpuSeconds / least.peerRestore.cpuSeconds,
  };
  const memory =
    Math.max(least.backup.peakBytes, least.restore.peakBytes) -
    least.idle.peakBytes;
  recordFigures('streams', {
    stream: kind,
    mebibytes: bytes / MIB,
    backupCpuPerGiB: perGiB(least.backup, bytes),
    peerBackupCpuPerGiB: perGiB(least.peerBackup, bytes),
    backupRatio: ratio.backup,
    backupSeconds: least.backup.wallSeconds,
    peerBackupSeconds: least.peerBackup.wallSeconds,
    restoreCpuPerGiB: perGiB(least.restore, bytes),
    peerRestoreCpuPerGiB: perGiB(least.peerRestore, bytes),
    restoreRatio: ratio.restore,
    idleCpuSeconds: least.idle.cpuSeconds,
    restoreSeconds: least.restore.wallSeconds,
    peerRestoreSeconds: least.peerRestore.wallSeconds,
    memoryAboveIdleMiB: memory / MIB,
  });
  assert.ok(
    ratio.backup <= LIMITS[kind].backup,
    `backup took ${ratio.backup.toFixed(2)} × the peer's CPU`,
  );
  assert.ok(
    ratio.restore <= LIMITS[kind].restore,
    `restore took ${ratio.restore.toFixed(2)} × the peer's CPU`,
  );
  assert.ok(
    memory <= MEMORY,
    `took ${(memory / MIB).toFixed(0)} MiB above idle`,
  );
}

for (const kind of ['dump-like', 'incompressible'] as const) {
  for (const bytes of SIZES) {
    const name = `${kind}, ${bytes / MIB} MiB, beside zstd | age | aws s3 cp -`;
    test(name, t => compare(t, kind, bytes));
  }
}
