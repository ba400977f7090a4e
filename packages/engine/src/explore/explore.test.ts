import { startStore, TestStore } from '../storage/__testUtils__/startStore';
import { claimPrefix } from '../manifest';
import { putObject } from '../storage';
import { describeObject } from '../storage/describeObject';
import type { Bucket } from '../destination';
import { deleteLeftovers, listFolder, scanKeys, whyItStays } from '.';

jest.setTimeout(60_000);

const ORDERS = 'component/default/orders/orders';
const run = (n: number) =>
  `${ORDERS}/2026-11-21T02-00-00Z_019aa3c0-0000-7000-8000-${String(n).padStart(
    12,
    '0',
  )}`;
const instance = '6f1c52a8-30ab-4f0e-9d0f-2f6f2d1f9a11';

let store: TestStore;
let bucket: Bucket;

beforeAll(async () => {
  store = await startStore();
});
afterAll(() => store.stop());
beforeEach(() => {
  bucket = store.open();
});

const put = (key: string, body = 'x') =>
  putObject(bucket, { key: bucket.key(key), body: Buffer.from(body) });

const intent = (n: number, uploads: string[] = []) =>
  JSON.stringify({
    format: 'understudy/intent',
    owner: instance,
    instance,
    epoch: 1,
    runId: `019aa3c0-0000-7000-8000-${String(n).padStart(12, '0')}`,
    attempt: 1,
    plan: 'orders',
    startedAt: '2026-11-21T02:00:00.000Z',
    uploads: uploads.map(key => ({ key, uploadId: null })),
  });

async function all(
  options: Omit<Parameters<typeof scanKeys>[1], 'after'>,
): Promise<{ keys: string[]; pages: number }> {
  const keys: string[] = [];
  let pages = 0;
  let after: string | undefined;
  for (;;) {
    const page = await scanKeys(bucket, { ...options, after });
    expect(page.objects.length).toBeLessThanOrEqual(options.limit);
    keys.push(...page.objects.map(({ key }) => key));
    pages += 1;
    if (page.next === null) return { keys, pages };
    expect(page.next).not.toBe(after);
    after = page.next;
  }
}

describe('listFolder', () => {
  it('gives folders and objects of one level, page by page', async () => {
    for (let n = 0; n < 5; n += 1) await put(`${run(n)}/manifest.json`, '{}');
    await put('understudy.json', '{}');
    await put('holiday.jpg');
    expect(await listFolder(bucket, { path: '', limit: 200 })).toMatchObject({
      folders: ['component/'],
      objects: [
        { key: 'holiday.jpg', kind: 'not-ours', leftover: true },
        { key: 'understudy.json', kind: 'owner-file', leftover: false },
      ],
      next: null,
    });
    const first = await listFolder(bucket, { path: ORDERS, limit: 3 });
    expect(first.folders).toEqual([0, 1, 2].map(n => `${run(n)}/`));
    const second = await listFolder(bucket, {
      path: ORDERS,
      limit: 3,
      token: first.next ?? '',
    });
    expect(second.folders).toEqual([3, 4].map(n => `${run(n)}/`));
    expect(second.next).toBeNull();
  });

  it('never leaves the prefix', async () => {
    const beside = store.open({}, { prefix: `${bucket.prefix}-beside` });
    await putObject(beside, {
      key: beside.key('secret.txt'),
      body: Buffer.from('x'),
    });
    await put('mine.txt');
    const page = await listFolder(bucket, { path: '', limit: 200 });
    expect(page.objects.map(({ key }) => key)).toEqual(['mine.txt']);
    for (const path of ['..', '/', '../x', 'a/../../b', 'a\u0000']) {
      await expect(listFolder(bucket, { path, limit: 1 })).rejects.toThrow();
    }
  });
});

describe('scanKeys', () => {
  beforeEach(async () => {
    // published; held by an intent; orphaned; and something of somebody else
    await put(`${run(1)}/a1/orders.db`);
    await put(`${run(1)}/manifest.json`, '{}');
    await put(`${run(2)}/a1/intent.json`, intent(2, ['a1/orders.db']));
    await put(`${run(2)}/a1/orders.db`);
    await put(`${run(3)}/a1/orders.db`);
    await put(`${run(3)}/a2/Orders.db`);
    await put(`${run(4)}/deleted.json`, '{}');
    await put(`${run(4)}/a1/orders.db`);
    await put('holiday.jpg');
  });

  const leftovers = [`${run(3)}/a1/orders.db`, `${run(3)}/a2/Orders.db`];

  it('finds what belongs to nothing, in one page or in many', async () => {
    for (const limit of [1, 2, 200]) {
      const found = await all({ path: '', leftovers: true, limit });
      expect(found.keys).toEqual([...leftovers, 'holiday.jpg']);
    }
    const small = await all({ path: '', leftovers: true, limit: 9, budget: 1 });
    expect(small.keys).toEqual([...leftovers, 'holiday.jpg']);
    expect(small.pages).toBeGreaterThan(3);
  });

  it('judges a part of a folder by the whole', async () => {
    const inside = (n: number) =>
      all({ path: `${run(n)}/a1`, leftovers: true, limit: 9 });
    expect((await inside(1)).keys).toEqual([]);
    expect((await inside(4)).keys).toEqual([]);
    expect((await inside(3)).keys).toEqual([leftovers[0]]);
  });

  it('searches by text, in any case', async () => {
    const { keys } = await all({ path: '', text: 'A2/ORDERS', limit: 9 });
    expect(keys).toEqual([leftovers[1]]);
  });
});

describe('deleteLeftovers', () => {
  it('deletes only what nothing names, and only while we rule', async () => {
    const owner = await claimPrefix(bucket, { instance, baseUrl: 'http://a' });
    await put(`${run(1)}/a1/orders.db`);
    await put(`${run(1)}/manifest.json`, 'not JSON');
    await put(`${run(2)}/a1/intent.json`, intent(2, ['a1/orders.db']));
    await put(`${run(2)}/a1/orders.db`);
    await put(`${run(3)}/a1/orders.db`);
    await put('holiday.jpg');
    const keys = [
      `${run(1)}/a1/orders.db`,
      `${run(2)}/a1/orders.db`,
      `${run(3)}/a1/orders.db`,
      'holiday.jpg',
      'nowhere.jpg',
      'understudy.json',
      `${run(1)}/manifest.json`,
    ];
    await expect(
      deleteLeftovers(bucket, { owner: { ...owner, epoch: 7 }, keys }),
    ).rejects.toMatchObject({ code: 'foreign-prefix' });
    expect(await whyItStays(bucket, 'holiday.jpg')).toBeNull();
    expect(await deleteLeftovers(bucket, { owner, keys })).toEqual({
      deleted: [`${run(3)}/a1/orders.db`, 'holiday.jpg'],
      stay: [
        { key: keys[0], reason: 'unreadable' },
        { key: keys[1], reason: 'named' },
        { key: 'nowhere.jpg', reason: 'gone' },
        { key: 'understudy.json', reason: 'ours' },
        { key: keys[6], reason: 'ours' },
      ],
    });
    expect(await describeObject(bucket, bucket.key('holiday.jpg'))).toBe(
      undefined,
    );
    expect(await describeObject(bucket, bucket.key(keys[1]))).toMatchObject({
      bytes: expect.any(Number),
      lock: null,
      legalHold: false,
    });
  });
});
