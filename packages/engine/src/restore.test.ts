import { randomBytes } from 'node:crypto';
import {
  chmod,
  mkdir,
  readdir,
  readFile,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { UnderstudyError } from '@understudy/model';
import { Bench, runId } from './__testUtils__/bench';
import { orderOf } from './__testUtils__/order';
import { bytesOf, flip, replace } from './__testUtils__/stored';
import { ToySource } from './__testUtils__/toySource';
import { backUp } from './backUp';
import { makeIdentity, openArtifact, restoreBackup, RestoreOrder } from '.';

const files = {
  'orders.db': randomBytes(2 * 1024 * 1024),
  'notes.txt': Buffer.from('hello'),
};

jest.setTimeout(60_000);

describe('restoreBackup', () => {
  let bench: Bench;
  let root: string;
  let keys: { identity: string; recipient: string };
  beforeEach(async () => {
    bench = await Bench.create();
    root = await bench.folder('root');
    keys = await makeIdentity();
  });
  afterEach(() => bench.close());

  async function backup(recipients = [keys.recipient]) {
    const pack = { compression: 'zstd' as const, recipients };
    const result = await backUp(await orderOf(bench, { files }, { pack }));
    return result.destinations[0].backup!;
  }

  async function orderFor(
    folder: string,
    changes: Partial<RestoreOrder> = {},
  ): Promise<RestoreOrder> {
    return {
      bucket: bench.bucket,
      folder,
      executor: ToySource.create(),
      identities: [keys.identity],
      target: join(root, 'restored'),
      roots: [root],
      runId: runId(),
      tempDirectory: await bench.folder(),
      signal: new AbortController().signal,
      log: () => {},
      ...changes,
    };
  }

  it('gives back what was taken, into a new folder', async () => {
    const { folder } = await backup();
    const order = await orderFor(folder, { target: join(root, 'a', 'b') });
    const result = await restoreBackup(order);
    expect(result).toMatchObject({
      path: join(root, 'a', 'b'),
      artifacts: 2,
      bytes: files['orders.db'].length + 5,
    });
    for (const [name, bytes] of Object.entries(files)) {
      expect((await readFile(join(result.path, name))).equals(bytes)).toBe(
        true,
      );
    }
    expect(await readdir(join(root, 'a'))).toEqual(['b']);
  });

  it('gives back only the artifacts that are named', async () => {
    const { folder } = await backup();
    const order = await orderFor(folder, { artifacts: ['notes.txt'] });
    const { path } = await restoreBackup(order);
    expect(await readdir(path)).toEqual(['notes.txt']);
    await expect(
      restoreBackup(await orderFor(folder, { artifacts: ['none'] })),
    ).rejects.toMatchObject({ code: 'artifact-missing' });
  });

  it('touches nothing that exists', async () => {
    const { folder } = await backup();
    const target = join(root, 'restored');
    const refused = async () => {
      await expect(restoreBackup(await orderFor(folder))).rejects.toMatchObject(
        { code: 'restore-target-exists' },
      );
    };
    await writeFile(target, 'mine');
    await refused();
    expect(await readFile(target, 'utf8')).toBe('mine');
    const other = join(root, 'dir');
    await mkdir(other);
    await expect(
      restoreBackup(await orderFor(folder, { target: other })),
    ).rejects.toMatchObject({ code: 'restore-target-exists' });
    const dangling = join(root, 'dangling');
    await symlink(join(root, 'nowhere'), dangling);
    await expect(
      restoreBackup(await orderFor(folder, { target: dangling })),
    ).rejects.toMatchObject({ code: 'restore-target-exists' });
    expect((await readdir(root)).sort()).toEqual([
      'dangling',
      'dir',
      'restored',
    ]);
  });

  it('does not replace what appeared meanwhile', async () => {
    const { folder } = await backup();
    const target = join(root, 'restored');
    const order = await orderFor(folder, {
      faultPoint: async name => {
        if (name === 'restore:rename:before') await mkdir(target);
      },
    });
    await expect(restoreBackup(order)).rejects.toMatchObject({
      code: 'restore-target-exists',
    });
    expect(await readdir(root)).toEqual(['restored']);
    expect(await readdir(target)).toEqual([]);
  });

  it.each([
    ['outside', (r: string) => join(r, '..', 'elsewhere')],
    ['the root itself', (r: string) => r],
    ['by dots', (r: string) => `${r}/x/../../elsewhere`],
    ['by a link', (r: string) => join(r, 'link', 'x')],
    ['relative', () => 'x'],
    ['with NUL', (r: string) => `${r}/x\0y`],
  ])('refuses a place that is %s', async (_, targetOf) => {
    const { folder } = await backup([]);
    const elsewhere = await bench.folder('elsewhere');
    await symlink(elsewhere, join(root, 'link'));
    const order = await orderFor(folder, { target: targetOf(root) });
    await expect(restoreBackup(order)).rejects.toMatchObject({
      code: 'restore-target-outside',
    });
    expect(await readdir(elsewhere)).toEqual([]);
    expect(await readdir(root)).toEqual(['link']);
  });

  it('needs the right identity, and says which', async () => {
    const { folder } = await backup();
    const other = await makeIdentity();
    await expect(
      restoreBackup(await orderFor(folder, { identities: [] })),
    ).rejects.toMatchObject({
      code: 'identity-missing',
      details: { recipients: [keys.recipient] },
    });
    await expect(
      restoreBackup(await orderFor(folder, { identities: [other.identity] })),
    ).rejects.toMatchObject({
      code: 'identity-mismatch',
      details: { recipients: [keys.recipient], held: [other.recipient] },
    });
    expect(await readdir(root)).toEqual([]);
    // One of several that fits is enough.
    const both = [other.identity, keys.identity];
    await restoreBackup(await orderFor(folder, { identities: both }));
  });

  describe.each([
    ['encrypted', true],
    ['in clear', false],
  ])('%s', (_, encrypted) => {
    const suffix = encrypted ? '.zst.age' : '.zst';

    it.each<[string, (key: string, folder: string) => Promise<void>]>([
      ['one bit is flipped at the end', key => flip(bench, key, -5)],
      ['one bit is flipped in the middle', key => flip(bench, key, 1_000_000)],
      [
        'it is cut',
        async key =>
          replace(bench, key, (await bytesOf(bench, key)).subarray(0, -100)),
      ],
      [
        'it is longer',
        async key =>
          replace(
            bench,
            key,
            Buffer.concat([await bytesOf(bench, key), Buffer.alloc(9)]),
          ),
      ],
      [
        'it is another artifact',
        async (key, folder) =>
          replace(
            bench,
            key,
            await bytesOf(bench, `${folder}/a1/notes.txt${suffix}`),
          ),
      ],
    ])('releases nothing where %s', async (__, damage) => {
      const { folder, manifest } = await backup(encrypted ? undefined : []);
      await damage(`${folder}/a1/orders.db${suffix}`, folder);
      const error = await restoreBackup(await orderFor(folder)).catch(e => e);
      expect(['backup-damaged', 's3-corrupt']).toContain(error.code);
      expect(error.also).toEqual([]);
      expect(await readdir(root)).toEqual([]);
      const download = openArtifact(
        bench.bucket,
        folder,
        manifest,
        'orders.db',
        {
          form: 'original',
          identities: [keys.identity],
          signal: new AbortController().signal,
        },
      );
      await expect(
        (async () => {
          for await (const chunk of download) void chunk;
        })(),
      ).rejects.toBeInstanceOf(UnderstudyError);
    });
  });

  it('is not fooled by an executor that stops reading early', async () => {
    const { folder } = await backup([]);
    await flip(bench, `${folder}/a1/orders.db.zst`, -1);
    const hasty = ToySource.create();
    hasty.restore = async () => {};
    await expect(
      restoreBackup(await orderFor(folder, { executor: hasty })),
    ).rejects.toBeInstanceOf(UnderstudyError);
    expect(await readdir(root)).toEqual([]);
  });

  it('names the damage, not what an executor made of it', async () => {
    const { folder } = await backup([]);
    await flip(bench, `${folder}/a1/orders.db.zst`, 1_000_000);
    const executor = ToySource.create();
    executor.restore = async (_artifact, stream) => {
      try {
        for await (const chunk of stream) expect(chunk).toBeDefined();
      } catch {
        throw new Error('tar: unexpected end of archive');
      }
    };
    const error = await restoreBackup(
      await orderFor(folder, { executor }),
    ).catch(e => e);
    expect(['backup-damaged', 's3-corrupt']).toContain(error.code);
  });

  it.each([
    'restore:artifact:before',
    'restore:artifact:after',
    'restore:rename:before',
  ])('leaves nothing where it fails at %s', async point => {
    const { folder } = await backup();
    const order = await orderFor(folder, {
      faultPoint: name => {
        if (name === point) throw new Error('a fault');
      },
    });
    await expect(restoreBackup(order)).rejects.toMatchObject({
      code: 'defect',
    });
    expect(await readdir(root)).toEqual([]);
    // What an earlier attempt of the run left is no obstacle.
    await mkdir(`${order.target}.partial-${order.runId}/old`, {
      recursive: true,
    });
    await restoreBackup({ ...order, faultPoint: undefined });
    expect(await readdir(root)).toEqual(['restored']);
  });

  it('ends when it is cancelled, whatever the executor does', async () => {
    const { folder } = await backup();
    const stop = new AbortController();
    const reason = new UnderstudyError('cancelled', { by: 'jo' });
    const stuck = ToySource.create();
    stuck.restore = async () => {
      stop.abort(reason);
      await new Promise(() => {});
    };
    const order = await orderFor(folder, {
      executor: stuck,
      signal: stop.signal,
    });
    await expect(restoreBackup(order)).rejects.toBe(reason);
    expect(await readdir(root)).toEqual([]);
  });

  it('tells an executor that fails in its own words', async () => {
    const { folder } = await backup();
    const executor = ToySource.create();
    const error = new UnderstudyError('restore-unsafe', { entry: '../x' });
    executor.restore = async () => {
      throw error;
    };
    await expect(
      restoreBackup(await orderFor(folder, { executor })),
    ).rejects.toBe(error);
    await chmod(root, 0o700);
    expect(await readdir(root)).toEqual([]);
  });

  it('does not restore what is gone or being deleted', async () => {
    const { folder, manifestKey } = await backup();
    await replace(bench, `${folder}/deleted.json`, Buffer.from('{}'));
    await expect(restoreBackup(await orderFor(folder))).rejects.toMatchObject({
      code: 'backup-deleting',
    });
    const gone = folder.replace(/[0-9a-f]{12}$/, '0123456789ab');
    await expect(restoreBackup(await orderFor(gone))).rejects.toMatchObject({
      code: 'backup-gone',
      message: expect.stringContaining('manifest.json'),
    });
    expect(manifestKey).toContain(folder);
  });

  it('gives the stored bytes to whoever asks, identity or not', async () => {
    const { folder, manifest } = await backup();
    const stored = openArtifact(bench.bucket, folder, manifest, 'notes.txt', {
      form: 'stored',
      identities: [],
      signal: new AbortController().signal,
    });
    const parts: Buffer[] = [];
    for await (const part of stored) parts.push(part as Buffer);
    const there = await bytesOf(bench, `${folder}/a1/notes.txt.zst.age`);
    expect(Buffer.concat(parts).equals(there)).toBe(true);
    expect(() =>
      openArtifact(bench.bucket, folder, manifest, 'notes.txt', {
        form: 'original',
        identities: [],
        signal: new AbortController().signal,
      }),
    ).toThrow(expect.objectContaining({ code: 'identity-missing' }));
  });
});
