import { randomUUID } from 'node:crypto';
import { Bench } from '../__testUtils__/bench';
import { bytesOf, replace } from '../__testUtils__/stored';
import { deleteObjects } from '../storage';
import { checkOwner, claimPrefix } from '.';

const OTHER = '33333333-3333-4333-8333-333333333333';
const baseUrl = 'http://localhost:3000';

jest.setTimeout(60_000);

describe('owner and epoch', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await Bench.create();
  });
  afterEach(() => bench.close());

  const claim = (options: { instance?: string; adopt?: boolean } = {}) =>
    claimPrefix(bench.bucket, {
      instance: bench.instance,
      baseUrl,
      ...options,
    });

  it('a claim says who holds the prefix, by file and by name alone', async () => {
    const { owner } = bench;
    expect(owner).toMatchObject({
      format: 1,
      instance: bench.instance,
      epoch: 1,
      baseUrl,
      publicKey: null,
    });
    expect(await bench.keys()).toEqual([
      `_owner/0000000001_${owner.owner}_${owner.instance}`,
      'understudy.json',
    ]);
    await checkOwner(bench.bucket, owner);
  });

  it('is idempotent, and puts right what a crash left behind', async () => {
    const { owner } = bench;
    expect(await claim()).toEqual(owner);
    const marker = `_owner/0000000001_${owner.owner}_${owner.instance}`;
    await deleteObjects(bench.bucket, [bench.bucket.key(marker)]);
    await expect(checkOwner(bench.bucket, owner)).rejects.toMatchObject({
      code: 'foreign-prefix',
    });
    expect(await claim()).toEqual(owner);
    await checkOwner(bench.bucket, owner);
    await deleteObjects(bench.bucket, [bench.bucket.key('understudy.json')]);
    expect((await claim()).owner).toBe(owner.owner);
    expect(await bench.keys()).toHaveLength(2);
  });

  it('refuses another portal, and tells it whose it is', async () => {
    await expect(claim({ instance: OTHER })).rejects.toMatchObject({
      code: 'foreign-prefix',
      details: { other: bench.instance, baseUrl, date: bench.owner.since },
    });
    expect(await bench.keys()).toHaveLength(2);
  });

  it('adopting raises the epoch; the old portal stops and says so', async () => {
    const adopted = await claim({ instance: OTHER, adopt: true });
    expect(adopted).toMatchObject({
      owner: bench.owner.owner,
      instance: OTHER,
      epoch: 2,
    });
    await checkOwner(bench.bucket, adopted);
    await expect(checkOwner(bench.bucket, bench.owner)).rejects.toMatchObject({
      code: 'stale-epoch',
      details: { epoch: 1, current: 2 },
    });
    await expect(claim()).rejects.toMatchObject({ code: 'foreign-prefix' });
    // And back again.
    const back = await claim({ adopt: true });
    expect(back).toMatchObject({ owner: bench.owner.owner, epoch: 3 });
    await expect(checkOwner(bench.bucket, adopted)).rejects.toMatchObject({
      code: 'stale-epoch',
    });
  });

  it('two portals that adopt at once: one holds it, both know which', async () => {
    const instances = [OTHER, '44444444-4444-4444-8444-444444444444'];
    const results = await Promise.allSettled(
      instances.map(instance => claim({ instance, adopt: true })),
    );
    const rulers = await Promise.allSettled(
      results.map(result =>
        result.status === 'fulfilled'
          ? checkOwner(bench.bucket, result.value)
          : Promise.reject(result.reason),
      ),
    );
    expect(rulers.filter(({ status }) => status === 'fulfilled')).toHaveLength(
      1,
    );
  });

  it('two that find an empty prefix at once: one owner', async () => {
    const bucket = bench.open({ prefix: 'empty' });
    const instances = [randomUUID(), randomUUID()];
    const results = await Promise.allSettled(
      instances.map(instance => claimPrefix(bucket, { instance, baseUrl })),
    );
    expect(results.map(({ status }) => status).sort()).toEqual([
      'fulfilled',
      'rejected',
    ]);
    // Replicas of one portal agree instead.
    const shared = bench.open({ prefix: 'shared' });
    const instance = randomUUID();
    const files = await Promise.all(
      [1, 2, 3].map(() => claimPrefix(shared, { instance, baseUrl })),
    );
    expect(new Set(files.map(({ owner }) => owner)).size).toBe(1);
  });

  it.each(['', 'backups/deeper', 'backups/deeper/still'])(
    'refuses %j, which lies within or around another prefix',
    async prefix => {
      const bucket = bench.open({ prefix });
      await expect(
        claimPrefix(bucket, { instance: bench.instance, baseUrl }),
      ).rejects.toMatchObject({ code: 'nested-prefix' });
    },
  );

  it.each(['backups2', 'back', 'other/backups'])(
    'takes %j, which lies beside it',
    async prefix => {
      const bucket = bench.open({ prefix });
      const claimed = await claimPrefix(bucket, {
        instance: bench.instance,
        baseUrl,
      });
      expect(claimed.owner).not.toBe(bench.owner.owner);
    },
  );

  it('somebody else’s file of the same name is no prefix of ours', async () => {
    await replace(bench, 'x/understudy.json', Buffer.from('{"a":1}'));
    await deleteObjects(
      bench.bucket,
      (await bench.keys()).slice(0, 2).map(key => bench.bucket.key(key)),
    );
    await claim();
  });

  it('an owner file that cannot be read is left alone', async () => {
    await replace(bench, 'understudy.json', Buffer.from('{"format":2}'));
    await expect(claim({ adopt: true })).rejects.toMatchObject({
      code: 'manifest-unreadable',
    });
    expect((await bytesOf(bench, 'understudy.json')).toString()).toBe(
      '{"format":2}',
    );
  });

  it('what is no marker does not rule', async () => {
    await replace(bench, '_owner/zzz', Buffer.alloc(0));
    await replace(bench, '_owner/9999999999_x_y', Buffer.alloc(0));
    await checkOwner(bench.bucket, bench.owner);
  });
});
