import { randomBytes } from 'node:crypto';
import { Bench, runId } from '../__testUtils__/bench';
import { orderOf } from '../__testUtils__/order';
import { bytesOf, replace } from '../__testUtils__/stored';
import { backUp } from '../backUp';
import {
  FoundBackup,
  listBackups,
  ListBackupsOptions,
  readBackup,
  writePlanFile,
  writeProof,
  writeStatusFile,
} from '.';

const files = { 'orders.db': randomBytes(1000) };

jest.setTimeout(60_000);

describe('listBackups', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.create();
  });
  afterEach(() => bench.close());

  async function found(
    options: ListBackupsOptions = {},
  ): Promise<FoundBackup[]> {
    const all: FoundBackup[] = [];
    for await (const each of listBackups(bench.bucket, options)) all.push(each);
    return all;
  }

  async function backup(run: {
    entityRef?: string | null;
    plan?: string;
    slot?: string;
  }) {
    const order = await orderOf(
      bench,
      { files },
      { run: { ...run, id: runId() } },
    );
    return (await backUp(order)).destinations[0].backup!;
  }

  it('finds backups of entities and of the portal, by plan, in order of time', async () => {
    const newer = await backup({ slot: '2026-11-22T02:00:00.000Z' });
    const older = await backup({ slot: '2026-11-21T02:00:00.000Z' });
    const portal = await backup({ entityRef: null, plan: 'portal' });
    const sibling = await backup({ plan: 'toys-2' });
    const ids = (backups: FoundBackup[]) => backups.map(({ id }) => id);
    expect(ids(await found()).sort()).toEqual(
      [older, newer, portal, sibling].map(({ id }) => id).sort(),
    );
    const toys = { entityRef: 'component:default/toys', plan: 'toys' };
    expect(ids(await found({ plan: toys }))).toEqual([older.id, newer.id]);
    expect(
      ids(await found({ plan: { entityRef: null, plan: 'portal' } })),
    ).toEqual([portal.id]);
    expect(await found({ plan: { entityRef: null, plan: 'none' } })).toEqual(
      [],
    );
  });

  it('finds one whose manifest cannot be read, and goes on', async () => {
    const broken = await backup({ slot: '2026-11-21T02:00:00.000Z' });
    const newer = await backup({ slot: '2026-11-22T02:00:00.000Z' });
    const sound = await backup({ slot: '2026-11-23T02:00:00.000Z' });
    const swapped = await backup({ slot: '2026-11-24T02:00:00.000Z' });
    await replace(bench, broken.manifestKey, Buffer.from('{"format":'));
    const future = JSON.stringify({
      format: 'understudy/backup',
      version: '2.0',
    });
    await replace(bench, newer.manifestKey, Buffer.from(future));
    await replace(
      bench,
      swapped.manifestKey,
      await bytesOf(bench, sound.manifestKey),
    );
    expect(await found()).toMatchObject([
      {
        id: null,
        folder: broken.folder,
        problem: { code: 'manifest-unreadable' },
      },
      { id: null, folder: newer.folder, problem: { code: 'manifest-newer' } },
      { id: sound.id, problem: null },
      {
        id: null,
        manifest: null,
        problem: { message: expect.stringContaining('another run') },
      },
    ]);
  });

  it('a store that fails is not a bucket without backups', async () => {
    await backup({});
    bench.s3.faults.add({
      operation: 'GetObject',
      count: Infinity,
      effect: { status: 403, code: 'AccessDenied' },
    });
    await expect(found()).rejects.toMatchObject({ code: 's3-denied-get' });
  });

  it('does not take plans, proofs and strangers for backups', async () => {
    const { folder, id } = await backup({});
    await writePlanFile(bench.bucket, {
      format: 'understudy/plan',
      name: 'toys',
      title: 'Toys',
      entityRef: 'component:default/toys',
      source: { type: 'toy' },
      freshness: 1000,
      recipients: [],
      destinations: [],
    });
    await writeStatusFile(bench.bucket, {
      format: 'understudy/status',
      at: new Date().toISOString(),
      automaticBackup: true,
      plans: [],
    });
    for (const key of [
      'x/manifest.json',
      'a/b/c/d/e/manifest.json',
      `_checkup/${folder}/manifest.json`,
    ]) {
      await replace(bench, key, Buffer.from('{}'));
    }
    const proof = {
      format: 'understudy/proof' as const,
      rung: 'read' as const,
      ok: false,
      at: '2026-11-21T03:00:00.000Z',
      by: 'test',
      milliseconds: 1,
      evidence: {},
    };
    await writeProof(bench.bucket, folder, proof);
    await writeProof(bench.bucket, folder, {
      ...proof,
      rung: 'stored',
      ok: true,
      at: '2026-11-21T02:59:59.000Z',
    });
    const all = await found({ withProofs: true });
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({ id, proofs: [{ rung: 'stored' }, proof] });
    const { proofs } = await readBackup(bench.bucket, folder);
    expect(proofs.map(({ ok }) => ok)).toEqual([true, false]);
    expect(await bench.keys('status.json')).toEqual(['status.json']);
    expect(
      await bench.keys('component/default/toys/toys/plan.json'),
    ).toHaveLength(1);
  });
});
