import { randomBytes } from 'node:crypto';
import { Bench } from './__testUtils__/bench';
import { orderOf } from './__testUtils__/order';
import { bytesOf, flip, replace } from './__testUtils__/stored';
import {
  backUp,
  copyBackup,
  CopyBackupOrder,
  FoundBackup,
  listBackups,
  sweepUnknown,
  verifyBackup,
} from '.';

const files = { 'orders.db': randomBytes(12 * 1024 ** 2) };
const BY = '019ac2e3-7d00-7000-8000-000000000001';

jest.setTimeout(60_000);

describe('copyBackup', () => {
  let bench: Bench;
  let other: Bench;
  beforeEach(async () => {
    bench = await Bench.create();
    other = await Bench.create();
  });
  afterEach(async () => {
    await bench.close();
    await other.close();
  });

  async function made() {
    const order = await orderOf(bench, { files });
    const { destinations } = await backUp(order);
    return destinations[0].backup!;
  }

  const orderFor = (
    folder: string,
    changes: Partial<CopyBackupOrder> = {},
  ): CopyBackupOrder & { logged: string[] } => {
    const logged: string[] = [];
    return {
      from: { bucket: bench.bucket, folder },
      to: { bucket: other.bucket, owner: other.owner },
      run: { id: BY, attempt: 1, startedAt: new Date().toISOString() },
      signal: new AbortController().signal,
      log: (_level, text) => logged.push(text),
      mayPublish: async () => true,
      logged,
      ...changes,
    };
  };

  const renamed = (folder: string, changes: Partial<CopyBackupOrder> = {}) =>
    orderFor(folder, {
      to: {
        bucket: bench.bucket,
        owner: bench.owner,
        plan: { name: 'dolls', entityRef: null },
      },
      ...changes,
    });

  async function found(at: Bench): Promise<FoundBackup[]> {
    const all: FoundBackup[] = [];
    for await (const each of listBackups(at.bucket)) all.push(each);
    return all;
  }

  const proves = (at: Bench, folder: string) =>
    verifyBackup({
      bucket: at.bucket,
      folder,
      to: 'read',
      identities: [],
      by: 'test',
      signal: new AbortController().signal,
      tempDirectory: at.directory,
      log: () => {},
    });

  it('streams to another store; the copy has a manifest of its own', async () => {
    const { folder, manifest, id } = await made();
    const progress: number[] = [];
    const copy = await copyBackup(
      orderFor(folder, {
        onProgress: ({ bytesStored }) => progress.push(bytesStored),
      }),
    );
    expect(copy).toMatchObject({ folder, already: false });
    expect(copy.id).not.toBe(id);
    expect(copy.manifest).toMatchObject({
      owner: other.owner.owner,
      runId: manifest.runId,
      plan: 'toys',
      slot: manifest.slot,
      finishedAt: manifest.finishedAt,
      artifacts: [
        { key: 'a2/orders.db.zst', stored: manifest.artifacts[0].stored },
      ],
      restore: ['aws s3 cp {s3}/a2/orders.db.zst - | zstd -d > orders.db'],
      copiedFrom: {
        backup: id,
        owner: bench.owner.owner,
        manifestKey: `${folder}/manifest.json`,
      },
    });
    expect(Math.max(...progress)).toBe(manifest.artifacts[0].stored.bytes);
    expect(await proves(other, copy.folder)).toMatchObject({ ok: true });
    expect(await found(bench)).toHaveLength(1);
  });

  it('lets the store copy what it holds, in parts above its limit', async () => {
    const { folder, manifest } = await made();
    for (const limits of [undefined, { whole: 2 ** 20, part: 5 * 2 ** 20 }]) {
      bench.s3.requests.clear();
      const name = limits ? 'parts' : 'whole';
      const copy = await copyBackup(
        renamed(folder, {
          to: {
            bucket: bench.bucket,
            owner: bench.owner,
            plan: { name, entityRef: 'component:default/dolls' },
          },
          limits,
        }),
      );
      expect(copy.folder).toBe(
        `component/default/dolls/${name}/${folder.split('/').pop()}`,
      );
      expect(bench.s3.requests.list('CopyObject')).toHaveLength(limits ? 0 : 1);
      expect(bench.s3.requests.list('UploadPartCopy')).toHaveLength(
        limits ? 3 : 0,
      );
      expect(bench.s3.requests.list('UploadPart')).toEqual([]);
      const [copied, original] = await Promise.all([
        bytesOf(bench, `${copy.folder}/${copy.manifest.artifacts[0].key}`),
        bytesOf(bench, `${folder}/${manifest.artifacts[0].key}`),
      ]);
      expect(copied.equals(original)).toBe(true);
      expect(await proves(bench, copy.folder)).toMatchObject({ ok: true });
    }
    expect(await bench.uploads()).toBe(0);
  });

  it('goes through this machine where the store will not copy', async () => {
    const { folder } = await made();
    bench.s3.faults.add({
      operation: 'CopyObject',
      count: Infinity,
      effect: { status: 403, code: 'AccessDenied' },
    });
    const order = renamed(folder);
    const copy = await copyBackup(order);
    expect(order.logged.join()).toContain('Not copied by the store');
    expect(await proves(bench, copy.folder)).toMatchObject({ ok: true });
  });

  it('publishes no copy of bytes that have changed', async () => {
    const { folder, manifest } = await made();
    await flip(bench, `${folder}/${manifest.artifacts[0].key}`, 4_000);
    for (const order of [orderFor(folder), renamed(folder)]) {
      await expect(copyBackup(order)).rejects.toMatchObject({
        code: 's3-corrupt',
      });
    }
    expect(await other.runKeys()).toEqual([]);
    expect(await found(bench)).toHaveLength(1);
    expect((await bench.runKeys()).filter(key => /dolls/.test(key))).toEqual(
      [],
    );
  });

  it('publishes nothing without a yes, and takes back what it stored', async () => {
    const { folder } = await made();
    const order = orderFor(folder, { mayPublish: async () => false });
    await expect(copyBackup(order)).rejects.toMatchObject({
      code: 'lease-lost',
    });
    expect(await other.runKeys()).toEqual([]);
  });

  it('goes on after a kill: what was begun is swept, what is there is found', async () => {
    const { folder } = await made();
    // Frozen for ever, as a killed one is: nothing is cleaned up.
    const frozen = new Promise<never>(() => {});
    await new Promise<void>(reached => {
      void copyBackup(
        orderFor(folder, {
          faultPoint: point => {
            if (point !== 'copy:artifact:after') return undefined;
            reached();
            return frozen;
          },
        }),
      );
    });
    expect(await found(other)).toEqual([]);
    const second = await copyBackup(
      orderFor(folder, {
        run: { id: BY, attempt: 2, startedAt: '2026-11-21T03:00:00.000Z' },
      }),
    );
    expect(second).toMatchObject({ already: false });
    const keys = await other.runKeys();
    expect(keys.map(key => key.slice(folder.length + 1))).toEqual([
      'a3/intent.json',
      'a3/orders.db.zst',
      'manifest.json',
    ]);
    const third = await copyBackup(orderFor(folder));
    expect(third).toMatchObject({ id: second.id, already: true });
    expect(await other.runKeys()).toEqual(keys);
  });

  it('leaves alone what another run copies there, until nobody knows that run', async () => {
    const { folder } = await made();
    const frozen = new Promise<never>(() => {});
    await new Promise<void>(reached => {
      void copyBackup(
        orderFor(folder, {
          faultPoint: point => {
            if (point !== 'copy:artifact:after') return undefined;
            reached();
            return frozen;
          },
        }),
      );
    });
    const sweep = (known: string) =>
      sweepUnknown(other.bucket, {
        owner: other.owner,
        olderThan: new Date(Date.now() + 60_000),
        knows: async runId => runId === known,
        log: () => {},
      });
    expect(await sweep(BY)).toMatchObject({ attempts: 0 });
    expect(await sweep('somebody else')).toMatchObject({ attempts: 1 });
    expect(await other.runKeys()).toEqual([]);
  });

  it('takes no place of another backup, and copies none that is being deleted', async () => {
    const { folder } = await made();
    const copy = await copyBackup(orderFor(folder));
    const [artifact] = copy.manifest.artifacts;
    const sha256 = 'f'.repeat(64);
    const foreign = {
      ...copy.manifest,
      artifacts: [{ ...artifact, stored: { ...artifact.stored, sha256 } }],
    };
    await replace(
      other,
      copy.manifestKey,
      Buffer.from(JSON.stringify(foreign)),
    );
    await expect(copyBackup(orderFor(folder))).rejects.toMatchObject({
      code: 's3-conflict',
    });
    await replace(bench, `${folder}/deleted.json`, Buffer.from('{}'));
    await expect(copyBackup(orderFor(folder))).rejects.toMatchObject({
      code: 'backup-deleting',
    });
  });
});
