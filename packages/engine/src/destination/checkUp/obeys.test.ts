import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { CapabilityProfile, DestinationConnection } from '@understudy/model';
import { writeOnce } from '../../manifest/writeOnce';
import {
  deleteObjects,
  downloadRanges,
  getText,
  putObject,
  uploadStream,
} from '../../storage';
import {
  Front,
  OwnAnswer,
  refusal,
  startFront,
} from '../../storage/__testUtils__/startFront';
import {
  collect,
  startStore,
  streamOf,
  TestStore,
} from '../../storage/__testUtils__/startStore';
import { checkUp } from '.';

jest.setTimeout(60_000);

const MIB = 1024 ** 2;

/** What a store finds out about itself, and what is done with it then. */
describe('the engine obeys the profile of', () => {
  let store: TestStore;
  const fronts: Front[] = [];
  beforeAll(async () => {
    store = await startStore();
  });
  afterAll(async () => {
    for (const front of fronts) await front.stop();
    await store.stop();
  });
  beforeEach(() => {
    store.s3.faults.clear();
    store.s3.requests.clear();
  });

  /** Probes a store of a certain make, and opens it by what was found. */
  async function probed(
    answer: (message: IncomingMessage) => OwnAnswer | undefined = () =>
      undefined,
  ) {
    const front = await startFront(store.s3.endpoint, answer);
    fronts.push(front);
    const change: Partial<DestinationConnection> = {
      endpoint: front.endpoint,
      prefix: `obeys-${fronts.length}`,
    };
    const { profile, verdict } = await checkUp(
      store.open({ profile: null }, change),
    );
    store.s3.requests.clear();
    const open = (known: Partial<CapabilityProfile> = {}) =>
      store.open({ profile: { ...profile!, ...known } }, change);
    return { profile: profile!, verdict, open };
  }

  const calls = (operation: string) => store.s3.requests.list(operation).length;

  it('one that wants parts of one size', async () => {
    const sizes = new Map<string, Map<number, number>>();
    // Refused at the end only, like the store that is known for it.
    const { profile, open } = await probed(message => {
      const query = new URL(message.url ?? '', 'http://x').searchParams;
      const id = query.get('uploadId') ?? '';
      const parts = sizes.get(id) ?? new Map<number, number>();
      if (message.method === 'PUT' && id) {
        const bytes = Number(message.headers['content-length']);
        parts.set(Number(query.get('partNumber')), bytes);
        sizes.set(id, parts);
      }
      if (message.method !== 'POST' || !id) return undefined;
      const all = [...parts].sort(([a], [b]) => a - b).map(([, it]) => it);
      const last = all.pop()!;
      const even = all.every(it => it === all[0]) && last <= (all[0] ?? last);
      const words = 'All non-trailing parts must have the same length';
      return even ? undefined : refusal(400, 'InvalidPart', words);
    });
    expect(profile.uniformParts).toBe(true);
    const body = randomBytes(30 * MIB);
    const few = { maxParts: 10 };
    const send = (bucket: ReturnType<typeof open>) =>
      uploadStream(bucket, {
        key: bucket.key('backup'),
        body: streamOf(body),
        estimatedBytes: null,
      });
    const stored = await send(open(few));
    expect(stored.bytes).toBe(body.length);
    // With parts that grow the same upload is refused: the quirk is there.
    await expect(
      send(open({ ...few, uniformParts: false })),
    ).rejects.toMatchObject({ details: { store: 'InvalidPart' } });
    const bucket = open(few);
    const uniform = await uploadStream(bucket, {
      key: bucket.key('in-parts'),
      body: streamOf(body),
      estimatedBytes: body.length,
    });
    expect(uniform.etag).toMatch(/-2$/);
    const back = downloadRanges(bucket, {
      key: bucket.key('in-parts'),
      bytes: body.length,
      sha256: uniform.sha256,
    });
    expect((await collect(back)).equals(body)).toBe(true);
  });

  it('one that ignores conditions: it looks before and after', async () => {
    store.s3.faults.add({
      count: Infinity,
      effect: { ignoreConditions: true },
    });
    const { profile, open, verdict } = await probed();
    expect(profile.conditionalPut).toBe('no');
    expect(profile.errors.conditionalPut).toMatch(/the second one was taken/);
    expect(verdict).toBe('ready-with-warnings');
    const bucket = open();
    const key = bucket.key('once');
    await writeOnce(bucket, { key, value: 1 });
    expect(store.s3.requests.filter(it => it.key === key)).toMatchObject(
      ['GetObject', 'HeadObject', 'PutObject', 'GetObject'].map(operation => ({
        operation,
      })),
    );
    const second = writeOnce(bucket, { key, value: 2 });
    await expect(second).rejects.toMatchObject({ code: 's3-conflict' });
    expect(await getText(bucket, key)).toBe('1\n');
  });

  it('one without checksums: ETags are compared instead', async () => {
    store.s3.faults.add({ count: Infinity, effect: { omitChecksums: true } });
    const { profile, open } = await probed();
    expect(profile.checksumEcho).toBe('no');
    const bucket = open();
    const body = randomBytes(9 * MIB);
    const key = bucket.key('backup');
    await uploadStream(bucket, { key, body: streamOf(body) });
    const sent = store.s3.requests.list('UploadPart');
    expect(sent.length).toBe(2);
    expect(calls('GetObject')).toBe(0);
  });

  it('one that does not delete many: keys go one by one', async () => {
    store.s3.faults.add({
      operation: 'DeleteObjects',
      count: Infinity,
      effect: { status: 501, code: 'NotImplemented' },
    });
    const { profile, open } = await probed();
    expect(profile).toMatchObject({ multiDelete: 'no', delete: 'yes' });
    expect(profile.errors.multiDelete).toMatch(/501 NotImplemented/);
    const bucket = open();
    await deleteObjects(bucket, ['a', 'b', 'c'].map(bucket.key));
    expect([calls('DeleteObjects'), calls('DeleteObject')]).toEqual([0, 3]);
  });

  it('one that wants an MD5 to delete many', async () => {
    let refused = 0;
    const { profile, open } = await probed(message => {
      const many = /[?&]delete/.test(message.url ?? '');
      if (!many || message.headers['content-md5']) return undefined;
      refused += 1;
      return refusal(400, 'InvalidRequest', 'Missing required header');
    });
    expect(profile.multiDelete).toBe('md5');
    const before = refused;
    const bucket = open();
    await deleteObjects(bucket, ['a', 'b', 'c'].map(bucket.key));
    expect([calls('DeleteObjects'), calls('DeleteObject')]).toEqual([1, 0]);
    expect(refused).toBe(before);
  });

  it('one that takes no chunks: bodies go with their length', async () => {
    const { profile, open, verdict } = await probed(message =>
      message.headers['transfer-encoding'] === 'chunked'
        ? refusal(411, 'MissingContentLength')
        : undefined,
    );
    expect(profile.chunkedBodies).toBe('no');
    expect(profile.errors.chunkedBodies).toMatch(/411 MissingContentLength/);
    expect(verdict).toBe('ready');
    const bucket = open();
    const body = randomBytes(9 * MIB);
    const key = bucket.key('backup');
    const stored = await uploadStream(bucket, { key, body: streamOf(body) });
    expect(stored.bytes).toBe(body.length);
  });

  it('one that stores the framing of chunks: nothing is sent in chunks', async () => {
    store.s3.faults.add({
      operation: 'GetObject',
      key: /chunked\.bin$/,
      count: Infinity,
      effect: { flipByteAt: 3 },
    });
    const { profile } = await probed();
    expect(profile.chunkedBodies).toBe('no');
    expect(profile.errors.chunkedBodies).toMatch(/other bytes came back/);
  });

  it('one that neither copies nor tags: both are known, nothing fails', async () => {
    const { profile, verdict } = await probed(message => {
      const { headers } = message;
      return headers['x-amz-copy-source'] || headers['x-amz-tagging']
        ? refusal(501, 'NotImplemented')
        : undefined;
    });
    expect(profile).toMatchObject({ copy: 'no', tags: 'no' });
    expect(verdict).toBe('ready');
  });

  it('one whose keys may not be asked: unknown, and not taken for a no', async () => {
    const { profile, verdict } = await probed(message => {
      const { headers, url = '' } = message;
      const refused =
        headers['x-amz-copy-source'] ||
        headers['x-amz-tagging'] ||
        /[?&](versioning|object-lock|encryption)/.test(url);
      return refused ? refusal(403, 'AccessDenied') : undefined;
    });
    expect(profile).toMatchObject({
      copy: 'unknown',
      tags: 'unknown',
      versioning: 'unknown',
      objectLock: 'unknown',
    });
    expect(profile.errors.copy).toMatch(/403 AccessDenied/);
    expect(verdict).toBe('ready');
  });

  it('a store like any other', async () => {
    const { profile, open } = await probed();
    const bucket = open();
    const key = bucket.key('once');
    await putObject(bucket, { key, body: Buffer.from('x'), ifNoneMatch: true });
    await deleteObjects(bucket, [key, bucket.key('never')]);
    expect([calls('HeadObject'), calls('DeleteObjects')]).toEqual([0, 1]);
    expect(profile.errors).toEqual({});
  });
});
