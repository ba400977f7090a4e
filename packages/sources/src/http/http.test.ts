import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { testSourceExecutor } from '@understudy/engine/testing';
import { contextFor, readAll } from '../testSupport';
import { httpExecutor } from './executor';
import { HttpOptions, httpOptionsSchema } from './options';

const SECRET = 'Bearer very-secret-token';
const ORDERS = JSON.stringify(
  Array.from({ length: 60_000 }, (_, id) => ({ id, note: `"}]${id}\\` })),
);

/** A zip of nothing, as every tool reads it; with a comment behind. */
const ZIP = Buffer.concat([
  Buffer.from('504b0506'.padEnd(40, '0'), 'hex'),
  Buffer.from([5, 0]),
  Buffer.from('hello'),
]);

describe('http', () => {
  let server: Server;
  let base: string;
  let asked: IncomingMessage[] = [];

  const answers: Record<string, (response: ServerResponse) => void> = {
    '/orders': response =>
      response
        .writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
        .end(ORDERS),
    '/cut-json': response =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(ORDERS.slice(0, -1)),
    '/page.json': response =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end('<html>Sign in</html>'),
    '/login': response =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<html>Sign in</html>'),
    '/short': response => {
      response.writeHead(200, { 'content-length': '100000' });
      response.write('x'.repeat(1000), () => response.destroy());
    },
    '/short-chunks': response => {
      response.writeHead(200);
      response.write('x'.repeat(1000), () => response.destroy());
    },
    '/empty': response => response.writeHead(200).end(),
    '/zip': response =>
      response.writeHead(200, { 'content-type': 'application/zip' }).end(ZIP),
    '/cut-zip': response =>
      response
        .writeHead(200, { 'content-type': 'application/zip' })
        .end(ZIP.subarray(0, -1)),
    '/packed': response =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
    '/moved': response =>
      response.writeHead(302, { location: '/orders?again=1' }).end(),
    '/elsewhere': response =>
      response
        .writeHead(302, { location: base.replace('127.0.0.1', 'localhost') })
        .end(),
    '/round': response => response.writeHead(302, { location: '/round' }).end(),
    '/denied': response => response.writeHead(403).end('no'),
    '/broken': response => response.writeHead(503).end('later'),
  };

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request);
      const answer = answers[new URL(request.url!, 'http://x').pathname];
      if (answer) answer(response);
      else response.writeHead(404).end();
    }).listen(0);
    await new Promise(resolve => server.once('listening', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked = [];
  });
  afterAll(() => {
    server?.close();
    server?.closeAllConnections();
  });

  async function copyOf(path: string, options: Partial<HttpOptions> = {}) {
    const context = await contextFor();
    const url = path.startsWith('http') ? path : `${base}${path}`;
    return readAll(await httpExecutor.open({ url, ...options }, context));
  }

  testSourceExecutor<HttpOptions>('http', {
    executor: httpExecutor,
    make: async () => ({ url: `${base}/orders` }),
    contentOf: async () => ORDERS,
    restoredContentOf: async directory => {
      const [name] = readdirSync(directory);
      return readFile(join(directory, name), 'utf8');
    },
    missing: async () => ({ url: `${base}/gone` }),
  });

  it('takes what the URL gives, byte by byte, named by its path and type', async () => {
    const { artifacts } = await copyOf('/orders', {
      headers: ['X-Tenant: a'],
      secretHeader: 'X-Api-Key',
      secret: SECRET,
    });
    const [{ name, mediaType, bytes, expect: expected }] = artifacts;
    expect([name, mediaType]).toEqual(['orders.json', 'application/json']);
    expect(bytes.toString()).toBe(ORDERS);
    expect(expected.minBytes).toBe(1);
    expect(asked[0].headers).toMatchObject({
      'x-tenant': 'a',
      'x-api-key': SECRET,
      'accept-encoding': 'identity',
    });
  });

  it.each([
    ['/cut-json', {}, 'ends within its JSON'],
    ['/page.json', {}, 'no JSON'],
    ['/login', { contentType: 'text/csv' }, 'is text/html, not text/csv'],
    ['/login', { format: 'zip' as const }, 'is no zip'],
    ['/cut-zip', {}, 'does not end as a zip does'],
    ['/short', {}, 'cut short'],
    ['/short-chunks', {}, 'cut short'],
    ['/packed', {}, 'encoded as gzip'],
    ['/broken', {}, 'status 503'],
    ['/round', {}, 'redirects without end'],
    ['/elsewhere', {}, 'only redirects within'],
  ])('refuses %s', async (path, options, seen) => {
    await expect(copyOf(path, options)).rejects.toMatchObject({
      code: 'source-failed',
      message: expect.stringContaining(seen),
    });
  });

  it('says what is denied, gone, and who does not answer', async () => {
    await expect(copyOf('/denied')).rejects.toMatchObject({
      code: 'source-denied',
      hint: expect.stringContaining('secret header'),
    });
    await expect(copyOf('/gone')).rejects.toMatchObject({
      code: 'source-gone',
    });
    await expect(copyOf('http://127.0.0.1:1/x')).rejects.toMatchObject({
      code: 'net-refused',
    });
    await expect(copyOf('http://no.such.host.invalid/x')).rejects.toMatchObject(
      { code: 'net-not-found' },
    );
  });

  it('follows a redirect within the origin, and sends the secret nowhere else', async () => {
    const { artifacts } = await copyOf('/moved', { secret: SECRET });
    expect(artifacts[0].bytes.toString()).toBe(ORDERS);
    asked = [];
    await expect(copyOf('/elsewhere', { secret: SECRET })).rejects.toThrow();
    expect(asked[0].headers.authorization).toBe(SECRET);
    expect(asked.map(({ headers }) => headers.host)).toEqual([
      new URL(base).host,
    ]);
  });

  it('says neither its secret nor the query in errors', async () => {
    const failure = await copyOf('/broken?key=hidden-in-query', {
      secret: SECRET,
    }).catch(error => error);
    const words = JSON.stringify([failure.message, failure.details]);
    expect(words).toContain('/broken');
    expect(words).not.toMatch(/very-secret|hidden-in-query/);
  });

  it('wants at least one byte, and as many as the plan says', async () => {
    const least = async (options: Partial<HttpOptions>) =>
      (await copyOf('/empty', options)).artifacts[0].expect.minBytes;
    expect(await least({})).toBe(1);
    expect(await least({ minimumBytes: 5000 })).toBe(5000);
  });

  it('takes a zip that is whole, and looks before a plan is made', async () => {
    expect((await copyOf('/zip')).artifacts[0].name).toBe('zip.zip');
    expect(
      await httpExecutor.check!({ url: `${base}/orders` }, await contextFor()),
    ).toMatchObject({
      ok: true,
      seen: expect.stringContaining('Status 200, application/json'),
    });
  });

  it.each([
    [{ url: 'https://user:pw@example.com/x' }, 'secret header'],
    [{ url: 'ftp://example.com/x' }, 'https or http'],
    [
      { url: 'https://example.com', headers: ['Authorization: x'] },
      'secret header',
    ],
    [{ url: 'https://example.com', headers: ['X-A: a\r\nB: c'] }, 'header'],
  ])('refuses options %j', (options, words) => {
    const parsed = httpOptionsSchema.safeParse(options);
    expect(parsed.success).toBe(false);
    expect(JSON.stringify(parsed.error!.issues)).toContain(words);
  });
});
