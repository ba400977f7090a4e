import { S3_SECRET, TestBackend } from '../__testUtils__/TestBackend';

jest.setTimeout(180_000);

const KEYS = { accessKeyId: 'AKIDAPPENDONLY', secretAccessKey: 'append-only' };
const SENT = [
  'ListObjectsV2',
  'PutObject',
  'CreateMultipartUpload',
  'UploadPart',
  'CompleteMultipartUpload',
];

describe('a destination whose keys may only append', () => {
  let backend: TestBackend;
  beforeAll(async () => {
    backend = await TestBackend.start({ s3Backup: {} });
    backend.s3.users.add({
      ...KEYS,
      policy: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['s3:ListBucket', 's3:PutObject'],
            Resource: ['arn:aws:s3:::other', 'arn:aws:s3:::other/*'],
          },
        ],
      },
    });
  });
  afterAll(() => backend.stop());

  const admin = (
    method: 'get' | 'post' | 'put' | 'delete',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => backend.call('admin', method, path, body, headers);

  const input = {
    name: 'append',
    bucket: 'other',
    prefix: 'append',
    appendOnly: true,
    region: 'us-east-1',
    credentials: { type: 'keys', ...KEYS },
  };

  it('backs up with ListBucket and PutObject alone, and nothing follows', async () => {
    const { endpoint } = backend.s3;
    const made = await admin('post', '/destinations', { ...input, endpoint });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ appendOnly: true });
    await admin('post', '/plans', {
      name: 'append-orders',
      entityRef: 'component:default/orders',
      source: {
        type: 'sqlite',
        options: { path: `${backend.directory}/data/orders.db` },
      },
      destinations: ['append'],
      encryption: { type: 'age', keys: ['demo'] },
      schedule: { every: 'never' },
      retention: { keepLast: 1, keepUntilProven: true },
    });
    backend.s3.requests.clear();
    const run = await backend.backUp('append-orders');
    expect(run).toMatchObject({ status: 'succeeded' });
    const sent = backend.s3.requests.filter(({ bucket }) => bucket === 'other');
    const others = sent.filter(({ operation }) => !SENT.includes(operation));
    expect(others).toEqual([]);
    expect(sent.filter(({ status }) => status === 403)).toEqual([]);
    const { body } = await admin('get', '/runs?plan=append-orders');
    const kinds = (body as { items: Array<{ kind: string }> }).items;
    expect(kinds.map(({ kind }) => kind)).toEqual(['backup']);
  });

  it('restores with credentials of their own', async () => {
    const { headers } = await admin('get', '/destinations/append');
    const { endpoint } = backend.s3;
    const { status } = await admin(
      'put',
      '/destinations/append',
      {
        ...input,
        endpoint,
        restoreCredentials: {
          type: 'keys',
          accessKeyId: 'UNDERSTUDYTEST000001',
          secretAccessKey: S3_SECRET,
        },
      },
      { 'If-Match': headers.etag },
    );
    expect(status).toBe(200);
    const { body } = await admin('get', '/backups?plan=append-orders');
    const [{ id }] = (body as { items: Array<{ id: string }> }).items;
    const url = `/backups/${id}/artifacts/orders.db/download`;
    const ticket = await admin('post', url, { form: 'stored' });
    expect(ticket.status).toBe(200);
    const verify = await admin('post', `/backups/${id}/verify`, { to: 'read' });
    expect(verify.status).toBe(202);
    const { id: run } = verify.body as { id: string };
    await expect(backend.waitFor(run)).resolves.toMatchObject({
      status: 'failed',
      error: { code: 'append-only' },
    });
  });
});
