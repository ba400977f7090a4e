import { randomUUID } from 'node:crypto';
import { access, mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { constants } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { ChildProcesses } from './childProcesses';
import { freePorts } from './ports';
import { S3Server } from './s3Server';

const TOOLS = ['ceph-mon', 'ceph-osd', 'ceph', 'radosgw', 'radosgw-admin'];

async function onPath(tool: string): Promise<boolean> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const found = await access(join(folder, tool), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}

/**
 * The reason why Ceph's gateway cannot be started here, if there is one. In CI
 * there is none: a suite that silently skips its second opinion proves nothing.
 */
export async function whyNoRgw(): Promise<string | undefined> {
  for (const tool of TOOLS) {
    if (!(await onPath(tool))) {
      if (process.env.CI) throw new Error(`${tool} not found, but CI needs it`);
      return `${tool} not found`;
    }
  }
  return undefined;
}

/**
 * A cluster of one monitor and one daemon whose objects live in memory: small,
 * quick, without authentication between its parts, and gone afterwards.
 */
function configuration(folder: string, monPort: number, port: number): string {
  const modes = ['cluster', 'service', 'client'].flatMap(kind => [
    `ms ${kind} mode = crc`,
    `ms mon ${kind} mode = crc`,
  ]);
  return [
    '[global]',
    `fsid = ${randomUUID()}`,
    'mon initial members = a',
    `mon host = [v2:127.0.0.1:${monPort}]`,
    'public network = 127.0.0.0/8',
    'auth cluster required = none',
    'auth service required = none',
    'auth client required = none',
    ...modes.filter(line => line !== 'ms mon cluster mode = crc'),
    'ms mon cluster mode = crc',
    'osd pool default size = 1',
    'osd pool default min size = 1',
    'osd pool default pg num = 1',
    'osd pool default pgp num = 1',
    'osd pool default pg autoscale mode = off',
    'mon allow pool size one = true',
    'mon max pg per osd = 1000',
    'osd crush chooseleaf type = 0',
    'osd objectstore = memstore',
    'memstore device bytes = 8589934592',
    'osd class load list = *',
    'osd class default list = *',
    'mon warn on pool no redundancy = false',
    `run dir = ${folder}`,
    `log file = ${folder}/$name.log`,
    `admin socket = ${folder}/$name.asok`,
    `pid file = ${folder}/$name.pid`,
    `keyring = ${folder}/keyring`,
    `crash dir = ${folder}/crash`,
    '[mon.a]',
    `public addr = v2:127.0.0.1:${monPort}`,
    `mon data = ${folder}/mon`,
    '[osd.0]',
    `osd data = ${folder}/osd`,
    '[client.rgw]',
    `rgw frontends = beast endpoint=127.0.0.1:${port}`,
    'rgw crypt require ssl = false',
    'rgw lc debug interval = 10',
    'rgw enable usage log = false',
    '',
  ].join('\n');
}

async function until(
  what: string,
  seconds: number,
  look: () => Promise<boolean>,
): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    if (await look().catch(() => false)) return;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(200);
  }
}

/** Ceph's gateway, and somebody who may do nothing but what policies say. */
export interface RgwServer extends S3Server {
  readonly endpoint: string;
  readonly limited: {
    accessKeyId: string;
    secretAccessKey: string;
    arn: string;
  };
}

/**
 * Starts a Ceph RADOS gateway of its own: an S3 store that nobody here wrote.
 */
export async function startRgw(): Promise<RgwServer> {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-rgw-'));
  const children = ChildProcesses.create();
  const stop = async () => {
    await children.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const [monPort, port] = await freePorts(2);
    const conf = join(folder, 'ceph.conf');
    await writeFile(conf, configuration(folder, monPort, port));
    await writeFile(join(folder, 'keyring'), '');
    await mkdir(join(folder, 'mon'));
    await mkdir(join(folder, 'osd'));
    const ceph = (...args: string[]) =>
      children.run('ceph', ['-c', conf, '--connect-timeout', '20', ...args]);

    const mon = ['-c', conf, '-i', 'a'];
    await children.run('ceph-mon', [
      ...mon,
      '--mkfs',
      '--keyring',
      join(folder, 'keyring'),
    ]);
    children.start('ceph-mon', [...mon, '-f']);
    const osdUuid = randomUUID();
    await ceph('osd', 'new', osdUuid);
    await ceph(
      'osd',
      'crush',
      'add',
      'osd.0',
      '1.0',
      'host=h0',
      'root=default',
    );
    const osd = ['-c', conf, '-i', '0'];
    await children.run('ceph-osd', [...osd, '--mkfs', '--osd-uuid', osdUuid]);
    children.start('ceph-osd', [...osd, '-f']);
    await until('the storage daemon', 60, async () =>
      /\b1 up\b/.test(await ceph('osd', 'stat')),
    );
    const gateway = ['-c', conf, '-n', 'client.rgw'];
    children.start('radosgw', [...gateway, '-f']);
    const endpoint = `http://127.0.0.1:${port}`;
    await until('the gateway', 90, async () => (await fetch(endpoint)).ok);
    const user = {
      accessKeyId: 'UNDERSTUDYCONTRACT01',
      secretAccessKey: randomUUID().replace(/-/g, ''),
    };
    const limited = {
      accessKeyId: 'UNDERSTUDYCONTRACT02',
      secretAccessKey: randomUUID().replace(/-/g, ''),
    };
    const addUser = (uid: string, keys: typeof user) =>
      children.run('radosgw-admin', [
        ...gateway,
        'user',
        'create',
        '--uid',
        uid,
        '--display-name',
        uid,
        '--access-key',
        keys.accessKeyId,
        '--secret-key',
        keys.secretAccessKey,
      ]);
    await addUser('understudy', user);
    await addUser('limited', limited);
    const bucket = 'understudy-contract';
    const client = new S3Client({
      endpoint,
      region: 'us-east-1',
      forcePathStyle: true,
      credentials: { ...user },
      requestChecksumCalculation: 'WHEN_REQUIRED',
    });
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    client.destroy();
    return {
      name: 'Ceph RGW',
      endpoint,
      region: 'us-east-1',
      bucket,
      ...user,
      limited: { ...limited, arn: 'arn:aws:iam:::user/limited' },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
