import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { openBucket, putObject, deleteObjects } from '@understudy/engine';
import type { Run } from '@understudy/model';
import { S3_SECRET, TestBackend } from '../__testUtils__/TestBackend';

jest.setTimeout(300_000);

const bucketOf = ({ s3 }: TestBackend) =>
  openBucket({
    name: 'main',
    bucket: 'backups',
    prefix: 'understudy',
    endpoint: s3.endpoint,
    region: s3.region,
    credentials: {
      type: 'keys',
      accessKeyId: 'UNDERSTUDYTEST000001',
      secretAccessKey: S3_SECRET,
    },
  });

describe('the explorer, through the API', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

  describe.each(databases.eachSupportedId())('%s', (id: TestDatabaseId) => {
    let backend: TestBackend;
    let first: Run;

    const admin = (
      method: 'get' | 'post' | 'put' | 'delete',
      path: string,
      body?: unknown,
    ) => backend.call('admin', method, `/destinations/main${path}`, body);
    const rebuild = async (dryRun: boolean) => {
      const { status, body } = await admin('post', '/rebuild', { dryRun });
      expect(status).toBe(202);
      return backend.waitFor(body.id);
    };
    const put = async (key: string, text = 'x') => {
      const bucket = bucketOf(backend);
      await putObject(bucket, {
        key: bucket.key(key),
        body: Buffer.from(text),
      });
      bucket.close();
    };
    const row = (backup: string) =>
      backend.knex('backups').where({ id: backup }).first();

    beforeAll(async () => {
      backend = await TestBackend.start({ knex: await databases.init(id) });
      first = await backend.backUp('orders');
      await backend.backUp('orders');
    });
    afterAll(() => backend?.stop());

    it('walks from the prefix to the artifact, page by page', async () => {
      const { body: root } = await admin('get', '/objects');
      expect(root.folders).toContain('component/');
      expect(root.items).toContainEqual(
        expect.objectContaining({
          key: 'understudy.json',
          kind: 'owner-file',
          leftover: false,
        }),
      );
      const plan = encodeURIComponent('component/default/orders/orders');
      const one = await admin('get', `/objects?path=${plan}&limit=1`);
      expect(one.status).toBe(200);
      expect(one.body.folders).toHaveLength(1);
      const rest = await admin(
        'get',
        `/objects?path=${plan}&limit=2&cursor=${one.body.nextCursor}`,
      );
      const all = await admin('get', `/objects?path=${plan}`);
      expect([...one.body.folders, ...rest.body.folders]).toEqual(
        all.body.folders,
      );
      const found = await admin('get', '/objects?q=A1%2Forders');
      expect(found.body.items.length).toBeGreaterThan(1);
      expect(found.body.items[0]).toMatchObject({
        kind: 'artifact',
        backup: { id: first.backups[0], plan: 'orders' },
      });
      const { body: detail } = await admin(
        'get',
        `/object?key=${encodeURIComponent(found.body.items[0].key)}`,
      );
      expect(detail).toMatchObject({ stays: 'named', leftover: false });
      for (const path of ['..', '/', 'a/../../b']) {
        const refused = await admin(
          'get',
          `/objects?path=${encodeURIComponent(path)}`,
        );
        expect(refused.status).toBe(400);
      }
      expect((await admin('get', '/objects?cursor=nonsense')).status).toBe(400);
      expect((await admin('get', '/object?key=nowhere')).status).toBe(404);
    });

    it('deletes what is left over, by name, and leaves its trace', async () => {
      await put('holiday.jpg');
      const { body: found } = await admin('get', '/objects?filter=leftover');
      expect(found.items.map((each: { key: string }) => each.key)).toEqual([
        'holiday.jpg',
      ]);
      const keys = ['holiday.jpg', 'understudy.json'];
      const untyped = await admin('delete', '/objects', {
        keys,
        confirm: 'other',
      });
      expect(untyped.status).toBe(400);
      const { body } = await admin('delete', '/objects', {
        keys,
        confirm: 'main',
      });
      expect(body).toEqual({
        deleted: ['holiday.jpg'],
        stay: [{ key: 'understudy.json', reason: 'ours' }],
      });
      expect(backend.logs.join('\n')).toMatch(
        /audit objects-delete .*holiday\.jpg/,
      );
      const after = await admin('get', '/objects?filter=leftover');
      expect(after.body.items).toEqual([]);
    });

    it('tells totals and growth by plan', async () => {
      const { body } = await admin('get', '/growth');
      expect(body.plans).toEqual([
        { plan: 'orders', backups: 2, bytes: expect.any(Number) },
      ]);
      expect(body.places).toEqual([
        {
          plan: 'orders',
          entityRef: 'component:default/orders',
          folder: 'component/default/orders/orders',
        },
      ]);
      expect(body.days).toHaveLength(1);
      expect(body.days[0].bytes).toBe(body.plans[0].bytes);
      expect((await admin('get', '/uploads')).body).toEqual({
        items: [],
        more: false,
      });
    });

    it('counts first, then fills the list again with the same ids', async () => {
      const [backup] = first.backups;
      const verified = await backend.call(
        'admin',
        'post',
        `/backups/${backup}/verify`,
        { to: 'read' },
      );
      await backend.waitFor(verified.body.id);
      const before = await row(backup);
      expect(before.proof_rung).toBe('read');
      const broken = `${before.folder.replace(/.{12}$/, '00000000abcd')}`;
      await put(`${broken}/manifest.json`, 'not JSON');
      await backend.knex('backups').delete();

      const dry = await rebuild(true);
      expect(dry).toMatchObject({
        kind: 'rebuild',
        status: 'succeeded',
        result: {
          dryRun: true,
          found: 2,
          added: 2,
          vanished: 0,
          unreadable: 1,
          unreadableKeys: [
            { key: `${broken}/manifest.json`, code: 'manifest-unreadable' },
          ],
        },
      });
      expect(await backend.knex('backups')).toEqual([]);

      const done = await rebuild(false);
      expect(done.result).toMatchObject({ dryRun: false, added: 2 });
      expect(await row(backup)).toEqual(before);
      const again = await rebuild(false);
      expect(again.result).toMatchObject({ found: 2, added: 0, vanished: 0 });
    });

    it('takes out what vanished from the bucket, and nothing else', async () => {
      const [backup] = first.backups;
      const { manifest_key: key } = await row(backup);
      const bucket = bucketOf(backend);
      await deleteObjects(bucket, [bucket.key(key)]);
      bucket.close();
      const dry = await rebuild(true);
      expect(dry.result).toMatchObject({ vanished: 1, vanishedKeys: [key] });
      expect(await row(backup)).toBeDefined();
      await rebuild(false);
      expect(await row(backup)).toBeUndefined();
      expect(await backend.knex('backups')).toHaveLength(1);
    });

    it('adopts the prefix of a portal that is gone, and finds its backups', async () => {
      const knex = await databases.init(id);
      const other = await TestBackend.start({ knex, of: backend });
      try {
        const refused = await other.backUp('orders');
        expect(refused.error?.code).toBe('foreign-prefix');
        const adopt = (confirm: string) =>
          other.call('admin', 'post', '/destinations/main/adopt', { confirm });
        expect((await adopt('other')).status).toBe(400);
        const { status, body } = await adopt('main');
        expect(status).toBe(202);
        expect((await other.waitFor(body.id)).status).toBe('succeeded');
        const { body: list } = await other.call('admin', 'get', '/backups');
        const ids = await backend.knex('backups').pluck('id');
        expect(list.items.map((each: { id: string }) => each.id)).toEqual(ids);
        expect((await other.backUp('orders')).status).toBe('succeeded');
        // Who held it before stops, with the reason.
        const former = await backend.backUp('orders');
        expect(['stale-epoch', 'foreign-prefix']).toContain(former.error?.code);
        // Nothing runs by itself before somebody confirms.
        const automatic = async () =>
          (await other.call('admin', 'get', '/status')).body.automaticBackup;
        expect(await automatic()).toMatchObject({ recovered: true });
        await other.call('admin', 'post', '/settings/recovered/confirm');
        expect(await automatic()).toMatchObject({
          recovered: false,
          enabled: true,
        });
        expect(other.logs.join('\n')).toContain('audit recovered-confirm');
      } finally {
        await other.stopOnly();
      }
    });
  });
});
