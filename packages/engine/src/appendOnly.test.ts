import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { connectionFor, DestinationConnection } from '@understudy/model';
import { Bench, runId } from './__testUtils__/bench';
import { orderOf } from './__testUtils__/order';
import { ToySource } from './__testUtils__/toySource';
import { backUp } from './backUp';
import { deleteBackup } from './deleteBackup';
import { Bucket, checkUp, openBucket, probeDestination } from './destination';
import { checkOwner, claimPrefix } from './manifest';
import { restoreBackup } from './restore';
import { verifyBackup } from './verify';

jest.setTimeout(60_000);

const KEYS = { accessKeyId: 'AKIDAPPEND', secretAccessKey: 'append-secret' };

/** What the policy has, and what is called with it. */
const LIST_AND_PUT = ['s3:ListBucket', 's3:PutObject'];
const SENT = [
  'ListObjectsV2',
  'PutObject',
  'CreateMultipartUpload',
  'UploadPart',
  'CompleteMultipartUpload',
];

/** One in a single request, one in parts. */
const files = {
  'orders.db': randomBytes(18 * 1024 * 1024),
  'notes.txt': Buffer.from('hello'),
};

describe('keys that may only list and put', () => {
  let bench: Bench;
  let bucket: Bucket;
  const wishes: Partial<DestinationConnection> = {
    appendOnly: true,
    credentials: { type: 'keys', ...KEYS },
  };
  beforeEach(async () => {
    bench = await Bench.create();
    bench.s3.users.add({
      ...KEYS,
      policy: {
        Version: '2012-10-17',
        Statement: LIST_AND_PUT.map(Action => ({
          Effect: 'Allow' as const,
          Action,
          Resource: ['arn:aws:s3:::bench', 'arn:aws:s3:::bench/*'],
        })),
      },
    });
    bucket = bench.open({ prefix: 'append', wishes });
    bench.s3.requests.clear();
  });
  afterEach(() => bench.close());

  const others = () =>
    bench.s3.requests.filter(
      ({ operation, bucket: of }) => of !== '' && !SENT.includes(operation),
    );
  const refused = () =>
    bench.s3.requests.filter(
      ({ status, bucket: of }) => of !== '' && status === 403,
    );
  const claim = (of = bucket, instance: string = bench.instance) =>
    claimPrefix(of, { instance, baseUrl: 'http://localhost' });

  async function backedUp(mayPublish = true) {
    const owner = await claim();
    const order = await orderOf(
      bench,
      { files },
      {
        destinations: [{ bucket, owner, usualBytes: [] }],
        mayPublish: async () => mayPublish,
      },
    );
    return { order, owner, result: backUp(order) };
  }

  it('back up, and nothing else is ever asked of the store', async () => {
    bucket.profile = await probeDestination(bucket);
    expect(bucket.profile).toMatchObject({
      checksumEcho: 'yes',
      conditionalPut: 'yes',
      bytesReadBack: 'unknown',
    });
    const { destinations } = await (await backedUp()).result;
    const { folder, manifest } = destinations[0].backup!;
    expect(manifest.artifacts).toHaveLength(2);
    // It stays ours, by listing alone.
    await checkOwner(bucket, await claim());
    expect(others()).toEqual([]);
    expect(refused()).toEqual([]);

    // Other keys restore it.
    const root = await bench.folder();
    const restored = await restoreBackup({
      bucket: bench.open({ prefix: 'append', wishes: {} }),
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
    const back = await readFile(join(restored.path, 'orders.db'));
    expect(back.equals(files['orders.db'])).toBe(true);
  });

  it.each([true, false])(
    'notice bytes that are missing, with an echo of checksums: %s',
    async echo => {
      bench.s3.faults.add({
        operation: 'PutObject',
        key: /notes\.txt/,
        effect: { truncateBytes: 1 },
      });
      bucket = bench.open({
        prefix: 'append',
        wishes,
        profile: { checksumEcho: echo ? 'yes' : 'no' },
      });
      await expect((await backedUp()).result).rejects.toMatchObject({
        code: 's3-corrupt',
      });
    },
  );

  it('leave what failed where it is, and say so', async () => {
    const { result, order } = await backedUp(false);
    await expect(result).rejects.toMatchObject({
      code: 'lease-lost',
      also: [],
    });
    expect(order.logged.join()).toMatch(/stays, and costs money/);
    expect(others()).toEqual([]);
  });

  it('refuse a prefix of somebody else, and one around another', async () => {
    await claim(bench.open({ prefix: 'theirs', wishes: {} }));
    const theirs = bench.open({ prefix: 'theirs', wishes });
    await expect(claim(theirs, runId())).rejects.toMatchObject({
      code: 'foreign-prefix',
    });
    const around = bench.open({ prefix: '', wishes });
    await expect(claim(around)).rejects.toMatchObject({
      code: 'nested-prefix',
    });
  });

  it('verify, delete and restore nothing, and say why', async () => {
    const { result, owner } = await backedUp();
    const { folder } = (await result).destinations[0].backup!;
    const signal = new AbortController().signal;
    const tempDirectory = await bench.folder();
    const common = { bucket, folder, signal, identities: [], log: () => {} };
    const why = { code: 'append-only' };
    await expect(
      verifyBackup({ ...common, to: 'read', by: 'me', tempDirectory }),
    ).rejects.toMatchObject(why);
    await expect(
      deleteBackup({
        ...common,
        owner,
        by: 'me',
        why: 'asked',
        mayDelete: async () => true,
      }),
    ).rejects.toMatchObject(why);
    expect(others()).toEqual([]);
  });

  it('pass their check-up, which says what is left out', async () => {
    const { instance } = bench;
    const { verdict, steps, profile } = await checkUp(bucket, { instance });
    expect(steps.filter(({ result }) => result === 'fail')).toEqual([]);
    expect(verdict).not.toBe('not-ready');
    expect(profile).toMatchObject({ checksumEcho: 'yes' });
    const step = (wanted: string) => steps.find(({ id }) => id === wanted)!;
    for (const id of ['get', 'delete', 'abort']) {
      expect(step(id)).toMatchObject({
        result: 'not-tested',
        seen: expect.stringContaining('may only append'),
      });
    }
    expect(step('clean-up').remedy).toMatch(/lifecycle rule/);
    expect(others()).toEqual([]);
    expect(refused()).toEqual([]);
  });

  it('with credentials of their own, deleting and restoring are as ever', () => {
    const { connection } = bucket;
    const own = {
      type: 'keys',
      accessKeyId: 'a',
      secretAccessKey: 'b',
    } as const;
    const both = {
      ...connection,
      pruneCredentials: own,
      restoreCredentials: own,
    };
    for (const use of ['prune', 'restore'] as const) {
      expect(connectionFor(both, use).appendOnly).toBe(undefined);
      expect(connectionFor(connection, use).appendOnly).toBe(true);
    }
    openBucket(both).close();
  });
});
