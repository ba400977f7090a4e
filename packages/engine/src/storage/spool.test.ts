import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ABLE,
  collect,
  startStore,
  streamOf,
  TestStore,
} from './__testUtils__/startStore';
import { downloadRanges, planParts, uploadStream } from '.';

const MIB = 1024 ** 2;
const BODY = randomBytes(22 * MIB + 7);
/** As planned, but all from the second part on go through files. */
const PLAN = (() => {
  const plan = planParts({ maxParts: 1000, minimumPart: 5 * MIB });
  const part = (partNumber: number) => ({
    ...plan.part(partNumber),
    spooled: partNumber > 1,
  });
  return { ...plan, part };
})();

jest.setTimeout(60_000);

describe('parts that wait in files', () => {
  let store: TestStore;
  let directory: string;

  beforeAll(async () => {
    store = await startStore();
  });
  afterAll(() => store.stop());
  beforeEach(async () => {
    store.s3.faults.clear();
    directory = await fs.mkdtemp(join(tmpdir(), 'spool-'));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await fs.rm(directory, { recursive: true });
  });

  const upload = (bucket = store.open(), plan = PLAN) =>
    uploadStream(bucket, {
      key: bucket.key('object'),
      body: streamOf(BODY),
      partPlan: plan,
      tempDirectory: directory,
      onUploadId: async () => {},
    });

  it.each([
    ['with checksums', ABLE],
    ['with MD5', { ...ABLE, checksumEcho: 'no' as const }],
  ])('are stored whole, sent again where needed, %s', async (_how, profile) => {
    const bucket = store.open({ profile });
    const added = store.s3.faults.add({
      operation: 'UploadPart',
      after: 1,
      count: 2,
      effect: { status: 503, code: 'SlowDown' },
    });
    const { bytes, sha256 } = await upload(bucket);
    expect(added.hits).toBe(2);
    expect(sha256).toBe(createHash('sha256').update(BODY).digest('hex'));
    const key = bucket.key('object');
    const back = await collect(downloadRanges(bucket, { key, bytes, sha256 }));
    expect(back.equals(BODY)).toBe(true);
    expect(await fs.readdir(directory)).toEqual([]);
  });

  it('lie in files of their own that nobody else may read', async () => {
    const modes = new Set<number>();
    store.s3.faults.add({
      operation: 'UploadPart',
      count: Infinity,
      effect: { delayMs: 150 },
    });
    let over = false;
    const running = upload().finally(() => {
      over = true;
    });
    while (!over) {
      for (const name of await fs.readdir(directory)) {
        const found = await fs.stat(join(directory, name)).catch(() => null);
        // eslint-disable-next-line no-bitwise
        if (found) modes.add(found.mode & 0o777);
      }
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    await running;
    expect([...modes]).toEqual([0o600]);
  });

  it('are removed where the upload fails', async () => {
    store.s3.faults.add({
      operation: 'UploadPart',
      after: 2,
      count: Infinity,
      effect: { status: 403, code: 'AccessDenied' },
    });
    await expect(upload()).rejects.toMatchObject({ code: 's3-denied-put' });
    expect(await fs.readdir(directory)).toEqual([]);
  });

  it('are not begun where three of them do not fit', async () => {
    jest
      .spyOn(jest.requireActual<typeof fs>('node:fs/promises'), 'statfs')
      .mockResolvedValue({ bavail: 14 * MIB, bsize: 1 } as never);
    const bucket = store.open();
    await expect(upload(bucket)).rejects.toMatchObject({
      code: 'disk-full',
      details: { path: directory, need: 15 * MIB, free: 14 * MIB },
    });
    expect(await fs.readdir(directory)).toEqual([]);
  });

  it('carry what an estimate above all tiers demands', async () => {
    const plan = planParts({
      maxParts: 4,
      minimumPart: MIB,
      estimate: 60 * MIB,
    });
    expect(plan.part(1)).toMatchObject({ spooled: true, bytes: 19 * MIB });
    const bucket = store.open();
    await upload(bucket, plan);
    expect(store.s3.requests.list('UploadPart').slice(-2)).toHaveLength(2);
    expect(await fs.readdir(directory)).toEqual([]);
  });
});
