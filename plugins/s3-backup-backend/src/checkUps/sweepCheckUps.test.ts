import { listObjects, listVersions, openBucket } from '@understudy/engine';
import { LocalS3 } from '@understudy/local-s3';
import {
  CreateMultipartUploadCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sweepCheckUps } from './sweepCheckUps';

jest.setTimeout(60_000);

const HOUR = 3_600_000;

describe('sweepCheckUps', () => {
  let directory: string;
  let s3: LocalS3;
  let clock = Date.parse('2026-11-21T00:00:00.000Z');
  const user = { accessKeyId: 'SWEEPER', secretAccessKey: 'of-the-sweeper' };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'sweep-'));
    s3 = await LocalS3.start({
      directory,
      users: [user],
      buckets: ['plain', { name: 'locks', objectLock: true }],
      now: () => clock,
    });
  });
  afterAll(async () => {
    await s3.stop();
    await rm(directory, { recursive: true, force: true });
  });

  const open = (bucket: string) => {
    const opened = openBucket({
      name: 'main',
      bucket,
      prefix: 'p',
      endpoint: s3.endpoint,
      credentials: { type: 'keys', ...user },
    });
    // Signed by the clock of the store, which is not this machine's.
    opened.client.config.systemClockOffset = clock - Date.now();
    return opened;
  };

  it('removes what a killed check-up left, and nothing younger or else', async () => {
    clock = Date.now();
    const bucket = open('plain');
    const put = (Key: string) =>
      bucket.client.send(
        new PutObjectCommand({ Bucket: 'plain', Key, Body: 'x' }),
      );
    await put('p/_checkup/old/a');
    await put('p/orders/kept');
    await bucket.client.send(
      new CreateMultipartUploadCommand({
        Bucket: 'plain',
        Key: 'p/_checkup/old/parts',
      }),
    );
    clock += HOUR;
    bucket.client.config.systemClockOffset = clock - Date.now();
    await put('p/_checkup/young/b');
    const found = await sweepCheckUps(bucket, new Date(clock - HOUR / 2));
    expect(found).toEqual({ aborted: 1, deleted: 1 });
    const left: string[] = [];
    for await (const entry of listObjects(bucket, { prefix: 'p/' })) {
      if ('key' in entry) left.push(entry.key);
    }
    expect(left).toEqual(['p/_checkup/young/b', 'p/orders/kept']);
    bucket.close();
  });

  it('waits for the end of a lock, and then removes its version', async () => {
    clock = Date.now();
    const bucket = open('locks');
    const until = new Date(clock + HOUR);
    await bucket.client.send(
      new PutObjectCommand({
        Bucket: 'locks',
        Key: 'p/_checkup/old/locked.bin',
        Body: 'x',
        ObjectLockMode: 'COMPLIANCE',
        ObjectLockRetainUntilDate: until,
        ChecksumAlgorithm: 'CRC32',
      }),
    );
    const versions = async () => {
      const found: string[] = [];
      const prefix = 'p/';
      for await (const it of listVersions(bucket, { prefix })) {
        found.push(it.marker ? 'marker' : it.key);
      }
      return found;
    };
    const soon = new Date(clock + 1000);
    expect(await sweepCheckUps(bucket, soon)).toMatchObject({ deleted: 0 });
    expect(await versions()).toEqual(['p/_checkup/old/locked.bin']);
    clock += 2 * HOUR;
    bucket.client.config.systemClockOffset = clock - Date.now();
    expect(await sweepCheckUps(bucket, soon)).toMatchObject({ deleted: 1 });
    expect(await versions()).toEqual([]);
    bucket.close();
  });
});
