/**
 * What `engine/storage` promises, held against several stores: local-s3, Ceph
 * RGW, and one that is given (see support/givenS3 for flags and variables).
 *
 * Run: node --require <node transform> --test test/contract/storage.contract.test.ts
 */
import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import {
  abortUpload,
  Bucket,
  checkUp,
  copyObject,
  copyOnStore,
  deleteObjects,
  downloadRanges,
  getObject,
  getText,
  headObject,
  listObjects,
  listUploads,
  openBucket,
  planParts,
  probeDestination,
  putObject,
  uploadStream,
} from '@understudy/engine';
import {
  CHECK_UP_STEPS,
  DestinationConnection,
  UnderstudyError,
} from '@understudy/model';
import {
  connectionTo,
  givenS3,
  S3Server,
  startLocalS3,
  startRgw,
  whyNoRgw,
} from '../support';

const MIB = 1024 ** 2;

/** Names that break clients which encode too little or too much. */
const ODD_KEYS = [
  'a space',
  'a+plus',
  'a%25percent%',
  'ümlaut-日本語-🗄',
  'quotes\'"and&<xml>',
  'semi;colon,comma=equals@at$dollar!bang*star(paren)',
  'tilde~under_score-dash.dot',
  'trailing space ',
  'double//slash',
  '#hash?question[bracket]{brace}|pipe\\backslash^caret`tick',
];

const PARTS = planParts({ maxParts: 1000, minimumPart: 5 * MIB });

async function collect(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function keysOf(bucket: Bucket, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const found of listObjects(bucket, { prefix, pageSize: 3 })) {
    if ('key' in found) keys.push(found.key);
  }
  return keys;
}

/** Chunks of a size that never ends where a part ends. */
function streamOf(body: Buffer): Readable {
  const size = 333_333;
  return Readable.from(
    (function* chunks() {
      for (let at = 0; at < body.length; at += size) {
        yield body.subarray(at, at + size);
      }
    })(),
  );
}

const coded = (code: string) => (error: unknown) =>
  error instanceof UnderstudyError && error.code === code;

function suite(
  store: string,
  start: () => Promise<S3Server>,
  how: { skip?: string } = {},
) {
  describe(store, how, () => {
    const prefix = `contract/${randomUUID()}`;
    let server: S3Server;
    let bucket: Bucket;
    const opened: Bucket[] = [];
    const open = (change: Partial<DestinationConnection> = {}) => {
      const other = openBucket(
        { ...connectionTo(server, prefix), ...change },
        { retry: { attempts: 2, baseMilliseconds: 50 } },
      );
      opened.push(other);
      return other;
    };

    const putAll = (keys: string[], body: Buffer) =>
      Promise.all(keys.map(key => putObject(bucket, { key, body })));

    before(async () => {
      server = await start();
      bucket = open();
    });
    after(async () => {
      for (const other of opened) other.close();
      await server?.stop();
    });

    test('a check-up passes, and leaves nothing behind', async () => {
      const steps: string[] = [];
      const found = await checkUp(bucket, {
        onStep: step => steps.push(`${step.id} ${step.result}: ${step.seen}`),
      });
      assert.notEqual(found.verdict, 'not-ready', steps.join('\n'));
      const told = found.steps.map(({ id }) => id);
      // In their order; what a destination does not ask for has no step.
      const known = CHECK_UP_STEPS.filter(id => told.includes(id));
      assert.deepEqual(told, known);
      assert.ok(told.length >= 32, `${told.length} steps`);
      assert.equal(found.profile?.bytesReadBack, 'yes');
      assert.deepEqual(await keysOf(bucket, `${prefix}/`), []);
      for await (const left of listUploads(bucket, { prefix: `${prefix}/` })) {
        assert.fail(`an upload stayed: ${left.key}`);
      }
    });

    test('a probe tells what the store does', async () => {
      bucket.profile = await probeDestination(bucket);
      const key = bucket.key('said');
      const again = async () => {
        await putObject(bucket, {
          key,
          body: Buffer.from('1'),
          ifNoneMatch: true,
        });
        await putObject(bucket, {
          key,
          body: Buffer.from('2'),
          ifNoneMatch: true,
        });
      };
      await assert.rejects(again, coded('s3-conflict'));
      assert.equal(await getText(bucket, key), '1');
      const head = await headObject(bucket, key);
      const echoed = typeof head?.crc32 === 'string';
      assert.equal(echoed, bucket.profile.checksumEcho === 'yes');
      await deleteObjects(bucket, [key]);
    });

    test('what is put is got: whole, by range, and as text', async () => {
      const key = bucket.key('small.bin');
      const body = randomBytes(100_000);
      await putObject(bucket, { key, body, contentType: 'application/x-test' });
      const whole = await getObject(bucket, key);
      assert.equal(whole.bytes, body.length);
      assert.equal(whole.contentType, 'application/x-test');
      assert.ok((await collect(whole.body)).equals(body));
      const range = { start: 99_990, end: 99_999 };
      const part = await getObject(bucket, key, { range });
      assert.ok((await collect(part.body)).equals(body.subarray(99_990)));
      const head = await headObject(bucket, key);
      assert.equal(head?.bytes, body.length);
      await putObject(bucket, { key, body: Buffer.from('größer') });
      assert.equal(await getText(bucket, key), 'größer');
    });

    test('an object may be empty', async () => {
      const key = bucket.key('empty');
      const result = await uploadStream(bucket, {
        key,
        body: Readable.from([]),
      });
      assert.equal(result.bytes, 0);
      assert.equal(result.crc32, 'AAAAAA==');
      assert.equal((await headObject(bucket, key))?.bytes, 0);
      const { sha256 } = result;
      const body = downloadRanges(bucket, { key, bytes: 0, sha256 });
      assert.equal((await collect(body)).length, 0);
    });

    test('what is not there is undefined, or gone', async () => {
      const key = bucket.key('nothing');
      assert.equal(await headObject(bucket, key), undefined);
      assert.equal(await getText(bucket, key), undefined);
      await assert.rejects(getObject(bucket, key), coded('backup-gone'));
    });

    test('odd keys are written, listed, read and deleted', async () => {
      const keys = ODD_KEYS.map(name => bucket.key(`odd/${name}`));
      for (const key of keys) {
        await putObject(bucket, { key, body: Buffer.from(key) });
      }
      const listed = await keysOf(bucket, bucket.key('odd/'));
      assert.deepEqual([...listed].sort(), [...keys].sort());
      for (const key of keys) assert.equal(await getText(bucket, key), key);
      await deleteObjects(bucket, keys);
      assert.deepEqual(await keysOf(bucket, bucket.key('odd/')), []);
    });

    test('a listing goes on after its first page, and folds at a delimiter', async () => {
      const names = ['a/1', 'a/2', 'b', 'c/1', 'd', 'e', 'f', 'g'];
      const keys = names.map(name => bucket.key(`list/${name}`));
      for (const key of keys)
        await putObject(bucket, { key, body: Buffer.from('x') });
      const base = bucket.key('list/');
      assert.deepEqual(await keysOf(bucket, base), keys);
      const folded: string[] = [];
      const options = { prefix: base, delimiter: '/', pageSize: 2 };
      for await (const found of listObjects(bucket, options)) {
        folded.push('key' in found ? found.key : found.commonPrefix);
      }
      const expected = ['a/', 'b', 'c/', 'd', 'e', 'f', 'g'];
      assert.deepEqual(
        folded.sort(),
        expected.map(name => base + name),
      );
      const late: string[] = [];
      const after_ = { prefix: base, startAfter: `${base}d`, pageSize: 2 };
      for await (const found of listObjects(bucket, after_)) {
        if ('key' in found) late.push(found.key);
      }
      assert.deepEqual(
        late,
        ['e', 'f', 'g'].map(name => base + name),
      );
      await deleteObjects(bucket, keys);
    });

    test('more than a thousand objects are listed and deleted', async () => {
      const keys = Array.from({ length: 1003 }, (_, at) =>
        bucket.key(`many/${String(at).padStart(4, '0')}`),
      );
      const body = Buffer.from('x');
      for (let at = 0; at < keys.length; at += 16) {
        const some = keys.slice(at, at + 16);
        await putAll(some, body);
      }
      const listed: string[] = [];
      for await (const found of listObjects(bucket, {
        prefix: bucket.key('many/'),
      })) {
        if ('key' in found) listed.push(found.key);
      }
      assert.deepEqual(listed, keys);
      await deleteObjects(bucket, [...keys, bucket.key('many/never-there')]);
      assert.deepEqual(await keysOf(bucket, bucket.key('many/')), []);
    });

    test('a stream becomes one object, in growing parts, and comes back', async () => {
      const key = bucket.key('stream.bin');
      const body = randomBytes(23 * MIB + 17);
      const sha256 = createHash('sha256').update(body).digest('hex');
      let id: string | undefined;
      const result = await uploadStream(bucket, {
        key,
        body: streamOf(body),
        partPlan: planParts({ maxParts: 20, minimumPart: 5 * MIB }),
        ifNoneMatch: true,
        metadata: { attempt: '1' },
        onUploadId: async uploadId => {
          id = uploadId;
        },
      });
      assert.ok(id);
      assert.equal(result.bytes, body.length);
      assert.equal(result.sha256, sha256);
      assert.ok(result.etag);
      const head = await headObject(bucket, key);
      assert.equal(head?.bytes, body.length);
      assert.equal(head?.metadata.attempt, '1');
      if (bucket.profile?.checksumEcho === 'yes') {
        assert.equal(head?.crc32, result.crc32);
      }
      const rangeBytes = 3 * MIB;
      const options = { key, bytes: body.length, sha256, rangeBytes };
      assert.ok((await collect(downloadRanges(bucket, options))).equals(body));
      const to = bucket.key('copy.bin');
      const copied = await copyObject({
        from: { bucket, key },
        to: { bucket, key: to },
        bytes: body.length,
        sha256,
      });
      assert.equal(copied.sha256, sha256);
      const copy = await collect(
        downloadRanges(bucket, { ...options, key: to }),
      );
      assert.ok(copy.equals(body));
      await deleteObjects(bucket, [key, to]);
    });

    test('the store copies by itself, whole and in parts, keys however odd', async t => {
      if (bucket.profile?.copy === 'no') {
        t.skip('this store does not copy');
        return;
      }
      const body = randomBytes(11 * MIB);
      for (const name of ['plain.bin', ...ODD_KEYS]) {
        // In parts once: the way of the key is the same.
        const inParts = name === 'plain.bin';
        const bytes = inParts ? body : body.subarray(0, 1000);
        const key = bucket.key(`from/${name}`);
        const stored = await uploadStream(bucket, {
          key,
          body: Readable.from([bytes]),
          partPlan: PARTS,
        });
        const { sha256, crc32, etag } = stored;
        const expect = { bytes: bytes.length, sha256, crc32, etag };
        const from = { bucket, key };
        for (const whole of inParts ? [MIB, 64 * MIB] : [64 * MIB]) {
          const to = bucket.key(`to/${name}`);
          const copied = await copyOnStore({
            from,
            to: { bucket, key: to },
            expect,
            limits: { whole, part: 5 * MIB },
          });
          assert.ok(copied.etag);
          const rangeBytes = 4 * MIB;
          const options = { key: to, bytes: bytes.length, sha256, rangeBytes };
          const copy = await collect(downloadRanges(bucket, options));
          assert.ok(copy.equals(bytes), name);
          await deleteObjects(bucket, [to]);
        }
        // What it is not is not taken for it.
        const other = { ...expect, crc32: 'AAAAAA==', sha256: '0'.repeat(64) };
        const wrong = copyOnStore({
          from,
          to: { bucket, key: bucket.key(`wrong/${name}`) },
          expect: { ...other, etag: null },
        });
        await assert.rejects(wrong, coded('s3-corrupt'));
        await deleteObjects(bucket, [key, bucket.key(`wrong/${name}`)]);
      }
    });

    test('an upload that fails is not there, and leaves no parts', async () => {
      const key = bucket.key('broken.bin');
      const block = randomBytes(MIB);
      const failing = Readable.from(
        (function* chunks() {
          for (let at = 0; at < 12; at++) yield block;
          throw new UnderstudyError('source-gone', { path: 'the source' });
        })(),
      );
      const upload = uploadStream(bucket, {
        key,
        body: failing,
        partPlan: PARTS,
      });
      await assert.rejects(upload, coded('source-gone'));
      assert.equal(await headObject(bucket, key), undefined);
      for await (const left of listUploads(bucket, { prefix: key })) {
        assert.fail(`an upload stayed: ${left.key}`);
      }
    });

    test('unfinished uploads are listed page by page, and aborted', async () => {
      const block = randomBytes(6 * MIB);
      const ids = new Map<string, string>();
      const stop = new AbortController();
      const hanging = ['u/1', 'u/2 +', 'u/3'].map(name => {
        const key = bucket.key(name);
        const body = new Readable({ read() {} });
        body.push(block);
        const known = new Promise<void>(resolve => {
          uploadStream(bucket, {
            key,
            body,
            partPlan: PARTS,
            signal: stop.signal,
            onUploadId: async id => {
              ids.set(key, id);
              resolve();
            },
          }).catch(() => {});
        });
        return known;
      });
      await Promise.all(hanging);
      const listed = new Map<string, string>();
      const options = { prefix: bucket.key('u/'), pageSize: 1 };
      for await (const found of listUploads(bucket, options)) {
        listed.set(found.key, found.uploadId);
      }
      assert.deepEqual([...listed].sort(), [...ids].sort());
      for (const [key, id] of ids) await abortUpload(bucket, key, id);
      for (const [key, id] of ids) await abortUpload(bucket, key, id);
      stop.abort();
      for await (const left of listUploads(bucket, options)) {
        assert.fail(`an upload stayed: ${left.key}`);
      }
    });

    test('a key that is taken is not overwritten where the store can refuse', async () => {
      const key = bucket.key('taken.bin');
      await putObject(bucket, { key, body: Buffer.from('first') });
      const body = streamOf(randomBytes(11 * MIB));
      const upload = uploadStream(bucket, {
        key,
        body,
        partPlan: PARTS,
        ifNoneMatch: true,
      });
      if (bucket.profile?.conditionalComplete === 'yes') {
        await assert.rejects(upload, coded('s3-conflict'));
        assert.equal(await getText(bucket, key), 'first');
        return;
      }
      // The profile knows, and whoever publishes looks before and after.
      assert.equal(bucket.profile?.conditionalComplete, 'no');
      assert.equal((await upload).bytes, 11 * MIB);
    });

    test('a changed or longer object is noticed by a reader', async () => {
      const key = bucket.key('changed.bin');
      const body = randomBytes(3 * MIB);
      await putObject(bucket, { key, body });
      const sha256 = createHash('sha256').update('another').digest('hex');
      const wrongHash = downloadRanges(bucket, {
        key,
        bytes: body.length,
        sha256,
      });
      await assert.rejects(collect(wrongHash), coded('s3-corrupt'));
      const shorter = downloadRanges(bucket, { key, bytes: body.length - 1 });
      await assert.rejects(collect(shorter), coded('s3-corrupt'));
    });

    test('errors of keys, bucket and signature are told apart', async () => {
      const { accessKeyId, secretAccessKey } = server;
      const keys = (id: string, secret: string) => ({
        type: 'keys' as const,
        accessKeyId: id,
        secretAccessKey: secret,
      });
      const cases: Array<[string, Partial<DestinationConnection>]> = [
        [
          's3-no-such-bucket',
          { bucket: `understudy-no-${randomUUID()}`.slice(0, 60) },
        ],
        [
          's3-bad-signature',
          { credentials: keys(accessKeyId, 'not-the-secret-at-all') },
        ],
        [
          's3-unknown-key',
          { credentials: keys('UNDERSTUDYNOBODY0001', secretAccessKey) },
        ],
        ['net-refused', { endpoint: 'http://127.0.0.1:1' }],
      ];
      for (const [code, change] of cases) {
        const wrong = open(change);
        const work = putObject(wrong, { key: 'x', body: Buffer.from('x') });
        await assert.rejects(work, error => {
          assert.equal((error as UnderstudyError).code, code);
          const told = JSON.stringify((error as UnderstudyError).toProblem());
          assert.ok(
            !told.includes(secretAccessKey) && !told.includes('not-the-secret'),
          );
          return true;
        });
      }
    });

    test('nothing is left', async () => {
      await deleteObjects(bucket, await keysOf(bucket, `${prefix}/`));
      assert.deepEqual(await keysOf(bucket, `${prefix}/`), []);
    });
  });
}

const given = givenS3();
if (given) {
  suite(given.name, async () => given);
} else {
  suite('local-s3', () => startLocalS3());
  // Top-level awaits are not for CommonJS; the answer only decides a skip.
  describe('Ceph RGW', async () => {
    const why = await whyNoRgw();
    suite('gateway', startRgw, why ? { skip: why } : {});
  });
}
