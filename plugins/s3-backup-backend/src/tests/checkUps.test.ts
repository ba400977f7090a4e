import { mockCredentials } from '@backstage/backend-test-utils';
import { CheckUpLine, checkUpLineSchema } from '@understudy/model';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { TestBackend, USERS } from '../__testUtils__/TestBackend';

jest.setTimeout(180_000);

describe('check-ups of a destination', () => {
  let backend: TestBackend;
  beforeAll(async () => {
    backend = await TestBackend.start();
  });
  afterAll(() => backend.stop());
  beforeEach(() => backend.s3.faults.clear());

  const get = async (path: string) =>
    (await backend.call('admin', 'get', path)).body;

  it('are kept, newest first, and what they found stands beside the destination', async () => {
    expect((await get('/destinations/main')).profile).toBeNull();
    expect(await get('/destinations/main/checkups')).toEqual({
      items: [],
      nextCursor: null,
    });
    const { headers: before } = await backend.call(
      'admin',
      'get',
      '/destinations/main',
    );
    const { body } = await backend.call(
      'admin',
      'post',
      '/destinations/main/test',
    );
    // Its settings, and their version, are those of before; what is told is not.
    const again = await backend.call(
      'admin',
      'get',
      '/destinations/main',
      undefined,
      { 'If-None-Match': before.etag },
    );
    expect([again.status, again.headers['cache-control']]).toEqual([
      200,
      'no-store',
    ]);
    expect(again.headers.etag).toBe(before.etag);
    expect(body.verdict).toBe('ready');
    backend.s3.faults.add({
      operation: 'ListObjectsV2',
      count: Infinity,
      effect: { status: 403, code: 'AccessDenied' },
    });
    await backend.call('admin', 'post', '/destinations/main/test');
    const { items } = await get('/destinations/main/checkups');
    expect(items).toMatchObject([
      { verdict: 'not-ready', reason: 'asked' },
      { verdict: 'ready', reason: 'asked', at: body.at },
    ]);
    const { profile, health } = await get('/destinations/main');
    expect(profile).toMatchObject({ conditionalPut: 'yes', copy: 'yes' });
    expect(health).toBe('degraded');
    expect(backend.answers.join('\n')).not.toContain('aSecret/that');
  });

  it('say what was trimmed of a draft', async () => {
    const { body } = await backend.call('admin', 'post', '/destinations/test', {
      name: 'draft',
      bucket: 'other',
      prefix: 'draft',
      endpoint: backend.s3.endpoint,
      credentials: {
        type: 'keys',
        accessKeyId: ' UNDERSTUDYTEST000001',
        secretAccessKey: 'aSecret/that+stays=inside/40characters ',
      },
    });
    expect(body.verdict).toBe('ready');
    expect(body.steps[0].seen).toBe(
      'Complete and well formed. Removed a space at the beginning of the access key ID. Removed a space at the end of the secret access key.',
    );
  });

  /** Asks for lines; `onLine` says whether to go on looking. */
  const watch = (path: string, onLine: (line: CheckUpLine) => boolean) =>
    new Promise<string | undefined>(resolve => {
      const { port } = backend.server.address() as AddressInfo;
      const call = request(
        {
          port,
          host: '127.0.0.1',
          method: 'POST',
          path: `/api/s3-backup${path}`,
          headers: {
            accept: 'application/x-ndjson',
            authorization: mockCredentials.user.header(USERS.admin),
          },
        },
        answer => {
          const type = answer.headers['content-type'];
          answer.on('error', () => resolve(type));
          const lines = createInterface({ input: answer });
          lines.on('error', () => resolve(type));
          lines.on('close', () => resolve(type));
          lines.on('line', text => {
            backend.answers.push(text);
            if (!onLine(checkUpLineSchema.parse(JSON.parse(text)))) {
              call.destroy();
            }
          });
        },
      );
      call.on('error', () => resolve(undefined));
      call.end();
    });

  it('are told step by step to those who look on', async () => {
    backend.s3.requests.clear();
    const lines: CheckUpLine[] = [];
    let early = '';
    let unfinished = false;
    const type = await watch('/destinations/main/test', line => {
      lines.push(line);
      if ('running' in line && line.running === 'multipart') {
        early = JSON.stringify(lines);
        unfinished = backend.s3.requests.list('DeleteObjects').length === 0;
      }
      return true;
    });
    expect(type).toBe('application/x-ndjson');
    expect(early).toContain('"id":"put","result":"pass"');
    expect(unfinished).toBe(true);
    const last = lines.at(-1)!;
    if (!('checkUp' in last)) throw new Error(JSON.stringify(last));
    const told = lines.flatMap(line => ('step' in line ? [line.step] : []));
    expect(told).toEqual(last.checkUp.steps);
    const begun = lines.flatMap(line =>
      'running' in line ? [line.running] : [],
    );
    expect(begun).toEqual(told.map(({ id }) => id));
    const [kept] = (await get('/destinations/main/checkups')).items;
    expect(kept.at).toBe(last.checkUp.at);
  });

  it('end when nobody looks any more, and leave nothing behind', async () => {
    const { items: before } = await get('/destinations/main/checkups');
    backend.s3.requests.clear();
    await watch(
      '/destinations/main/test',
      line => !('running' in line && line.running === 'conditional-complete'),
    );
    const cleaned = () => backend.s3.requests.list('DeleteObjects').length > 0;
    for (let tries = 0; tries < 400 && !cleaned(); tries++) {
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    expect(cleaned()).toBe(true);
    await new Promise(resolve => setTimeout(resolve, 500));
    const there = await get('/destinations/main/objects?path=_checkup/');
    expect(JSON.stringify(there)).not.toContain('.bin');
    // Half a check-up says nothing, and is not kept.
    expect((await get('/destinations/main/checkups')).items).toEqual(before);
    expect(backend.s3.requests.list('CopyObject')).toEqual([]);
  });

  it('are refused to those whom they are refused, lines or not', async () => {
    const { status } = await backend.call(
      'owner',
      'post',
      '/destinations/main/test',
      undefined,
      { Accept: 'application/x-ndjson' },
    );
    expect(status).toBe(403);
  });

  it('come again after an error that tells something of the store', async () => {
    backend.s3.faults.add({
      operation: 'PutObject',
      key: /\/orders\//,
      count: Infinity,
      effect: { status: 501, code: 'NotImplemented' },
    });
    expect((await backend.backUp('orders')).error?.code).toBe('s3-unsupported');
    for (let tries = 0; tries < 400; tries++) {
      const { items } = await get('/destinations/main/checkups');
      if (items[0].reason === 'error') return;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`no check-up came\n${backend.logs.join('\n')}`);
  });
});
