import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyIndex, compareKeys } from './keyIndex';
import { Store } from './store';

describe('the order of keys', () => {
  it('is that of their bytes', () => {
    const keys = [
      '\uffff',
      '🙂',
      'a',
      'é',
      '\ud83d\ude42x',
      '\ue000',
      'A',
      '',
      'a/',
      'a0',
      '雪',
    ];
    const expected = [...keys].sort((a, b) =>
      Buffer.compare(Buffer.from(a), Buffer.from(b)),
    );
    expect([...keys].sort(compareKeys)).toEqual(expected);
    const index = KeyIndex.create();
    for (const key of keys) index.add(key);
    for (const key of keys) index.add(key);
    expect(keys.map((_, i) => index.at(i))).toEqual(expected);
    index.remove('é');
    expect(index.size).toBe(keys.length - 1);
  });
});

describe('the store', () => {
  let directory: string;
  let store: Store;
  const open = () =>
    Store.open({ directory, discard: false, fsync: true, now: Date.now });

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'local-s3-store-'));
    store = await open();
    await store.createBucket('bucket', 0);
  });
  afterEach(async () => {
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });

  const write = async (text: string) => {
    const writer = await store.bucket('bucket').blobs.writer();
    await writer.write(Buffer.from(text));
    return writer.finish();
  };
  const record = (
    key: string,
    segment: { id: string | null; size: number },
  ) => ({
    key,
    headers: {},
    metadata: {},
    size: segment.size,
    etag: '0',
    lastModified: 0,
    segments: [segment],
  });
  const read = async (key: string) => {
    const bucket = store.bucket('bucket');
    const { segments, size } = bucket.get(key)!;
    const chunks: Buffer[] = [];
    for await (const chunk of bucket.read(segments, 0, size))
      chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  };
  const restart = async () => {
    await store.close();
    store = await open();
  };

  it('removes on opening what nothing refers to, and nothing else', async () => {
    await store
      .bucket('bucket')
      .put(record('kept', await write('kept')), () => {});
    await write('orphan');
    const folder = `${directory}/buckets/bucket/objects`;
    const [sub] = await readdir(folder);
    await writeFile(`${folder}/${sub}/x.json.abc.tmp`, '{"half');
    await restart();
    expect(await read('kept')).toBe('kept');
    const files = await readdir(directory, { recursive: true });
    expect(files.filter(name => /\/[0-9a-f]{32}$/.test(name))).toHaveLength(1);
    expect(files.filter(name => name.endsWith('.tmp'))).toEqual([]);
  });

  it('forgets an upload whose bytes an object has: an abort would take them away', async () => {
    const { uploads } = store.bucket('bucket');
    const begun = {
      key: 'k',
      headers: {},
      metadata: {},
      initiated: 0,
      initiator: 'x',
    };
    const { uploadId } = await uploads.begin(begun);
    const segment = await write('part');
    await uploads.putPart('k', uploadId, {
      partNumber: 1,
      size: 4,
      etag: '0',
      lastModified: 0,
      segment,
    });
    // As if the process had ended between the commit and the end of the upload.
    await store.bucket('bucket').put(record('k', segment), () => {});
    await restart();
    expect(store.bucket('bucket').uploads.list()).toEqual([]);
    expect(await read('k')).toBe('part');
  });

  it('does not find the objects of a deleted bucket in a new one of its name', async () => {
    await store.deleteBucket('bucket');
    await store.createBucket('bucket', 0);
    expect(store.bucket('bucket').versions.all.size).toBe(0);
  });

  it('leaves what is there when a write is refused', async () => {
    const bucket = store.bucket('bucket');
    await bucket.put(record('k', await write('old')), () => {});
    const next = record('k', await write('new'));
    await expect(
      bucket.put(next, () => {
        throw new Error('refused');
      }),
    ).rejects.toThrow('refused');
    expect(await read('k')).toBe('old');
  });

  it('reads all parts of what it began to read although they are removed meanwhile', async () => {
    const bucket = store.bucket('bucket');
    const segments = [await write('one'), await write('two')];
    const both = { ...record('k', segments[0]), size: 6, segments };
    await bucket.put(both, () => {});
    const reading = bucket.read(segments, 0, 6);
    expect(String((await reading.next()).value)).toBe('one');
    await bucket.delete('k', { now: 0 });
    expect(String((await reading.next()).value)).toBe('two');
    expect((await reading.next()).done).toBe(true);
    const files = await readdir(directory, { recursive: true });
    expect(files.filter(name => /\/[0-9a-f]{32}$/.test(name))).toEqual([]);
  });

  it('opens a folder whose lock names a process that is another one by now', async () => {
    await store.close();
    await writeFile(`${directory}/local-s3.lock`, `${process.ppid} 1`);
    store = await open();
    expect(store.has('bucket')).toBe(true);
  });

  it('opens a folder that a dead process had locked', async () => {
    await store.close();
    await writeFile(`${directory}/local-s3.lock`, '999999999 1');
    store = await open();
    expect(store.has('bucket')).toBe(true);
  });

  it('does not open a folder that a living process has locked', async () => {
    await store.close();
    const stat = await readFile(`/proc/${process.ppid}/stat`, 'utf8').catch(
      () => '',
    );
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    await writeFile(`${directory}/local-s3.lock`, `${process.ppid} ${start}`);
    await expect(open()).rejects.toThrow(/in use by local-s3, process/);
    await writeFile(`${directory}/local-s3.lock`, '');
    store = await open();
  });
});
