import { describeObject, listObjects, openBucket } from '@understudy/engine';
import type { DestinationConnection } from '@understudy/model';
import { randomBytes } from 'node:crypto';
import { S3_SECRET, TestBackend } from '../__testUtils__/TestBackend';

jest.setTimeout(180_000);

const KEY = randomBytes(32).toString('base64');

describe('how a destination keeps its objects', () => {
  let backend: TestBackend;
  const credentials = {
    accessKeyId: 'UNDERSTUDYTEST000001',
    secretAccessKey: S3_SECRET,
  };
  beforeAll(async () => {
    backend = await TestBackend.start({
      s3Backup: {
        allowedRegions: ['us-east-1', 'eu-central-1'],
        destinations: [
          {
            name: 'abroad',
            bucket: 'abroad',
            region: 'us-west-2',
            credentials: {
              type: 'keys',
              accessKeyId: 'AKIAEXAMPLE',
              secretAccessKey: 'of-abroad',
            },
          },
        ],
      },
    });
  });
  afterAll(async () => {
    await backend.stop();
  });

  const admin = (
    method: 'get' | 'post' | 'put' | 'delete',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => backend.call('admin', method, path, body, headers);

  const input = (change: object = {}) => ({
    name: 'kept',
    bucket: 'other',
    prefix: 'kept',
    region: backend.s3.region,
    endpoint: backend.s3.endpoint,
    credentials: { type: 'keys', ...credentials },
    expectedBucketOwner: '000000000000',
    store: {
      storageClass: 'STANDARD_IA',
      encryption: { type: 'sse-c', key: KEY },
      tags: true,
      timeAfterStore: true,
    },
    ...change,
  });

  async function put(change: object) {
    const { headers } = await admin('get', '/destinations/kept');
    const ifMatch = { 'If-Match': headers.etag };
    return admin('put', '/destinations/kept', input(change), ifMatch);
  }

  it('refuses what cannot be meant', async () => {
    const wrong: Array<[object, RegExp]> = [
      [{ store: { encryption: { type: 'sse-c', key: 'short' } } }, /32 bytes/],
      [{ store: { storageClass: 'standard' } }, /storageClass/],
      [{ store: { objectLock: { mode: 'GOVERNANCE', days: 0 } } }, /days/],
      [{ store: { acl: 'everybody' } }, /acl/],
      [{ expectedBucketOwner: 'me' }, /expectedBucketOwner/],
      [{ store: { unheard: true } }, /additional/],
      [{ provider: 'nobody' }, /provider/],
      [{ accelerate: true }, /accelerate is of AWS/],
      [{ failoverEndpoints: ['b.example.org'] }, /https:/],
      [{ endpoint: 'http://192.0.2.7:9000' }, /allowPlainHttp/],
      [{ failoverEndpoints: ['http://192.0.2.7:9000'] }, /allowPlainHttp/],
      [{ region: 'eu-north-1' }, /eu-north-1; this portal allows/],
      [
        { endpoint: 'https://s3.fr-par.scw.cloud', region: undefined },
        /fr-par; this portal allows/,
      ],
      [{ endpoint: undefined, region: undefined }, /not named/],
    ];
    for (const [change, words] of wrong) {
      const { status, text } = await admin(
        'post',
        '/destinations',
        input(change),
      );
      expect(status).toBe(400);
      expect(text).toMatch(words);
      expect(text).not.toContain('"short"');
    }
  });

  it('is refused at use, too, where its region is not allowed any more', async () => {
    const { body } = await admin('post', '/destinations/abroad/test');
    expect(body).toMatchObject({
      verdict: 'not-ready',
      steps: [{ id: 'input', code: 'region-not-allowed' }],
    });
  });

  it('is stored, sealed where secret, and answered without it', async () => {
    const { status, body } = await admin('post', '/destinations', input());
    expect(status).toBe(201);
    const state = { set: true, updatedAt: expect.any(String) };
    expect(body).toMatchObject({
      expectedBucketOwner: '000000000000',
      credentials: { secretAccessKey: state },
      store: {
        storageClass: 'STANDARD_IA',
        encryption: { type: 'sse-c', key: state },
        tags: true,
        timeAfterStore: true,
      },
    });
    const dump = JSON.stringify([
      await backend.knex('secrets'),
      await backend.knex('destinations'),
    ]);
    expect(dump).toContain('STANDARD_IA');
    expect(dump).not.toContain(KEY);
    expect(backend.answers.join()).not.toContain(KEY);
    expect(backend.logs.join()).not.toContain(KEY);
  });

  it('is obeyed by a backup, and by its restore', async () => {
    const source = {
      type: 'sqlite',
      options: { path: `${backend.directory}/data/orders.db` },
    };
    const made = await admin('post', '/plans', {
      name: 'kept-orders',
      entityRef: 'component:default/orders',
      source,
      destinations: ['kept'],
      encryption: { type: 'age', keys: ['demo'] },
      schedule: { every: 'never' },
    });
    expect(made.status).toBe(201);
    const run = await backend.backUp('kept-orders');
    expect(run).toMatchObject({ status: 'succeeded' });
    const open = (store?: DestinationConnection['store']) =>
      openBucket({
        name: 'kept',
        bucket: 'other',
        prefix: 'kept',
        endpoint: backend.s3.endpoint,
        credentials: { type: 'keys', ...credentials },
        store,
      });
    const keyed = open({ encryption: { type: 'sse-c', key: KEY } });
    const keyless = open();
    const keys: string[] = [];
    for await (const found of listObjects(keyed, {
      prefix: 'kept/component',
    })) {
      if ('key' in found) keys.push(found.key);
    }
    const key = keys.find(each => /orders\.db/.test(each))!;
    expect(await describeObject(keyed, key)).toMatchObject({
      storageClass: 'STANDARD_IA',
      tags: {
        'understudy-plan': 'kept-orders',
        'understudy-entity': 'component:default/orders',
      },
    });
    await expect(describeObject(keyless, key)).rejects.toMatchObject({
      details: { status: 400 },
    });
    keyed.close();
    keyless.close();
    const [id] = run.backups;
    const { body: detail } = await admin('get', `/backups/${id}`);
    expect(detail.restore[0]).toContain('--sse-c-key fileb://sse-c.key');
    const restore = await admin('post', `/backups/${id}/restore`, {
      target: {
        type: 'folder',
        root: `${backend.directory}/restore`,
        path: 'kept',
      },
    });
    expect(await backend.waitFor(restore.body.id)).toMatchObject({
      status: 'succeeded',
    });
  });

  it('travels as it was told to, and names no proxy’s password', async () => {
    const transfer = {
      uploadPartSize: '5MiB',
      partTimeout: 'PT1M',
      retries: 2,
      proxy: 'http://somebody:hush-hush@proxy.example:3128',
    };
    const { status, body } = await put({ transfer });
    expect(status).toBe(200);
    expect(body.transfer).toEqual({
      uploadPartSize: 5 * 1024 ** 2,
      partTimeout: 60_000,
      retries: 2,
      proxy: { set: true, updatedAt: expect.any(String) },
    });
    expect(backend.answers.join()).not.toContain('hush-hush');
    expect(JSON.stringify(await backend.knex('destinations'))).not.toContain(
      'hush-hush',
    );
    // What was answered can be sent back.
    expect((await put({ transfer: body.transfer })).status).toBe(200);
    expect(await backend.backUp('kept-orders')).toMatchObject({
      status: 'succeeded',
    });
    for (const wrong of [
      { proxy: 'ftp://proxy' },
      { uploadPartSize: '1MiB' },
      { caBundle: 'not a certificate' },
    ]) {
      expect((await put({ transfer: wrong })).status).toBe(400);
    }
    await put({});
  });

  it('keeps secrets that are set, forgets those that are not wanted, and gives none away', async () => {
    const { body: before } = await admin('get', '/destinations/kept');
    const { encryption } = before.store;
    const kept = {
      credentials: before.credentials,
      store: { encryption, tags: true },
    };
    expect((await put(kept)).body.store).toEqual({ encryption, tags: true });
    expect(
      (await admin('post', '/destinations/kept/test')).body.verdict,
    ).toMatch(/^ready/);
    // To another place none of them goes.
    const moved = await put({ ...kept, prefix: 'elsewhere' });
    expect(moved.body.error.code).toBe('credentials-missing');
    const asDraft = await admin(
      'post',
      '/destinations/test',
      input({ ...kept, bucket: 'backups' }),
    );
    expect(asDraft.body.steps[0].code).toBe('credentials-missing');
    const off = await put({ store: undefined });
    expect(off.body.store).toBeUndefined();
    const again = await put({ store: { encryption } });
    expect(again.status).toBe(400);
  });
});
