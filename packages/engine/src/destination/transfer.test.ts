import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createHttp, Server as HttpServer } from 'node:http';
import { AddressInfo, connect, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTls } from 'node:tls';
import { DestinationConnection, UnderstudyError } from '@understudy/model';
import {
  collect,
  startStore,
  streamOf,
  TestStore,
} from '../storage/__testUtils__/startStore';
import { downloadRanges, getText, putObject, uploadStream } from '../storage';
import { openBucket } from './bucket';
import { checkUp } from './checkUp';

jest.setTimeout(60_000);

type Transfer = NonNullable<DestinationConnection['transfer']>;
const MIB = 1024 ** 2;

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const listen = (server: Server | HttpServer) =>
  new Promise<number>(resolve => {
    server.listen(0, '127.0.0.1', () =>
      resolve((server.address() as AddressInfo).port),
    );
  });

describe('how bytes travel', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startStore();
  });
  afterAll(() => store.stop());
  beforeEach(() => {
    store.s3.faults.clear();
    store.s3.requests.clear();
  });

  const open = (
    transfer: Transfer,
    change: Partial<DestinationConnection> = {},
  ) => store.open({}, { transfer, ...change });
  const partsOf = () =>
    store.s3.requests.filter(({ operation }) => operation === 'UploadPart');

  it('goes in parts of the size and number that were chosen', async () => {
    const bucket = open({ uploadPartSize: 5 * MIB, uploadConcurrency: 1 });
    const body = randomBytes(12 * MIB);
    const key = bucket.key('x');
    let running = 0;
    let most = 0;
    bucket.client.middlewareStack.add(
      (next, context) => async args => {
        if (context.commandName !== 'UploadPartCommand') return next(args);
        running += 1;
        most = Math.max(most, running);
        return next(args).finally(() => {
          running -= 1;
        });
      },
      { step: 'initialize', name: 'counts' },
    );
    await uploadStream(bucket, { key, body: streamOf(body) });
    expect(partsOf()).toHaveLength(3);
    expect(most).toBe(1);
    const reading = open(
      { downloadPartSize: 2 * MIB, downloadConcurrency: 2 },
      { prefix: bucket.prefix },
    );
    store.s3.requests.clear();
    const back = await collect(
      downloadRanges(reading, { key, bytes: body.length }),
    );
    expect(back.equals(body)).toBe(true);
    expect(
      store.s3.requests.filter(({ operation }) => operation === 'GetObject'),
    ).toHaveLength(6);
  });

  it('sends a part again that takes too long', async () => {
    const fault = store.s3.faults.add({
      operation: 'UploadPart',
      effect: { delayMs: 20_000 },
    });
    const bucket = open({ partTimeout: 1000, uploadPartSize: 5 * MIB });
    const since = performance.now();
    const body = randomBytes(6 * MIB);
    await uploadStream(bucket, { key: bucket.key('x'), body: streamOf(body) });
    expect(performance.now() - since).toBeLessThan(15_000);
    expect(fault.hits).toBe(1);
  });

  it('is no faster than it may be', async () => {
    const bucket = open({
      uploadBandwidth: 4 * MIB,
      uploadPartSize: 5 * MIB,
      downloadBandwidth: 4 * MIB,
    });
    const key = bucket.key('x');
    const body = randomBytes(11 * MIB);
    let since = performance.now();
    await uploadStream(bucket, { key, body: streamOf(body) });
    // The last part goes when those before had their time.
    expect(performance.now() - since).toBeGreaterThan(2400);
    since = performance.now();
    await collect(downloadRanges(bucket, { key, bytes: body.length }));
    expect(performance.now() - since).toBeGreaterThan(1900);
  });

  it('repeats as often as it was told to', async () => {
    const fault = store.s3.faults.add({
      operation: 'PutObject',
      count: Infinity,
      effect: { status: 503, code: 'SlowDown' },
    });
    const bucket = openBucket({
      ...store.connection,
      transfer: { retries: 2 },
    });
    await expect(
      putObject(bucket, { key: 'x', body: Buffer.from('x') }),
    ).rejects.toMatchObject({ code: 's3-slow-down' });
    expect(fault.hits).toBe(3);
    bucket.close();
  });

  it('looks at the address when it connects, whatever was known before', async () => {
    const endpoint = store.s3.endpoint.replace('127.0.0.1', 'localhost');
    const at = (network: { allow: string[]; deny: string[] }) =>
      store.open({}, { endpoint, network });
    const put = (bucket: ReturnType<typeof at>) =>
      putObject(bucket, { key: bucket.key('x'), body: Buffer.from('x') });
    await put(at({ allow: [], deny: [] }));
    for (const deny of [['127.0.0.0/8', '::1'], ['localhost']]) {
      const refused = await put(at({ allow: [], deny })).catch(it => it);
      expect(refused).toBeInstanceOf(UnderstudyError);
      expect(refused).toMatchObject({
        code: 'net-not-allowed',
        details: { host: 'localhost' },
      });
    }
    await put(at({ allow: ['localhost'], deny: ['127.0.0.0/8', '::1'] }));
    const { steps } = await checkUp(
      at({ allow: [], deny: ['127.0.0.0/8', '::1'] }),
    );
    expect(steps.find(({ id }) => id === 'connect')).toMatchObject({
      result: 'fail',
      code: 'net-not-allowed',
    });
  });

  const withTls = hasOpenssl() ? describe : describe.skip;
  withTls('over TLS (skipped: openssl not found)', () => {
    let folder: string;
    let certificate: string;
    let tls: Server;
    let proxy: HttpServer;
    let tlsPort: number;
    let proxyPort: number;
    const tunnelled: string[] = [];
    let authorization: string | undefined;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'transfer-'));
      const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
      execFileSync(
        'openssl',
        [
          ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'],
          ...['-keyout', key, '-out', cert, '-subj', '/CN=store.test'],
          ...['-addext', 'subjectAltName=DNS:store.test,DNS:localhost'],
        ],
        { stdio: 'ignore' },
      );
      certificate = readFileSync(cert, 'utf8');
      const { port } = store.s3;
      tls = createTls({ key: readFileSync(key), cert: certificate }, socket => {
        const inner = connect(port, '127.0.0.1');
        socket.pipe(inner).pipe(socket);
        for (const end of [socket, inner]) {
          end.on('error', () => [socket, inner].forEach(it => it.destroy()));
        }
      });
      tlsPort = await listen(tls);
      proxy = createHttp();
      proxy.on('connect', (request, socket) => {
        tunnelled.push(request.url ?? '');
        authorization = request.headers['proxy-authorization'];
        const inner = connect(tlsPort, '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n');
          socket.pipe(inner).pipe(socket);
        });
        for (const end of [socket, inner]) {
          end.on('error', () => [socket, inner].forEach(it => it.destroy()));
        }
      });
      proxyPort = await listen(proxy);
    });
    afterAll(() => {
      proxy.close();
      proxy.closeAllConnections();
      tls.close();
      rmSync(folder, { recursive: true });
    });

    const secure = (transfer: Transfer, host = 'localhost') =>
      open(transfer, { endpoint: `https://${host}:${tlsPort}` });
    async function works(bucket: ReturnType<typeof open>) {
      const key = bucket.key('x');
      await putObject(bucket, { key, body: Buffer.from('hello') });
      expect(await getText(bucket, key)).toBe('hello');
    }

    it('trusts an authority of its own, and nobody else', async () => {
      await expect(works(secure({}))).rejects.toMatchObject({
        code: 'tls-untrusted',
      });
      await works(secure({ caBundle: certificate }));
    });

    it('does not verify where it was told not to: then it signs what it sends, and warns', async () => {
      const hashOf = async (transfer: Transfer) => {
        const bucket = secure(transfer);
        let hash: string | undefined;
        bucket.client.middlewareStack.add(
          next => args => {
            const { headers } = args.request as {
              headers: Record<string, string>;
            };
            hash = headers['x-amz-content-sha256'];
            return next(args);
          },
          { step: 'finalizeRequest', priority: 'low', name: 'looks' },
        );
        await works(bucket);
        return hash;
      };
      expect(await hashOf({ skipTlsVerification: true })).toMatch(
        /^[0-9a-f]{64}$/,
      );
      expect(await hashOf({ caBundle: certificate })).toBe('UNSIGNED-PAYLOAD');
      const { steps } = await checkUp(secure({ skipTlsVerification: true }));
      expect(steps.find(({ id }) => id === 'connect')).toMatchObject({
        result: 'warn',
        seen: expect.stringContaining('not verified'),
      });
    });

    it('goes through a proxy, which alone knows the name', async () => {
      const bucket = secure(
        {
          proxy: `http://somebody:hush@127.0.0.1:${proxyPort}`,
          caBundle: certificate,
        },
        'store.test',
      );
      await works(bucket);
      expect(tunnelled).toContain(`store.test:${tlsPort}`);
      expect(authorization).toBe(
        `Basic ${Buffer.from('somebody:hush').toString('base64')}`,
      );
      const { steps, verdict } = await checkUp(bucket);
      expect(steps.filter(({ result }) => result === 'fail')).toEqual([]);
      expect(verdict).not.toBe('not-ready');
      expect(JSON.stringify(steps)).not.toContain('hush');
    });

    it('goes through the proxy of the environment', async () => {
      const before = process.env.HTTPS_PROXY;
      process.env.HTTPS_PROXY = `http://127.0.0.1:${proxyPort}`;
      try {
        tunnelled.length = 0;
        await works(secure({ caBundle: certificate }, 'store.test'));
        expect(tunnelled).toContain(`store.test:${tlsPort}`);
        // Not for this machine itself.
        tunnelled.length = 0;
        await works(secure({ caBundle: certificate }));
        expect(tunnelled).toEqual([]);
      } finally {
        if (before === undefined) delete process.env.HTTPS_PROXY;
        else process.env.HTTPS_PROXY = before;
      }
    });
  });
});
