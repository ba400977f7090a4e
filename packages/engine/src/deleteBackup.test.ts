import { randomBytes } from 'node:crypto';
import { Bench } from './__testUtils__/bench';
import { orderOf } from './__testUtils__/order';
import { replace } from './__testUtils__/stored';
import { backUp } from './backUp';
import {
  deleteBackup,
  DeleteOrder,
  FAULT_POINTS,
  FoundBackup,
  listBackups,
  verifyBackup,
} from '.';

const files = { 'orders.db': randomBytes(100_000) };
const POINTS = FAULT_POINTS.filter(name => name.startsWith('delete:'));

jest.setTimeout(60_000);

describe('deleteBackup', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.create();
  });
  afterEach(() => bench.close());

  async function backup() {
    const order = await orderOf(bench, { files });
    const { folder } = (await backUp(order)).destinations[0].backup!;
    await verifyBackup({
      ...order,
      bucket: bench.bucket,
      folder,
      to: 'stored',
      identities: [],
      by: 'test',
      onProgress: undefined,
    });
    return { folder, order };
  }

  const orderFor = (
    folder: string,
    changes: Partial<DeleteOrder> = {},
  ): DeleteOrder => ({
    bucket: bench.bucket,
    owner: bench.owner,
    folder,
    by: 'user:default/jo',
    why: 'by hand',
    mayDelete: async () => true,
    log: () => {},
    ...changes,
  });

  async function found(): Promise<FoundBackup[]> {
    const all: FoundBackup[] = [];
    for await (const each of listBackups(bench.bucket)) all.push(each);
    return all;
  }

  it('leaves nothing of one backup and all of another', async () => {
    const { folder } = await backup();
    const other = await backup();
    const kept = (await bench.runKeys()).filter(key =>
      key.startsWith(other.folder),
    );
    const passed: string[] = [];
    await deleteBackup(
      orderFor(folder, { faultPoint: name => void passed.push(name) }),
    );
    expect(passed).toEqual(POINTS);
    expect(await bench.runKeys()).toEqual(kept);
    // Done is done.
    await deleteBackup(orderFor(folder));
    expect(await bench.runKeys()).toEqual(kept);
  });

  it.each(POINTS)(
    'broken off at %s it goes on where it is called again',
    async point => {
      const { folder } = await backup();
      const before = await bench.runKeys();
      const [{ id }] = await found();
      const broken = orderFor(folder, {
        faultPoint: name => {
          if (name === point) throw new Error('a fault');
        },
      });
      await expect(deleteBackup(broken)).rejects.toMatchObject({
        code: 'defect',
      });
      const begun = point !== 'delete:tombstone:before';
      // Being deleted: still found under its id, and never good.
      const expected =
        point === 'delete:end:after' ? [] : [{ id, folder, deleting: begun }];
      expect(await found()).toMatchObject(expected);
      const untouched = (await bench.runKeys()).join() === before.join();
      expect(untouched).toBe(!begun);
      await deleteBackup(orderFor(folder));
      expect(await bench.runKeys()).toEqual([]);
    },
  );

  it('is asked, and does nothing without a yes', async () => {
    const { folder } = await backup();
    const before = await bench.runKeys();
    await expect(
      deleteBackup(orderFor(folder, { mayDelete: async () => false })),
    ).rejects.toMatchObject({ code: 'lease-lost' });
    expect(await bench.runKeys()).toEqual(before);
  });

  it('does nothing where another portal rules', async () => {
    const { folder } = await backup();
    const before = await bench.runKeys();
    const owner = {
      ...bench.owner,
      instance: '22222222-2222-4222-8222-222222222222',
    };
    await expect(
      deleteBackup(orderFor(folder, { owner })),
    ).rejects.toMatchObject({
      code: 'foreign-prefix',
    });
    expect(await bench.runKeys()).toEqual(before);
  });

  it('a manifest that cannot be read keeps its backup', async () => {
    const { folder } = await backup();
    await replace(bench, `${folder}/manifest.json`, Buffer.from('{'));
    const before = await bench.runKeys();
    await expect(deleteBackup(orderFor(folder))).rejects.toMatchObject({
      code: 'manifest-unreadable',
    });
    expect(await bench.runKeys()).toEqual(before);
    expect(await found()).toMatchObject([
      { id: null, manifest: null, problem: { code: 'manifest-unreadable' } },
    ]);
  });

  it('a delete that fails is a failure, and can be repeated', async () => {
    const { folder } = await backup();
    for (const operation of ['DeleteObject', 'DeleteObjects']) {
      bench.s3.faults.add({
        operation,
        count: Infinity,
        effect: { status: 403, code: 'AccessDenied' },
      });
    }
    await expect(deleteBackup(orderFor(folder))).rejects.toMatchObject({
      code: 's3-denied-delete',
    });
    bench.s3.faults.clear();
    await deleteBackup(orderFor(folder));
    expect(await bench.runKeys()).toEqual([]);
  });

  it('does not touch what is not ours', async () => {
    const { folder } = await backup();
    const theirs = [`${folder}/a1/README.txt`, `${folder}/notes.txt`];
    for (const key of theirs) await replace(bench, key, Buffer.from('mine'));
    const logged: string[] = [];
    await deleteBackup(
      orderFor(folder, { log: (_, text) => logged.push(text) }),
    );
    expect(await bench.runKeys()).toEqual(theirs);
    expect(logged.join()).toContain('2 objects that are not ours stay');
  });
});
