import { connectionFor } from '@understudy/model';
import { S3_SECRET, TestBackend } from '../__testUtils__/TestBackend';

jest.setTimeout(180_000);

describe('whose credentials a destination uses', () => {
  let backend: TestBackend;
  const writer = {
    type: 'keys',
    accessKeyId: 'UNDERSTUDYTEST000001',
    secretAccessKey: S3_SECRET,
  } as const;
  const second = {
    type: 'keys',
    accessKeyId: 'UNDERSTUDYTEST000002',
    secretAccessKey: 'the-secret-of-the-second',
  } as const;
  beforeAll(async () => {
    backend = await TestBackend.start({
      s3Backup: { credentials: { ambient: ['environment'] } },
    });
    backend.s3.users.add(second);
  });
  afterAll(() => backend.stop());

  const admin = (
    method: 'get' | 'post' | 'put' | 'delete',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => backend.call('admin', method, path, body, headers);

  const input = (change: object = {}) => ({
    name: 'who',
    bucket: 'other',
    prefix: 'who',
    endpoint: backend.s3.endpoint,
    credentials: writer,
    ...change,
  });

  async function put(change: object) {
    const { headers } = await admin('get', '/destinations/who');
    const ifMatch = { 'If-Match': headers.etag };
    return admin('put', '/destinations/who', input(change), ifMatch);
  }

  it('offers of the machine’s own what configuration lists, and nothing else', async () => {
    const { body: settings } = await admin('get', '/settings');
    expect(settings.ambient).toEqual(['environment']);
    const role = {
      type: 'assume-role',
      roleArn: 'arn:aws:iam::111122223333:role/backups',
    };
    for (const change of [
      { credentials: { type: 'ambient' } },
      { credentials: { type: 'ambient', source: 'instance' } },
      { pruneCredentials: { type: 'ambient', source: 'profile' } },
      { credentials: { ...role, base: { type: 'ambient' } } },
    ]) {
      const { status, text } = await admin(
        'post',
        '/destinations',
        input(change),
      );
      expect(status).toBe(400);
      expect(text).toContain('s3Backup.credentials.ambient');
    }
    const allowed = { type: 'ambient', source: 'environment' };
    const { status } = await admin(
      'post',
      '/destinations',
      input({ name: 'of-the-machine', prefix: 'm', credentials: allowed }),
    );
    expect(status).toBe(201);
  });

  it('seals every secret, and makes the external id of a role', async () => {
    const hush = (name: string) => ({
      ...second,
      secretAccessKey: `hush-${name}`,
    });
    const { status, body } = await admin(
      'post',
      '/destinations',
      input({
        name: 'role',
        prefix: 'role',
        credentials: {
          type: 'assume-role',
          roleArn: 'arn:aws:iam::111122223333:role/backups',
          base: { ...hush('base'), sessionToken: 'hush-token' },
        },
        pruneCredentials: hush('prune'),
        restoreCredentials: hush('restore'),
      }),
    );
    expect(status).toBe(201);
    const { body: settings } = await admin('get', '/settings');
    expect(body.externalId).toBe(`${settings.externalIdPrefix}role`);
    const state = { set: true, updatedAt: expect.any(String) };
    expect(body).toMatchObject({
      credentials: { base: { secretAccessKey: state, sessionToken: state } },
      pruneCredentials: { secretAccessKey: state },
      restoreCredentials: { secretAccessKey: state },
    });
    const told = [
      backend.answers,
      backend.logs,
      await backend.knex('secrets'),
      await backend.knex('destinations'),
    ];
    expect(JSON.stringify(told)).not.toContain('hush-');
    // It can't be chosen: whoever could, might use somebody else's.
    const chosen = { ...body.credentials, externalId: 'mine' };
    const { status: refused } = await admin(
      'post',
      '/destinations',
      input({ name: 'other-role', prefix: 'r2', credentials: chosen }),
    );
    expect(refused).toBe(400);
  });

  it('uses the earlier keys until new ones pass', async () => {
    const made = await admin('post', '/destinations', input());
    expect(made.status).toBe(201);
    const wrong = { ...writer, secretAccessKey: 'wrong-wrong-wrong' };
    const refused = await put({ credentials: wrong });
    expect(refused.body.error).toMatchObject({
      code: 's3-bad-signature',
      message: expect.stringContaining('the earlier ones stay in use'),
    });
    const { body: same } = await admin('get', '/destinations/who');
    expect(same.credentials).toEqual(made.body.credentials);
    expect(
      (await admin('post', '/destinations/who/test')).body.verdict,
    ).toMatch(/^ready/);
    const { status, body } = await put({ credentials: second });
    expect(status).toBe(200);
    expect(body.credentials.accessKeyId).toBe(second.accessKeyId);
    await put({ credentials: writer });
  });

  it('deletes with the keys for deleting, and writes with the others', async () => {
    // Who writes may not delete.
    backend.s3.users.add({
      ...writer,
      policy: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 's3:*', Resource: '*' },
          {
            Effect: 'Deny',
            Action: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
            Resource: 'arn:aws:s3:::other/who/component/*',
          },
        ],
      },
    });
    await put({ pruneCredentials: second, restoreCredentials: second });
    await admin('post', '/plans', {
      name: 'who-orders',
      entityRef: 'component:default/orders',
      source: {
        type: 'sqlite',
        options: { path: `${backend.directory}/data/orders.db` },
      },
      destinations: ['who'],
      encryption: { type: 'age', keys: ['demo'] },
      schedule: { every: 'never' },
    });
    const [first, last] = [
      await backend.backUp('who-orders'),
      await backend.backUp('who-orders'),
    ];
    expect(last).toMatchObject({ status: 'succeeded' });
    backend.s3.requests.clear();
    expect(first).toMatchObject({ status: 'succeeded' });
    const path = `/backups/${first.backups[0]}`;
    const { body: run } = await admin('delete', path, {
      confirm: 'who-orders',
    });
    expect(await backend.waitFor(run.id)).toMatchObject({
      status: 'succeeded',
    });
  });

  it('gives a process the credentials of its use, and no others', () => {
    const connection = {
      name: 'who',
      bucket: 'other',
      prefix: 'who',
      credentials: writer,
      pruneCredentials: second,
    };
    const { pruneCredentials: _prune, ...plain } = connection;
    expect(connectionFor(connection, 'write')).toEqual(plain);
    expect(connectionFor(connection, 'restore')).toEqual(plain);
    expect(connectionFor(connection, 'prune')).toEqual({
      ...plain,
      credentials: second,
    });
  });
});
