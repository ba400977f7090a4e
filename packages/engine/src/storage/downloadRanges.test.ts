import { createHash, randomBytes } from 'node:crypto';
import type { Bucket } from '../destination';
import { collect, startStore, TestStore } from './__testUtils__/startStore';
import { downloadRanges, putObject } from '.';

const BODY = randomBytes(2_000_003);
const sha256 = createHash('sha256').update(BODY).digest('hex');

// Real requests, on machines that may be busy.
jest.setTimeout(60_000);

let store: TestStore;
let bucket: Bucket;

beforeAll(async () => {
  store = await startStore();
});
afterAll(() => store.stop());
beforeEach(async () => {
  store.s3.faults.clear();
  store.s3.requests.clear();
  bucket = store.open();
  await putObject(bucket, { key: bucket.key('object'), body: BODY });
});

const read = (more: Partial<Parameters<typeof downloadRanges>[1]> = {}) =>
  downloadRanges(bucket, {
    key: bucket.key('object'),
    bytes: BODY.length,
    sha256,
    rangeBytes: 300_000,
    ...more,
  });

/** Requests of this test only: an earlier one's may still be on their way. */
const asked = () =>
  store.s3.requests
    .list('GetObject')
    .filter(it => it.key === bucket.key('object')).length;

describe('downloadRanges', () => {
  it('reads all in order, by ranges', async () => {
    const progress: number[] = [];
    const body = read({ onProgress: bytes => progress.push(bytes) });
    expect((await collect(body)).equals(BODY)).toBe(true);
    expect(asked()).toBe(7);
    expect(progress).toHaveLength(7);
    expect(progress.at(-1)).toBe(BODY.length);
  });

  it('asks for no more than a few ranges ahead of its reader', async () => {
    const body = read({ rangeBytes: 10_000, concurrency: 3 });
    await new Promise(resolve => body.once('readable', resolve));
    // The stream itself holds up to one chunk of 1 MiB; wait until it does.
    for (let before = -1; before !== asked(); ) {
      before = asked();
      await new Promise(resolve => setTimeout(resolve, 300));
    }
    const most = Math.ceil(1024 ** 2 / 10_000) + 5;
    expect(asked()).toBeLessThanOrEqual(most);
    expect(most).toBeLessThan(BODY.length / 10_000);
    body.destroy();
  });

  it.each([
    ['an error', { status: 500, code: 'InternalError' }],
    ['a broken connection', { resetAfterBytes: 100_000 }],
    ['a body that ends early', { truncateBytes: 5, keepContentLength: true }],
    ['a shorter body with a clean end', { truncateBytes: 5 }],
  ])('asks again for a range after %s', async (_name, effect) => {
    store.s3.faults.add({ operation: 'GetObject', after: 2, count: 2, effect });
    expect((await collect(read())).equals(BODY)).toBe(true);
    expect(asked()).toBe(9);
  });

  it('does not end where the bytes are others', async () => {
    store.s3.faults.add({
      operation: 'GetObject',
      after: 3,
      effect: { flipByteAt: 7 },
    });
    const body = read();
    const ended = jest.fn();
    body.on('end', ended);
    await expect(collect(body)).rejects.toMatchObject({ code: 's3-corrupt' });
    expect(ended).not.toHaveBeenCalled();
  });

  it('does not end where the object is longer or shorter than it was', async () => {
    for (const bytes of [BODY.length - 1, BODY.length + 1]) {
      const work = collect(read({ bytes }));
      await expect(work).rejects.toMatchObject({ code: 's3-corrupt' });
    }
  });

  it('notices an object that is replaced while it is read', async () => {
    const body = read({
      rangeBytes: 10_000,
      concurrency: 2,
      sha256: undefined,
    });
    const parts = body[Symbol.asyncIterator]();
    await parts.next();
    const key = bucket.key('object');
    await putObject(bucket, { key, body: randomBytes(BODY.length) });
    const rest = async () => {
      while (!(await parts.next()).done);
    };
    await expect(rest()).rejects.toMatchObject({
      code: 's3-corrupt',
      details: { what: 'changed while read' },
    });
  });

  it('stops asking when its reader goes away, or cancels', async () => {
    const body = read({ rangeBytes: 10_000 });
    await body[Symbol.asyncIterator]().next();
    body.destroy();
    const stop = new AbortController();
    stop.abort();
    const work = collect(read({ signal: stop.signal }));
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('says that an object is gone', async () => {
    const work = collect(read({ key: bucket.key('nothing') }));
    await expect(work).rejects.toMatchObject({ code: 'backup-gone' });
  });
});
