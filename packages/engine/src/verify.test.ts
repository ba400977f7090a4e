import { randomBytes } from 'node:crypto';
import { Rung } from '@understudy/model';
import { Bench } from './__testUtils__/bench';
import { orderOf } from './__testUtils__/order';
import { bytesOf, flip, replace } from './__testUtils__/stored';
import { ToySource } from './__testUtils__/toySource';
import { backUp } from './backUp';
import {
  deleteObjects,
  listProofs,
  makeIdentity,
  readBackup,
  verifyBackup,
  VerifyOrder,
} from '.';

const files = {
  'orders.db': randomBytes(500_000),
  'notes.txt': Buffer.from('hello'),
};

jest.setTimeout(60_000);

describe('verifyBackup', () => {
  let bench: Bench;
  let keys: { identity: string; recipient: string };
  beforeEach(async () => {
    bench = await Bench.create();
    keys = await makeIdentity();
  });
  afterEach(() => bench.close());

  async function backup(
    toys: Record<string, Buffer> = files,
    recipients = [keys.recipient],
  ) {
    const pack = { compression: 'zstd' as const, recipients };
    const result = await backUp(
      await orderOf(bench, { files: toys }, { pack }),
    );
    return result.destinations[0].backup!;
  }

  async function verify(
    folder: string,
    to: VerifyOrder['to'],
    changes: Partial<VerifyOrder> = {},
  ) {
    return verifyBackup({
      bucket: bench.bucket,
      folder,
      to,
      executor: ToySource.create(),
      identities: [keys.identity],
      by: 'user:default/jo',
      signal: new AbortController().signal,
      tempDirectory: await bench.folder(),
      log: () => {},
      ...changes,
    });
  }

  async function proofs(folder: string): Promise<Array<[Rung, boolean]>> {
    const listed = await listProofs(bench.bucket, folder);
    // The newest of each rung; a second climb may begin in another second.
    const all = [...new Map(listed.map(each => [each.rung, each])).values()];
    const order = ['stored', 'read', 'opened'];
    return all
      .sort((a, b) => order.indexOf(a.rung) - order.indexOf(b.rung))
      .map(({ rung, ok }) => [rung, ok]);
  }

  it('climbs, and leaves a proof of every rung', async () => {
    const { folder, manifest } = await backup();
    const executor = ToySource.create();
    const proof = await verify(folder, 'opened', { executor });
    expect(proof).toMatchObject({
      rung: 'opened',
      ok: true,
      by: 'user:default/jo',
      evidence: {
        artifacts: [
          {
            name: 'orders.db',
            plain: {
              bytes: 500_000,
              sha256: manifest.artifacts[0].plain.sha256,
            },
            counts: { rows: { things: 1 }, files: null },
            notes: ['toy: ok'],
          },
          { name: 'notes.txt' },
        ],
      },
    });
    expect(executor.inspected).toEqual(['orders.db', 'notes.txt']);
    expect(await proofs(folder)).toEqual([
      ['stored', true],
      ['read', true],
      ['opened', true],
    ]);
    const [stored] = (await readBackup(bench.bucket, folder)).proofs;
    expect(stored.evidence).toMatchObject({
      compared: ['size', 'crc32', 'etag'],
    });
    const names = (await bench.runKeys()).filter(key => /proof/.test(key));
    expect(
      names.map(name =>
        name.replace(
          /\/proof\/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ_[a-z]+\.json$/,
          '',
        ),
      ),
    ).toEqual([folder, folder, folder]);
  });

  it.each(['stored', 'read'] as const)(
    'reaches %s without any key',
    async to => {
      const { folder } = await backup();
      const proof = await verify(folder, to, {
        identities: [],
        executor: undefined,
      });
      expect(proof).toMatchObject({ rung: to, ok: true });
    },
  );

  it.each<[string, Rung, (key: string, folder: string) => Promise<void>]>([
    [
      'gone',
      'stored',
      async key => {
        await deleteObjects(bench.bucket, [bench.bucket.key(key)]);
      },
    ],
    [
      'cut',
      'stored',
      async key =>
        replace(bench, key, (await bytesOf(bench, key)).subarray(0, -1)),
    ],
    [
      'swapped',
      'stored',
      async (key, folder) =>
        replace(
          bench,
          key,
          await bytesOf(bench, `${folder}/a1/notes.txt.zst.age`),
        ),
    ],
    [
      'written again with one bit flipped',
      'stored',
      key => flip(bench, key, 300_000),
    ],
  ])('%s fails at %s', async (_, rung, damage) => {
    const { folder } = await backup();
    await damage(`${folder}/a1/orders.db.zst.age`, folder);
    await expect(verify(folder, 'opened')).rejects.toMatchObject({
      code: 'backup-damaged',
      also: [],
    });
    expect(await proofs(folder)).toEqual([[rung, false]]);
  });

  it('a bit that rots in the store fails at read, however far it should climb', async () => {
    const { folder } = await backup();
    for (const to of ['read', 'opened'] as const) {
      bench.s3.faults.add({
        operation: 'GetObject',
        key: /orders\.db/,
        count: Infinity,
        effect: { flipByteAt: 300_000 },
      });
      await expect(verify(folder, to)).rejects.toMatchObject({ also: [] });
      bench.s3.faults.clear();
      expect(await proofs(folder)).toEqual([
        ['stored', true],
        ['read', false],
      ]);
    }
  });

  it('what was never right fails at opened, and read is proven', async () => {
    const { folder } = await backup({ 'toy.bin': Buffer.from('BAD toy') });
    await expect(verify(folder, 'opened')).rejects.toMatchObject({
      code: 'backup-damaged',
      message: 'toy.bin: is not a toy.',
    });
    expect(await proofs(folder)).toEqual([
      ['stored', true],
      ['read', true],
      ['opened', false],
    ]);
  });

  it('a manifest that names another plaintext fails at opened', async () => {
    const made = await backup(files, []);
    const { folder, manifestKey } = made;
    // Of an older version, which has no checksum of its own.
    const { seal, ...manifest } = made.manifest;
    expect(seal).toMatch(/^[0-9a-f]{64}$/);
    manifest.artifacts[0].plain.sha256 = 'a'.repeat(64);
    await replace(bench, manifestKey, Buffer.from(JSON.stringify(manifest)));
    await expect(verify(folder, 'opened')).rejects.toMatchObject({
      code: 'backup-damaged',
    });
    expect(await proofs(folder)).toEqual([
      ['stored', true],
      ['read', true],
      ['opened', false],
    ]);
  });

  it('a manifest that is not what was written fails at stored', async () => {
    const { folder, manifest, manifestKey } = await backup(files, []);
    manifest.artifacts[0].name = 'other.db';
    await replace(bench, manifestKey, Buffer.from(JSON.stringify(manifest)));
    await expect(verify(folder, 'opened')).rejects.toMatchObject({
      code: 'backup-damaged',
    });
    expect(await proofs(folder)).toEqual([['stored', false]]);
  });

  it('a key that does not fit says nothing against the backup', async () => {
    const { folder } = await backup();
    const other = await makeIdentity();
    await expect(
      verify(folder, 'opened', { identities: [other.identity] }),
    ).rejects.toMatchObject({ code: 'identity-mismatch' });
    await expect(
      verify(folder, 'opened', { identities: [] }),
    ).rejects.toMatchObject({
      code: 'identity-missing',
    });
    expect(new Set((await proofs(folder)).map(each => each.join()))).toEqual(
      new Set(['stored,true', 'read,true']),
    );
  });

  it('a store that cannot be reached proves nothing', async () => {
    const { folder } = await backup();
    for (const [operation, status, code] of [
      ['HeadObject', 403, 'AccessDenied'],
      ['GetObject', 503, 'SlowDown'],
    ] as const) {
      bench.s3.faults.add({
        operation,
        key: /orders\.db/,
        count: Infinity,
        effect: { status, code },
      });
    }
    await expect(verify(folder, 'read')).rejects.toMatchObject({
      code: 's3-denied-get',
    });
    expect(await proofs(folder)).toEqual([]);
    bench.s3.faults.clear();
    bench.s3.faults.add({
      operation: 'GetObject',
      key: /orders\.db/,
      count: Infinity,
      effect: { status: 503, code: 'SlowDown' },
    });
    await expect(verify(folder, 'opened')).rejects.toMatchObject({
      code: 's3-slow-down',
    });
    expect(await proofs(folder)).toEqual([['stored', true]]);
  });

  it('a proof that cannot be written does not hide what was found', async () => {
    const { folder } = await backup();
    const key = `${folder}/a1/orders.db.zst.age`;
    await replace(bench, key, Buffer.from('x'));
    bench.s3.faults.add({
      operation: 'PutObject',
      key: /proof/,
      count: Infinity,
      effect: { status: 403, code: 'AccessDenied' },
    });
    await expect(verify(folder, 'read')).rejects.toMatchObject({
      code: 'backup-damaged',
      also: [{ code: 's3-denied-put' }],
    });
  });
});
