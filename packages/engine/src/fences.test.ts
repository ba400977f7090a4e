import { randomBytes } from 'node:crypto';
import { Bench } from './__testUtils__/bench';
import { orderOf } from './__testUtils__/order';
import { backUp } from './backUp';
import type { BackUpOrder } from './backUpOrder';
import {
  FAULT_POINTS,
  FaultPoint,
  FoundBackup,
  getText,
  listBackups,
  putObject,
  runFolder,
  sweepAttempt,
  sweepUnknown,
  verifyBackup,
} from '.';

/** More than one part and all that is buffered before it: every point is passed, in order. */
const files = { 'orders.db': randomBytes(20 * 1024 * 1024) };
const POINTS = FAULT_POINTS.filter(name => name.startsWith('backup:'));

const folderOf = ({ run }: BackUpOrder) =>
  runFolder({ ...run, at: run.slot ?? run.startedAt, runId: run.id });

jest.setTimeout(60_000);

describe('fences', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.create();
  });
  afterEach(() => bench.close());

  async function found(): Promise<FoundBackup[]> {
    const all: FoundBackup[] = [];
    for await (const each of listBackups(bench.bucket)) all.push(each);
    return all;
  }

  const sweep = (order: BackUpOrder) =>
    sweepAttempt(bench.bucket, {
      folder: folderOf(order),
      attempt: order.run.attempt,
      log: () => {},
    });

  /** Every backup that is listed can be read, byte by byte. */
  async function allReadable(order: BackUpOrder): Promise<number> {
    const backups = await found();
    for (const { folder } of backups) {
      await verifyBackup({
        ...order,
        bucket: bench.bucket,
        folder,
        to: 'read',
        identities: [],
        by: 'test',
        onProgress: undefined,
      });
    }
    return backups.length;
  }

  it('a backup in several parts passes every one of its points, once', async () => {
    const passed: FaultPoint[] = [];
    await backUp(
      await orderOf(
        bench,
        { files },
        { faultPoint: name => void passed.push(name) },
      ),
    );
    expect(passed).toEqual(POINTS);
  });

  it.each(POINTS)(
    'fails at %s: no false success, nothing left',
    async point => {
      const order = await orderOf(
        bench,
        { files },
        {
          faultPoint: name => {
            if (name === point) throw new Error('a fault');
          },
        },
      );
      const published = point === 'backup:manifest:after';
      await expect(backUp(order)).rejects.toMatchObject({ code: 'defect' });
      expect(order.executor.closed).toBe(order.executor.opened);
      expect(await allReadable(order)).toBe(published ? 1 : 0);
      expect((await bench.runKeys()).length > 0).toBe(published);
      expect(await bench.uploads()).toBe(0);
      // The next attempt of the run goes well, and there is one backup.
      const again = await orderOf(
        bench,
        { files },
        { run: { ...order.run, attempt: 2 } },
      );
      await backUp(again);
      expect(await allReadable(again)).toBe(1);
    },
  );

  it.each(POINTS)(
    'stops for ever at %s: the sweeper leaves nothing',
    async point => {
      const own = bench.open();
      let reached: () => void = () => {};
      const there = new Promise<void>(resolve => {
        reached = resolve;
      });
      const dead = await orderOf(
        bench,
        { files },
        {
          faultPoint: name => {
            if (name !== point) return undefined;
            reached();
            return new Promise<void>(() => {});
          },
        },
      );
      dead.destinations[0] = { ...dead.destinations[0], bucket: own };
      backUp(dead).catch(() => {});
      await there;
      const published = point === 'backup:manifest:after';
      await sweep(dead);
      expect(await allReadable(dead)).toBe(published ? 1 : 0);
      expect((await bench.runKeys()).length > 0).toBe(published);
      expect(await bench.uploads()).toBe(0);
      // Sweeping twice is harmless.
      expect(await sweep(dead)).toEqual({ aborted: 0, deleted: 0 });
    },
  );

  it('two attempts that may both publish: one manifest, and it is whole', async () => {
    let waiting = 0;
    let go: () => void = () => {};
    const both = new Promise<void>(resolve => {
      go = resolve;
    });
    const meet = async (name: FaultPoint) => {
      if (name !== 'backup:manifest:before') return;
      waiting += 1;
      if (waiting === 2) go();
      await both;
    };
    const first = await orderOf(bench, { files }, { faultPoint: meet });
    const second = await orderOf(
      bench,
      { files },
      { faultPoint: meet, run: { ...first.run, attempt: 2 } },
    );
    second.destinations[0] = {
      ...second.destinations[0],
      bucket: bench.open(),
    };
    const results = await Promise.allSettled([backUp(first), backUp(second)]);
    const failed = results.filter(({ status }) => status === 'rejected');
    expect(failed).toMatchObject([{ reason: { code: 's3-conflict' } }]);
    expect(await allReadable(first)).toBe(1);
    const winner = results[0].status === 'fulfilled' ? 'a1/' : 'a2/';
    const names = (await bench.runKeys()).map(key => key.split('/').slice(5));
    const attempts = names.filter(([name]) => /^a\d$/.test(name));
    expect(attempts.map(([name]) => `${name}/`)).toEqual([winner, winner]);
  });

  it('an attempt frozen before its PUT finds the other manifest', async () => {
    let thaw: () => void = () => {};
    const frozen = new Promise<void>(resolve => {
      thaw = resolve;
    });
    let asked: () => void = () => {};
    const there = new Promise<void>(resolve => {
      asked = resolve;
    });
    const first = await orderOf(
      bench,
      { files },
      {
        faultPoint: async name => {
          if (name !== 'backup:publish:asked') return;
          asked();
          await frozen;
        },
      },
    );
    const sleeping = backUp(first);
    sleeping.catch(() => {});
    await there;
    await sweep(first);
    const second = await orderOf(
      bench,
      { files },
      { run: { ...first.run, attempt: 2 } },
    );
    const { destinations } = await backUp(second);
    thaw();
    await expect(sleeping).rejects.toMatchObject({ code: 's3-conflict' });
    expect(await allReadable(second)).toBe(1);
    expect((await found())[0].id).toBe(destinations[0].backup!.id);
    expect((await found())[0].manifest!.attempt).toBe(2);
  });

  it('an attempt whose artifacts were swept while it was frozen is withdrawn', async () => {
    const order: BackUpOrder = await orderOf(
      bench,
      { files },
      {
        faultPoint: async name => {
          if (name === 'backup:publish:asked') await sweep(order);
        },
      },
    );
    await expect(backUp(order)).rejects.toMatchObject({ code: 'lease-lost' });
    expect(await found()).toEqual([]);
    expect(await bench.runKeys()).toEqual([]);
  });

  it('where the store ignores conditions, a manifest that is there is seen', async () => {
    bench.s3.faults.add({
      count: Infinity,
      effect: { ignoreConditions: true },
    });
    const bucket = bench.open({ profile: { conditionalPut: 'no' } });
    const second = await orderOf(bench, { files });
    second.run.attempt = 2;
    const first = await orderOf(
      bench,
      { files },
      {
        run: { ...second.run, attempt: 1 },
        faultPoint: async name => {
          if (name === 'backup:publish:asked') await backUp(second);
        },
      },
    );
    for (const order of [first, second]) {
      order.destinations[0] = { ...order.destinations[0], bucket };
    }
    await expect(backUp(first)).rejects.toMatchObject({ code: 's3-conflict' });
    expect((await found())[0].manifest!.attempt).toBe(2);
    expect(await allReadable(second)).toBe(1);
  });

  it('the same attempt made twice does not touch what the first one made', async () => {
    const order = await orderOf(
      bench,
      { files },
      {
        faultPoint: async name => {
          if (name !== 'backup:check:after') return;
          const twin = await orderOf(bench, { files }, { run: order.run });
          await expect(backUp(twin)).rejects.toMatchObject({
            code: 's3-conflict',
          });
        },
      },
    );
    await backUp(order);
    expect(await allReadable(order)).toBe(1);
  });

  describe('sweepUnknown', () => {
    const log = () => {};

    /** An attempt that stopped for ever in mid-upload. */
    async function deadAttempt() {
      let reached: () => void = () => {};
      const there = new Promise<void>(resolve => {
        reached = resolve;
      });
      const dead = await orderOf(
        bench,
        { files },
        {
          faultPoint: name => {
            if (name !== 'backup:artifact:part') return undefined;
            reached();
            return new Promise<void>(() => {});
          },
        },
      );
      backUp(dead).catch(() => {});
      await there;
      return dead;
    }

    it('takes what no row knows, when it is old enough, and only that', async () => {
      const alive = await orderOf(bench, { files });
      await backUp(alive);
      await deadAttempt();
      const kept = await bench.runKeys();
      const owner = bench.owner;
      const later = new Date(Date.now() + 60_000);
      const yes = { owner, log, knows: async () => true, olderThan: later };
      const no = { owner, log, knows: async () => false };
      await sweepUnknown(bench.bucket, yes);
      await sweepUnknown(bench.bucket, {
        ...no,
        olderThan: new Date(Date.now() - 86_400_000),
      });
      expect(await bench.runKeys()).toEqual(kept);
      expect(await bench.uploads()).toBe(1);

      const swept = await sweepUnknown(bench.bucket, {
        ...no,
        olderThan: later,
      });
      expect(swept).toMatchObject({ attempts: 1, aborted: 1 });
      expect(await bench.uploads()).toBe(0);
      const left = await bench.runKeys();
      expect(left.every(key => key.includes(alive.run.id))).toBe(true);
      expect(await allReadable(alive)).toBe(1);
    });

    it('takes nothing where another portal rules', async () => {
      await deadAttempt();
      const options = {
        owner: { ...bench.owner, epoch: 7 },
        log,
        knows: async () => false,
        olderThan: new Date(Date.now() + 60_000),
      };
      await expect(sweepUnknown(bench.bucket, options)).rejects.toMatchObject({
        code: 'foreign-prefix',
      });
      expect(await bench.uploads()).toBe(1);
    });

    it('takes what was held when its time is over, and not before', async () => {
      const order = await orderOf(bench, { files }, { minimumBytes: 1e9 });
      await expect(backUp(order)).rejects.toMatchObject({ code: 'suspicious' });
      const options = {
        owner: bench.owner,
        log,
        knows: async () => false,
        olderThan: new Date(Date.now() + 60_000),
      };
      await sweepUnknown(bench.bucket, options);
      await sweep(order);
      expect(await bench.runKeys()).toHaveLength(3);
      const key = (await bench.runKeys()).find(name => /held/.test(name))!;
      const held = JSON.parse(
        (await getText(bench.bucket, bench.bucket.key(key)))!,
      );
      held.until = new Date(Date.now() - 1).toISOString();
      await putObject(bench.bucket, {
        key: bench.bucket.key(key),
        body: Buffer.from(JSON.stringify(held)),
      });
      await sweepUnknown(bench.bucket, { ...options, knows: async () => true });
      expect(await bench.runKeys()).toEqual([]);
    });
  });
});
