import { randomBytes } from 'node:crypto';
import { Bench } from './__testUtils__/bench';
import { orderOf } from './__testUtils__/order';
import { flip } from './__testUtils__/stored';
import { backUp } from './backUp';
import {
  acceptHeld,
  AcceptHeldOrder,
  FoundBackup,
  listBackups,
  runFolder,
} from '.';

const files = { 'orders.db': randomBytes(100_000) };

jest.setTimeout(60_000);

describe('acceptHeld', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.create();
  });
  afterEach(() => bench.close());

  async function heldRun() {
    const order = await orderOf(bench, { files }, { minimumBytes: 1e6 });
    await expect(backUp(order)).rejects.toMatchObject({ code: 'suspicious' });
    return runFolder({
      ...order.run,
      at: order.run.slot!,
      runId: order.run.id,
    });
  }

  const orderFor = (
    folder: string,
    changes: Partial<AcceptHeldOrder> = {},
  ): AcceptHeldOrder => ({
    bucket: bench.bucket,
    owner: bench.owner,
    folder,
    by: 'user:default/jo',
    signal: new AbortController().signal,
    log: () => {},
    mayPublish: async () => true,
    ...changes,
  });

  async function found(): Promise<FoundBackup[]> {
    const all: FoundBackup[] = [];
    for await (const each of listBackups(bench.bucket)) all.push(each);
    return all;
  }

  it('publishes what was held, once', async () => {
    const folder = await heldRun();
    const accepted = await acceptHeld(orderFor(folder));
    expect(await found()).toMatchObject([
      { id: accepted.id, manifest: accepted.manifest, deleting: false },
    ]);
    expect(await acceptHeld(orderFor(folder))).toEqual(accepted);
    const names = (await bench.runKeys()).map(key =>
      key.slice(folder.length + 1),
    );
    expect(names).toEqual([
      'a1/intent.json',
      'a1/orders.db.zst',
      'manifest.json',
    ]);
  });

  it('publishes nothing whose bytes changed while they were held', async () => {
    const folder = await heldRun();
    await flip(bench, `${folder}/a1/orders.db.zst`, 50_000);
    await expect(acceptHeld(orderFor(folder))).rejects.toMatchObject({
      code: 'backup-damaged',
    });
    bench.s3.faults.clear();
    expect(await found()).toEqual([]);
  });

  it('reads every byte, whatever the store says of itself', async () => {
    const folder = await heldRun();
    bench.s3.faults.add({
      operation: 'GetObject',
      key: /orders\.db/,
      count: Infinity,
      effect: { flipByteAt: 5 },
    });
    await expect(acceptHeld(orderFor(folder))).rejects.toMatchObject({
      code: 's3-corrupt',
    });
    expect(await found()).toEqual([]);
  });

  it('publishes nothing without a yes, or where nothing is held', async () => {
    const folder = await heldRun();
    await expect(
      acceptHeld(orderFor(folder, { mayPublish: async () => false })),
    ).rejects.toMatchObject({ code: 'lease-lost' });
    expect(await found()).toEqual([]);
    const gone = folder.replace(/[0-9a-f]{12}$/, '0123456789ab');
    await expect(acceptHeld(orderFor(gone))).rejects.toMatchObject({
      code: 'backup-gone',
    });
  });
});
