import { mkdtemp, rm } from 'node:fs/promises';
import { AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { LocalS3 } from '@understudy/local-s3';
import { getText, putObject, uploadStream } from '../storage';
import { Bucket, openBucket } from './bucket';
import { checkUp } from './checkUp';

jest.setTimeout(60_000);

const USER = { accessKeyId: 'AKIDFAILOVER', secretAccessKey: 'fail-secret' };

/** A port where nobody listens. */
async function deadPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise(done => server.close(done));
  return port;
}

const at = (port: number) => `http://127.0.0.1:${port}`;

describe('a store with several addresses', () => {
  let directory: string;
  const servers: LocalS3[] = [];
  const buckets: Bucket[] = [];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'failover-'));
  });
  afterEach(async () => {
    buckets.splice(0).forEach(bucket => bucket.close());
    await Promise.all(servers.splice(0).map(server => server.stop()));
    await rm(directory, { recursive: true, force: true });
  });

  /** All of them have one folder, as gateways before one store do. */
  async function start(port = 0, folder = 'store'): Promise<LocalS3> {
    const server = await LocalS3.start({
      directory: join(directory, folder),
      port,
      users: [USER],
      buckets: [{ name: 'vault' }],
    });
    servers.push(server);
    return server;
  }

  function open(endpoint: string, ...failoverEndpoints: string[]): Bucket {
    const bucket = openBucket(
      {
        name: 'main',
        bucket: 'vault',
        prefix: 'p',
        endpoint,
        failoverEndpoints,
        credentials: { type: 'keys', ...USER },
      },
      { retry: { attempts: 2, baseMilliseconds: 1 } },
    );
    buckets.push(bucket);
    return bucket;
  }

  it('is reached at the next address where nobody is at the first', async () => {
    const here = await start();
    const bucket = open(at(await deadPort()), here.endpoint);
    // Not by repeating: one try is enough.
    bucket.retry.attempts = 1;
    const body = Buffer.from('over there');
    await putObject(bucket, { key: 'p/a', body, ifNoneMatch: true });
    expect(await getText(bucket, 'p/a')).toBe('over there');
  });

  it('goes on while addresses come and go', async () => {
    const port = await deadPort();
    const first = await start();
    const bucket = open(first.endpoint, at(port));
    const write = (key: string) =>
      putObject(bucket, { key, body: Buffer.from(key) });
    await write('p/1');
    await first.stop();
    const second = await start(port);
    await write('p/2');
    expect(second.requests.list('PutObject')).toHaveLength(1);
    expect(await getText(bucket, 'p/1')).toBe('p/1');
    await second.stop();
    await start(Number(new URL(first.endpoint).port));
    expect(await getText(bucket, 'p/2')).toBe('p/2');
  });

  it('carries an upload in parts to its end', async () => {
    const here = await start();
    const bucket = open(at(await deadPort()), here.endpoint);
    const bytes = Buffer.alloc(18 * 1024 ** 2, 7);
    const done = await uploadStream(bucket, {
      key: 'p/large',
      body: Readable.from([
        bytes.subarray(0, 9_000_000),
        bytes.subarray(9_000_000),
      ]),
    });
    expect(done.bytes).toBe(bytes.length);
  });

  it('says the first error where no address answers', async () => {
    const bucket = open(at(await deadPort()), at(await deadPort()));
    await expect(getText(bucket, 'p/a')).rejects.toMatchObject({
      code: 'net-refused',
    });
  });

  it('does not go elsewhere with what the store itself refuses', async () => {
    const [first, second] = [await start(), await start(0, 'other')];
    const bucket = open(first.endpoint, second.endpoint);
    expect(await getText(bucket, 'p/none')).toBeUndefined();
    expect([...second.requests]).toEqual([]);
  });

  it('passes its check-up with a warning that names the address', async () => {
    const here = await start();
    const port = await deadPort();
    const result = await checkUp(open(at(port), here.endpoint));
    expect(result.verdict).not.toBe('not-ready');
    const { result: how, seen } = result.steps.find(
      ({ id }) => id === 'connect',
    )!;
    expect(how).toBe('warn');
    expect(seen).toContain(`Not so: 127.0.0.1:${port}.`);
  });
});
