import { TestBackend } from '../__testUtils__/TestBackend';

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
