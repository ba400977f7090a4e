import type { Backup } from '@understudy/model';
import { S3_SECRET, TestBackend } from '../__testUtils__/TestBackend';

jest.setTimeout(180_000);

describe('copying and moving backups', () => {
  let backend: TestBackend;
  const made: string[] = [];

  const call = async (method: 'get' | 'post', path: string, body?: unknown) =>
    backend.call('admin', method, path, body);
  const backups = async (query: string): Promise<Backup[]> =>
    (await call('get', `/backups?${query}`)).body.items;
  const copied = async (id: string, body: unknown) => {
    const answer = await call('post', `/backups/${id}/copy`, body);
    if (answer.status !== 202) throw new Error(answer.text);
    return backend.waitFor(answer.body.id);
  };
  const proves = async (id: string) => {
    const { body } = await call('post', `/backups/${id}/verify`, {
      to: 'opened',
    });
    return (await backend.waitFor(body.id)).status;
  };

  beforeAll(async () => {
    backend = await TestBackend.start();
    for (let n = 0; n < 2; n++) {
      made.push((await backend.backUp('orders')).backups[0]);
    }
    await call('post', '/destinations', {
      name: 'second',
      endpoint: backend.s3.endpoint,
      region: backend.s3.region,
      bucket: 'other',
      prefix: 'copies',
      credentials: {
        type: 'keys',
        accessKeyId: 'UNDERSTUDYTEST000001',
        secretAccessKey: S3_SECRET,
      },
    });
    const { status, text } = await call('post', '/plans', {
      name: 'orders-new',
      entityRef: 'component:default/orders',
      source: {
        type: 'sqlite',
        options: { path: `${backend.directory}/data/orders.db` },
      },
      destinations: ['second'],
      encryption: { type: 'age', keys: ['demo'] },
      schedule: { every: 'never' },
    });
    if (status >= 400) throw new Error(text);
  });
  afterAll(() => backend.stop());

  it('refuses what leads nowhere, and a move that is not typed', async () => {
    const refused = async (body: unknown) =>
      (await call('post', `/backups/${made[0]}/copy`, body)).status;
    expect(await refused({ destination: 'main' })).toBe(400);
    expect(await refused({ destination: 'nowhere' })).toBe(400);
    expect(await refused({ destination: 'second', plan: 'nothing' })).toBe(404);
    expect(
      await refused({ destination: 'second', move: { confirm: 'no' } }),
    ).toBe(400);
  });

  it('copies one to another destination: both are listed, the copy opens', async () => {
    const run = await copied(made[0], { destination: 'second' });
    expect(run).toMatchObject({
      kind: 'copy',
      status: 'succeeded',
      result: { copied: 1, deleted: 0, stay: [], destination: 'second' },
    });
    const [copy] = await backups('destination=second');
    expect(run.backups).toEqual([copy.id]);
    expect(copy).toMatchObject({ plan: 'orders', destination: 'second' });
    const manifest = (await call('get', `/backups/${copy.id}/manifest`)).body;
    expect(manifest.copiedFrom).toMatchObject({
      backup: made[0],
      destination: 'main',
    });
    expect(await proves(copy.id)).toBe('succeeded');
    expect((await backups('destination=main')).map(({ id }) => id)).toEqual(
      expect.arrayContaining(made),
    );
    expect(backend.logs.join('\n')).toContain('audit backup-copy');
    // Rebuilt from the bucket it is the same one.
    const { body } = await call('post', '/destinations/second/rebuild', {
      dryRun: true,
    });
    expect((await backend.waitFor(body.id)).result).toMatchObject({
      found: 1,
      unreadable: 0,
    });
  });

  it('moves all of a plan to another plan; what is locked is copied and stays', async () => {
    const locked = made[1];
    await backend.call('admin', 'put', `/backups/${locked}/lock`, {
      reason: 'audit',
      until: null,
    });
    const run = await copied(made[0], {
      destination: 'main',
      plan: 'orders-new',
      all: true,
      move: { confirm: 'orders' },
    });
    expect(run).toMatchObject({
      status: 'partial',
      result: {
        copied: 2,
        deleted: 1,
        stay: [{ id: locked, code: 'backup-locked' }],
        plan: 'orders-new',
      },
    });
    const moved = await backups('destination=main&plan=orders-new');
    expect(moved).toHaveLength(2);
    expect(moved.map(({ id }) => id).sort()).toEqual([...run.backups].sort());
    // Each was read before its original went.
    expect(moved.map(({ proof }) => proof.rung)).toEqual(['read', 'read']);
    for (const { id } of moved) expect(await proves(id)).toBe('succeeded');
    const left = await backups('destination=main&plan=orders');
    expect(left.map(({ id }) => id)).toEqual([locked]);
    expect(backend.s3.requests.list('CopyObject').length).toBeGreaterThan(0);
  });
});
