import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { GetObjectAclCommand } from '@aws-sdk/client-s3';
import { DestinationConnection } from '@understudy/model';
import { LocalS3Bucket, LocalS3Options } from '@understudy/local-s3';
import { Bench, runId } from '../__testUtils__/bench';
import { orderOf } from '../__testUtils__/order';
import { ToySource } from '../__testUtils__/toySource';
import { backUp } from '../backUp';
import { deleteBackup } from '../deleteBackup';
import { restoreBackup } from '../restore';
import {
  copyObject,
  copyWithin,
  getText,
  headObject,
  putObject,
} from '../storage';
import { describeObject } from '../storage/describeObject';
import { verifyBackup } from '../verify';
import { wishedOf } from './keptAsWished';

jest.setTimeout(60_000);

/** Two parts, and one request. */
const files = {
  'orders.db': randomBytes(18 * 1024 * 1024),
  'notes.txt': Buffer.from('hello'),
};
const KEY = randomBytes(32).toString('base64');

type Wishes = NonNullable<DestinationConnection['store']>;

describe('what a destination asks for', () => {
  let bench: Bench;
  afterEach(() => bench.close());

  async function given(
    store: Wishes,
    options: {
      made?: Omit<LocalS3Bucket, 'name'>;
      s3?: Partial<LocalS3Options>;
    } = {},
  ) {
    bench = await Bench.create({ wishes: { store }, ...options });
  }

  async function backup() {
    const pack = { compression: 'none' as const, recipients: [] };
    const order = await orderOf(bench, { files }, { pack });
    return (await backUp(order)).destinations[0].backup!;
  }

  const describing = (key: string) =>
    describeObject(bench.bucket, bench.bucket.key(key));

  async function expectItReadsBack(folder: string) {
    const root = await bench.folder('root');
    const restored = await restoreBackup({
      bucket: bench.bucket,
      folder,
      executor: ToySource.create(),
      identities: [],
      target: join(root, 'restored'),
      roots: [root],
      runId: runId(),
      tempDirectory: await bench.folder(),
      signal: new AbortController().signal,
      log: () => {},
    });
    for (const [name, bytes] of Object.entries(files)) {
      const back = await readFile(join(restored.path, name));
      expect(back.equals(bytes)).toBe(true);
    }
  }

  it('keeps artifacts in the class, and manifests where they can be read at once', async () => {
    await given({ storageClass: 'STANDARD_IA' });
    const { folder, manifest, manifestKey } = await backup();
    for (const { key } of manifest.artifacts) {
      expect(await describing(`${folder}/${key}`)).toMatchObject({
        storageClass: 'STANDARD_IA',
      });
    }
    const ofManifest = await describing(manifestKey);
    expect(ofManifest?.storageClass ?? 'STANDARD').toBe('STANDARD');
    await expectItReadsBack(folder);
  });

  it('names a class that the store does not have', async () => {
    await given({ storageClass: 'LUKEWARM' });
    await expect(backup()).rejects.toMatchObject({
      code: 's3-bad-storage-class',
    });
    expect(await bench.runKeys()).toEqual([]);
  });

  it.each<[string, Wishes['encryption'], object]>([
    ['AES-256', { type: 'AES256' }, { encryption: 'AES256' }],
    [
      'KMS, with key, bucket key and context',
      {
        type: 'aws:kms',
        keyId: 'arn:aws:kms:us-east-1:000000000000:key/of-backups',
        bucketKey: true,
        context: { team: 'shop' },
      },
      {
        encryption: 'aws:kms',
        kmsKey: 'arn:aws:kms:us-east-1:000000000000:key/of-backups',
      },
    ],
  ])('encrypts everything: %s', async (_name, encryption, expected) => {
    await given({ encryption });
    const { folder } = await backup();
    const keys = await bench.keys();
    expect(keys.length).toBeGreaterThan(4);
    for (const key of keys) {
      expect(await describing(key)).toMatchObject(expected);
    }
    await expectItReadsBack(folder);
  });

  it('encrypts everything under a key of ours, and needs it for every look', async () => {
    await given({ encryption: { type: 'sse-c', key: KEY } });
    const { folder, manifest, manifestKey } = await backup();
    await expectItReadsBack(folder);
    expect(manifest.restore[0]).toContain(
      'aws s3 cp --sse-c AES256 --sse-c-key fileb://sse-c.key {s3}/',
    );
    // Server-side copies read with the key, and write with it.
    const copy = bench.bucket.key('_checkup/copy');
    const from = bench.bucket.key(manifestKey);
    await copyWithin(bench.bucket, { from, to: copy });
    expect(await getText(bench.bucket, copy)).toContain(manifest.runId);
    // Copies through this machine, too; parts and all.
    const [artifact] = manifest.artifacts;
    await copyObject({
      from: {
        bucket: bench.bucket,
        key: bench.bucket.key(`${folder}/${artifact.key}`),
      },
      to: { bucket: bench.bucket, key: bench.bucket.key('_checkup/parts') },
      bytes: artifact.stored.bytes,
      sha256: artifact.stored.sha256,
    });
    const blind = bench.open({ wishes: {} });
    for (const key of await bench.keys()) {
      await expect(headObject(blind, blind.key(key))).rejects.toMatchObject({
        details: { status: 400 },
      });
    }
    const other = randomBytes(32).toString('base64');
    const wrong = bench.open({
      wishes: { store: { encryption: { type: 'sse-c', key: other } } },
    });
    await expect(getText(wrong, from)).rejects.toThrow();
    const proof = await verifyBackup({
      bucket: bench.bucket,
      folder,
      to: 'read',
      identities: [],
      by: 'user:default/guest',
      signal: new AbortController().signal,
      tempDirectory: await bench.folder(),
      log: () => {},
    });
    expect(proof).toMatchObject({ rung: 'read', ok: true });
  });

  it('still reads what was written before there was a key', async () => {
    await given({ encryption: { type: 'sse-c', key: KEY } });
    const plain = bench.open({ wishes: {} });
    const key = plain.key('_checkup/old');
    await putObject(plain, { key, body: Buffer.from('from before') });
    expect(await getText(bench.bucket, key)).toBe('from before');
    expect(await headObject(bench.bucket, key)).toMatchObject({ bytes: 11 });
  });

  it('sends an ACL with everything, and names a bucket that takes none', async () => {
    await given(
      { acl: 'public-read' },
      { made: { ownership: 'ObjectWriter' } },
    );
    const { manifestKey, folder, manifest } = await backup();
    const [{ key }] = manifest.artifacts;
    for (const name of [manifestKey, `${folder}/${key}`, 'understudy.json']) {
      const { Grants = [] } = await bench.bucket.client.send(
        new GetObjectAclCommand({
          Bucket: bench.bucket.bucket,
          Key: bench.bucket.key(name),
        }),
      );
      expect(Grants.map(({ Grantee }) => Grantee?.URI)).toContain(
        'http://acs.amazonaws.com/groups/global/AllUsers',
      );
    }
    await bench.close();
    bench = await Bench.create();
    const wishes = { store: { acl: 'public-read' as const } };
    const bucket = bench.open({ wishes });
    await expect(
      putObject(bucket, { key: 'x', body: Buffer.from('x') }),
    ).rejects.toMatchObject({ code: 's3-acl-refused' });
  });

  it('tags artifacts and manifests with plan and entity', async () => {
    await given({ tags: true });
    const { folder, manifest, manifestKey } = await backup();
    const tags = {
      'understudy-plan': 'toys',
      'understudy-entity': 'component:default/toys',
    };
    const keys = manifest.artifacts.map(({ key }) => `${folder}/${key}`);
    for (const key of [...keys, manifestKey]) {
      expect(await describing(key)).toMatchObject({ tags });
    }
  });

  it('leaves tags out where the store was seen not to take them', async () => {
    await given({ tags: true });
    const refused = {
      tags: 'unknown' as const,
      errors: { tags: 'PutObject: 403 AccessDenied' },
    };
    const bucket = bench.open({ profile: refused });
    const order = await orderOf(bench, { files });
    order.destinations[0].bucket = bucket;
    const { backup: made } = (await backUp(order)).destinations[0];
    const { folder, manifest } = made!;
    const [{ key }] = manifest.artifacts;
    expect(await describing(`${folder}/${key}`)).toMatchObject({ tags: {} });
  });

  it('locks artifacts and manifest, says so, and does not pretend to delete them', async () => {
    await given(
      { objectLock: { mode: 'GOVERNANCE', days: 30 } },
      { made: { objectLock: true } },
    );
    const { folder, manifest, manifestKey } = await backup();
    const until = new Date(manifest.objectLock!.until);
    const days = (until.getTime() - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(29.9);
    expect(days).toBeLessThan(30.1);
    const keys = manifest.artifacts.map(({ key }) => `${folder}/${key}`);
    for (const key of [...keys, manifestKey]) {
      expect(await describing(key)).toMatchObject({
        lock: { mode: 'GOVERNANCE', until },
      });
    }
    // Everything else must stay changeable: intents are written again and again.
    expect(await describing('understudy.json')).toMatchObject({ lock: null });
    const order = {
      bucket: bench.bucket,
      owner: bench.owner,
      folder,
      by: 'user:default/guest',
      why: 'test',
      mayDelete: async () => true,
      log: () => {},
    };
    await expect(deleteBackup(order)).rejects.toMatchObject({
      code: 's3-locked',
      details: { date: until.toISOString(), mode: 'GOVERNANCE' },
    });
    expect(await describing(manifestKey)).toBeDefined();
    await expectItReadsBack(folder);
  });

  it('locks afterwards where the store forgets the lock of an upload in parts', async () => {
    await given(
      { objectLock: { mode: 'GOVERNANCE', days: 1 } },
      { made: { objectLock: true } },
    );
    // As Ceph 16 does it.
    bench.bucket.client.middlewareStack.add(
      (next, context) => async args => {
        const input = { ...(args.input as Record<string, unknown>) };
        if (context.commandName === 'CreateMultipartUploadCommand') {
          delete input.ObjectLockMode;
          delete input.ObjectLockRetainUntilDate;
        }
        return next({ ...args, input: input as typeof args.input });
      },
      { step: 'initialize', name: 'forgets' },
    );
    const { folder, manifest } = await backup();
    const orders = manifest.artifacts.find(({ name }) => name === 'orders.db')!;
    expect(await describing(`${folder}/${orders.key}`)).toMatchObject({
      lock: { mode: 'GOVERNANCE', until: new Date(manifest.objectLock!.until) },
    });
  });

  it('says that a bucket without locks has none', async () => {
    await given({ objectLock: { mode: 'COMPLIANCE', days: 1 } });
    await expect(backup()).rejects.toMatchObject({ code: 's3-no-object-lock' });
  });

  it('waits for a store that shows late what it took', async () => {
    await given({ timeAfterStore: true });
    const late = () =>
      bench.s3.faults.add({
        operation: 'CompleteMultipartUpload',
        effect: { invisibleMs: 2500 },
      });
    late();
    const { folder } = await backup();
    await expectItReadsBack(folder);
    // Without the option the same store is one that loses what it took.
    late();
    const order = await orderOf(bench, { files });
    order.destinations[0].bucket = bench.open({ wishes: {} });
    await expect(backUp(order)).rejects.toMatchObject({
      code: 's3-not-readable-yet',
    });
  });

  it('takes the time of a backup from a store that stamps late', async () => {
    await given({ timeAfterStore: true });
    const hour = 3_600_000;
    bench.s3.faults.add({
      count: Infinity,
      effect: { stampLateMs: hour },
    });
    const { manifest } = await backup();
    const ahead = Date.parse(manifest.finishedAt) - Date.now();
    expect(ahead).toBeGreaterThan(hour - 60_000);
  });

  it('tells every request whose bucket it should be', async () => {
    bench = await Bench.create({
      wishes: { expectedBucketOwner: '000000000000' },
    });
    const { folder } = await backup();
    await expectItReadsBack(folder);
    const stranger = bench.open({
      wishes: { expectedBucketOwner: '111122223333' },
    });
    await expect(
      putObject(stranger, { key: 'x', body: Buffer.from('x') }),
    ).rejects.toMatchObject({ details: { status: 403 } });
  });
});

describe('wishedOf', () => {
  const connection: DestinationConnection = {
    name: 'main',
    bucket: 'b',
    prefix: '',
    credentials: { type: 'ambient' },
    expectedBucketOwner: '111122223333',
    store: { acl: 'private', encryption: { type: 'sse-c', key: KEY } },
  };

  it.each([
    ['PutObject', true, true],
    ['CreateMultipartUpload', true, true],
    ['CopyObject', true, true],
    ['UploadPart', true, false],
    ['CompleteMultipartUpload', true, false],
    ['GetObject', true, false],
    ['HeadObject', true, false],
    ['DeleteObjects', false, false],
    ['ListObjectsV2', false, false],
  ])('%s: key %s, ACL %s, and the owner', (operation, keyed, acl) => {
    const added = wishedOf(operation, connection);
    expect('SSECustomerKey' in added).toBe(keyed);
    expect('ACL' in added).toBe(acl);
    expect(added.ExpectedBucketOwner).toBe('111122223333');
    expect('CopySourceSSECustomerKey' in added).toBe(
      operation === 'CopyObject',
    );
  });

  it('does not expect an owner of what is yet to be made', () => {
    expect(wishedOf('CreateBucket', connection)).toEqual({});
  });
});
