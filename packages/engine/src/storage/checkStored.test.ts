import { createHash, randomBytes } from 'node:crypto';
import type { Bucket } from '../destination';
import { ABLE, startStore, TestStore } from './__testUtils__/startStore';
import {
  checkStored,
  compositeCrc32,
  etagOfParts,
  Expected,
} from './checkStored';
import { updateCrc32 } from './crc32';
import { putObject } from '.';

const PARTS = [randomBytes(3000), randomBytes(2000)];
const BODY = Buffer.concat(PARTS);
const md5 = (body: Buffer) => createHash('md5').update(body).digest('hex');

// Real requests, on machines that may be busy.
jest.setTimeout(60_000);

let store: TestStore;

beforeAll(async () => {
  store = await startStore();
});
afterAll(() => store.stop());
beforeEach(() => store.s3.requests.clear());

/** An object that is there, and what a writer would expect of it. */
async function written(echo: 'yes' | 'no'): Promise<[Bucket, Expected]> {
  const bucket = store.open({ profile: { ...ABLE, checksumEcho: echo } });
  const key = bucket.key('object');
  await putObject(bucket, { key, body: BODY });
  const expected = {
    key,
    bytes: BODY.length,
    crc: updateCrc32(BODY),
    sha256: createHash('sha256').update(BODY).digest('hex'),
  };
  return [bucket, expected];
}

const readBack = () => store.s3.requests.list('GetObject').length > 0;

describe('checkStored', () => {
  it('believes a checksum of all bytes', async () => {
    const [bucket, expected] = await written('yes');
    await checkStored(bucket, expected);
    expect(readBack()).toBe(false);
  });

  it('refuses another checksum, and another size', async () => {
    const [bucket, expected] = await written('yes');
    const code = 's3-corrupt';
    const other = { ...expected, crc: 1 };
    await expect(checkStored(bucket, other)).rejects.toMatchObject({ code });
    const longer = { ...expected, bytes: BODY.length + 1 };
    await expect(checkStored(bucket, longer)).rejects.toMatchObject({ code });
  });

  it('reads all back where the ETags of parts disagree, and believes that', async () => {
    const [bucket, expected] = await written('no');
    const crcs = PARTS.map(part => updateCrc32(part));
    const etags = PARTS.map(md5);
    // Some parts' ETags are their MD5, one is not: it changed on its way.
    const parts = { crcs, etags, md5s: [true, false] };
    await checkStored(bucket, { ...expected, parts });
    expect(readBack()).toBe(true);
    const work = checkStored(bucket, { ...expected, sha256: 'no', parts });
    await expect(work).rejects.toMatchObject({ code: 's3-corrupt' });
  });

  it('needs no reading where ETags are no MD5s at all', async () => {
    const [bucket, expected] = await written('no');
    const parts = { crcs: [], etags: ['"opaque"'], md5s: [false, false] };
    await checkStored(bucket, { ...expected, parts });
    expect(readBack()).toBe(false);
  });

  it('knows the sums of parts as S3 writes them', () => {
    const etags = ['"5d41402abc4b2a76b9719d911017c592"', md5(BODY)];
    const sum = Buffer.concat([
      Buffer.from('5d41402abc4b2a76b9719d911017c592', 'hex'),
      Buffer.from(md5(BODY), 'hex'),
    ]);
    expect(etagOfParts(etags)).toBe(`${md5(sum)}-2`);
    expect(etagOfParts([])).toBeUndefined();
    expect(etagOfParts(['"opaque"'])).toBeUndefined();
    expect(compositeCrc32([0])).toBe('IUTfHA==-1');
  });
});
