import { createServer, Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { TestBackend } from '../__testUtils__/TestBackend';

jest.setTimeout(120_000);

const TOKEN = 'Bearer a-very-secret-token';
const ORDERS = JSON.stringify([{ id: 1 }, { id: 2 }]);

/** Sources that are not ours to know: what a URL gives, what a program writes. */
describe('exports', () => {
  let backend: TestBackend;
  let server: Server;
  const admin = (method: 'get' | 'post', path: string, body?: unknown) =>
    backend.call('admin', method, path, body);

  const planOf = (name: string, source: object) => ({
    name,
    entityRef: 'component:default/orders',
    encryption: { type: 'age', keys: ['demo'] },
    schedule: { every: 'never' },
    source,
  });

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.headers.authorization !== TOKEN) {
        response.writeHead(401).end();
        return;
      }
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(ORDERS);
    }).listen(0, '127.0.0.1');
    await new Promise(resolve => server.once('listening', resolve));
    backend = await TestBackend.start({
      s3Backup: {
        commands: [
          {
            name: 'words',
            program: '/bin/echo',
            args: ['all is well'],
            trailer: 'well\\n$',
            artifact: 'words.txt',
          },
        ],
      },
    });
  });
  afterAll(async () => {
    await backend?.stop();
    server?.close();
    server?.closeAllConnections();
  });

  /** Backs a plan up, restores it, and answers what came back. */
  async function roundTrip(plan: string, file: string): Promise<string> {
    const run = await backend.backUp(plan);
    expect(run).toMatchObject({ status: 'succeeded', error: null });
    const root = join(backend.directory, 'restore');
    const { body } = await admin('post', `/backups/${run.backups[0]}/restore`, {
      target: { type: 'folder', root, path: plan },
    });
    expect((await backend.waitFor(body.id)).status).toBe('succeeded');
    return readFile(join(root, plan, file), 'utf8');
  }

  it('an export from a URL comes back; its token is nowhere', async () => {
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/orders`;
    const made = await admin(
      'post',
      '/plans',
      planOf('shop', { type: 'http', options: { url, secret: TOKEN } }),
    );
    expect(made.status).toBe(201);
    expect(await roundTrip('shop', 'orders.json')).toBe(ORDERS);
    const { body } = await admin('get', '/plans/shop');
    expect(body.source.options.secret).toMatchObject({ set: true });
    expect(JSON.stringify([body, backend.logs])).not.toContain('very-secret');
  });

  it('a command of the configuration comes back', async () => {
    const source = { type: 'command', options: { command: 'words' } };
    const { status } = await admin('post', '/plans', planOf('words', source));
    expect(status).toBe(201);
    expect(await roundTrip('words', 'words.txt')).toBe('all is well\n');
  });

  it('a command that configuration does not name is refused, and so is any program', async () => {
    const refused = async (options: object) => {
      const { body } = await admin('post', '/sources/command/check', {
        options,
      });
      return JSON.stringify(body);
    };
    expect(await refused({ command: 'others' })).toMatch(
      /names no \\"others\\"; it names words/,
    );
    expect(
      await refused({
        command: 'words',
        definition: { name: 'words', program: '/bin/sh' },
      }),
    ).toMatch(/definition|Unrecognized/);
    const { status } = await admin(
      'post',
      '/plans',
      planOf('sh', { type: 'command', options: { program: '/bin/sh' } }),
    );
    expect(status).toBe(400);
  });
});
