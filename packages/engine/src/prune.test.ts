import { randomBytes, randomUUID } from 'node:crypto';
import { PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { RetentionInput, retentionSchema } from '@understudy/model';
import { Bench, runId } from './__testUtils__/bench';
import { orderOf } from './__testUtils__/order';
import { replace } from './__testUtils__/stored';
import { backUp } from './backUp';
import {
  extendObjectLocks,
  listBackups,
  prune,
  PruneOrder,
  removeLock,
  writeLock,
  writeProof,
} from '.';
import { writeHeld } from './manifest/held';
import { deleteObjects, listVersions } from './storage';
import { extendRetention, readRetention } from './storage/objectLock';

const DAY = 86_400_000;
const PLAN = { entityRef: 'component:default/toys', plan: 'toys' };

jest.setTimeout(120_000);

describe('prune', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.create();
  });
  afterEach(() => bench.close());

  /** A backup of so many days ago, read or not. */
  async function backup(
    daysAgo: number,
    options: { bytes?: number; read?: boolean } = {},
  ): Promise<string> {
    const { bytes = 2000, read = true } = options;
    const files = { 'orders.db': randomBytes(bytes) };
    const slot = new Date(Date.now() - daysAgo * DAY).toISOString();
    const order = await orderOf(
      bench,
      { files },
      {
        run: { id: runId(), slot },
        pack: { compression: 'none', recipients: [] },
      },
    );
    const { folder } = (await backUp(order)).destinations[0].backup!;
    if (read) {
      await writeProof(bench.bucket, folder, {
        format: 'understudy/proof',
        rung: 'read',
        ok: true,
        at: new Date().toISOString(),
        by: 'test',
        milliseconds: 1,
        evidence: {},
      });
    }
    return folder;
  }

  /** The oldest first. */
  async function backups(count: number): Promise<string[]> {
    const made: string[] = [];
    for (let n = count; n > 0; n -= 1) made.push(await backup(n));
    return made;
  }

  const orderFor = (
    rules: RetentionInput,
    changes: Partial<PruneOrder> = {},
  ): PruneOrder => ({
    bucket: bench.bucket,
    owner: bench.owner,
    plan: PLAN,
    rules: retentionSchema.parse({ minimumGood: 1, ...rules }),
    timeZone: 'UTC',
    freshness: DAY,
    clocks: [],
    dryRun: false,
    by: 'retention',
    signal: new AbortController().signal,
    mayDelete: async () => true,
    log: () => {},
    ...changes,
  });

  async function folders(): Promise<string[]> {
    const found: string[] = [];
    for await (const each of listBackups(bench.bucket)) found.push(each.folder);
    return found;
  }

  it('deletes what the rules let go, the oldest first, and nothing else', async () => {
    const [one, two, three, four] = await backups(4);
    const theirs = [`${one}/notes.txt`, 'component/default/toys/README'];
    for (const key of theirs) await replace(bench, key, Buffer.from('mine'));
    const asked: string[] = [];
    const result = await prune(
      orderFor(
        { keepLast: 2 },
        {
          mayDelete: async id => {
            asked.push(id);
            return true;
          },
        },
      ),
    );
    expect(await folders()).toEqual([three, four]);
    expect(result.deleted).toEqual(asked);
    expect(result.decisions.map(({ folder, keep }) => [folder, keep])).toEqual([
      [four, true],
      [three, true],
      [two, false],
      [one, false],
    ]);
    expect(result.bytesDeleted).toBe(4000);
    const keys = await bench.keys();
    expect(keys).toEqual(expect.arrayContaining(theirs));
    const left = keys.filter(key => key.startsWith(one) || key.startsWith(two));
    expect(left).toEqual([theirs[0]]);
  });

  it('says in a dry run what would go, and touches nothing', async () => {
    await backups(3);
    const before = await bench.keys();
    const result = await prune(orderFor({ keepLast: 1 }, { dryRun: true }));
    expect(result.decisions.filter(({ keep }) => !keep)).toHaveLength(2);
    expect(result.deleted).toEqual([]);
    expect(await bench.keys()).toEqual(before);
  });

  describe('stops by itself', () => {
    const stops: Record<
      string,
      (made: string[]) => Promise<Partial<PruneOrder> | void>
    > = {
      'manifest-unreadable': async ([first]) =>
        replace(bench, `${first}/manifest.json`, Buffer.from('{')),
      'lock-unreadable': async ([first]) =>
        replace(bench, `${first}/lock.json`, Buffer.from('{}')),
      clock: async () => ({ clocks: [{ name: 'the database', ahead: -DAY }] }),
      quiet: async () => ({ freshness: -1 }),
      size: async () => {
        await backup(0, { bytes: 900 });
      },
      held: async ([first]) => {
        const folder = first.replace(/_[^_]*$/, `_${runId()}`);
        const [{ manifest }] = await found();
        await writeHeld(bench.bucket, folder, {
          manifest: manifest!,
          reason: 'small',
          until: new Date(Date.now() + DAY).toISOString(),
        });
      },
      'artifact-missing': async made => {
        const key = `${made[made.length - 1]}/a1/orders.db`;
        await deleteObjects(bench.bucket, [bench.bucket.key(key)]);
      },
    };

    async function found() {
      const all = [];
      for await (const each of listBackups(bench.bucket)) all.push(each);
      return all;
    }

    it.each(Object.keys(stops))('on %s', async code => {
      const made = await backups(4);
      const changes = (await stops[code](made)) ?? {};
      const before = await bench.keys();
      await expect(
        prune(orderFor({ keepLast: 1 }, changes)),
      ).rejects.toMatchObject({
        code: 'prune-stopped',
        details: { anomalies: [code] },
      });
      expect(await bench.keys()).toEqual(before);
    });

    it("where this machine's clock is not the store's", async () => {
      await backups(2);
      const now = Date.now();
      const ahead = { now: () => now + 20 * 60_000 };
      await expect(
        prune(orderFor({ keepLast: 1 }, ahead)),
      ).rejects.toMatchObject({ details: { anomalies: ['clock'] } });
    });
  });

  it('takes nothing where another portal rules, also in the middle', async () => {
    const made = await backups(4);
    let passed = 0;
    let before: string[] = [];
    const order = orderFor(
      { keepLast: 1 },
      {
        faultPoint: async name => {
          if (name !== 'prune:backup:after') return;
          passed += 1;
          const { owner } = bench.owner;
          const key = `_owner/0000000009_${owner}_${randomUUID()}`;
          await replace(bench, key, Buffer.alloc(0));
          before = await bench.keys();
        },
      },
    );
    await expect(prune(order)).rejects.toMatchObject({ code: 'stale-epoch' });
    expect(passed).toBe(1);
    expect(await bench.keys()).toEqual(before);
    expect(await folders()).toEqual(made.slice(1));
  });

  const LOCK = { reason: 'audit', by: 'jo', at: new Date().toISOString() };

  it('a lock that comes late still holds, or is refused', async () => {
    const made = await backups(3);
    const [first, second] = made;
    const outcomes: string[] = [];
    const lock = (folder: string) =>
      writeLock(bench.bucket, folder, { ...LOCK, until: null }).then(
        () => outcomes.push('locked'),
        error => outcomes.push(error.code),
      );
    let passed = 0;
    const result = await prune(
      orderFor(
        { keepLast: 1 },
        {
          faultPoint: async name => {
            // Between the look and the tombstone of the first; after that of the second.
            if (name === 'prune:backup:before') passed += 1;
            if (name === 'delete:tombstone:before' && passed === 1)
              await lock(first);
            if (name === 'delete:tombstone:after' && passed === 2)
              await lock(second);
          },
        },
      ),
    );
    expect(outcomes).toEqual(['locked', 'backup-deleting']);
    expect(result.spared).toHaveLength(1);
    expect(await folders()).toEqual([first, made[2]]);
    const [{ deleting }] = await listOf(listBackups(bench.bucket));
    expect(deleting).toBe(false);
    await removeLock(bench.bucket, first);
    await prune(orderFor({ keepLast: 1 }));
    expect(await folders()).toEqual([made[2]]);
  });

  async function listOf<T>(items: AsyncIterable<T>): Promise<T[]> {
    const all: T[] = [];
    for await (const item of items) all.push(item);
    return all;
  }

  it('leaves no version and no marker in a versioned bucket', async () => {
    await bench.bucket.client.send(
      new PutBucketVersioningCommand({
        Bucket: 'bench',
        VersioningConfiguration: { Status: 'Enabled' },
      }),
    );
    const [first, second] = await backups(2);
    await prune(orderFor({ keepLast: 1 }));
    const versions = await listOf(
      listVersions(bench.bucket, { prefix: bench.bucket.key('component/') }),
    );
    const ours = versions.map(({ key }) => key.slice('backups/'.length));
    expect(ours.filter(key => key.startsWith(first))).toEqual([]);
    expect(ours.some(key => key.startsWith(second))).toBe(true);
  });

  it("respects the store's own lock, and extends it with ours", async () => {
    await bench.close();
    bench = await Bench.create({ made: { objectLock: true } });
    const bucket = bench.open({
      profile: { objectLock: 'yes', versioning: 'yes' },
    });
    const [first, second, third] = await backups(3);
    const until = Math.ceil(Date.now() / 1000) * 1000 + DAY;
    const key = bucket.key(`${first}/a1/orders.db`);
    const mode = 'GOVERNANCE';
    await extendRetention(bucket, key, { until, mode });
    const order = orderFor({ keepLast: 1 }, { bucket });
    const { decisions } = await prune(order);
    expect(decisions.map(({ folder }) => folder)).toEqual([
      third,
      second,
      first,
    ]);
    expect(decisions[2]).toMatchObject({
      keep: true,
      reasons: [
        {
          code: 'object-lock',
          details: { until: new Date(until).toISOString() },
        },
      ],
    });
    expect(await folders()).toEqual([first, third]);
    // A lock of ours takes the store's along, and never shortens it.
    expect(await extendObjectLocks(bucket, first, until - DAY)).toBe(0);
    expect(await extendObjectLocks(bucket, first, until + DAY)).toBe(1);
    expect((await readRetention(bucket, key)).until).toBe(until + DAY);
    // Without a word of the profile it is asked, too.
    const unknown = orderFor({ keepLast: 1 });
    expect((await prune(unknown)).deleted).toEqual([]);
  });

  it('a delete that is refused is a failure, and the others go', async () => {
    const made = await backups(3);
    bench.s3.faults.add({
      operation: 'DeleteObject',
      key: new RegExp(made[0]),
      count: Infinity,
      effect: { status: 403, code: 'AccessDenied' },
    } as never);
    await expect(prune(orderFor({ keepLast: 1 }))).rejects.toMatchObject({
      code: 's3-denied-delete',
    });
    bench.s3.faults.clear();
    expect(await folders()).toEqual([made[0], made[2]]);
    await prune(orderFor({ keepLast: 1 }));
    expect(await folders()).toEqual([made[2]]);
  });

  it('is asked before each, and stops at a no', async () => {
    const made = await backups(3);
    const no = { mayDelete: async () => false };
    await expect(prune(orderFor({ keepLast: 1 }, no))).rejects.toMatchObject({
      code: 'lease-lost',
    });
    expect(await folders()).toEqual(made);
  });
});
