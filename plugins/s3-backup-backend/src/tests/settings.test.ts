import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import type { Knex } from 'knex';
import { S3_SECRET, TestBackend } from '../__testUtils__/TestBackend';

jest.setTimeout(300_000);

const NO_CONFIG = { destinations: [], plans: [], keys: [] };

describe('what people set', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_15'] });

  describe.each(databases.eachSupportedId())('%s', (id: TestDatabaseId) => {
    let backend: TestBackend;
    let knex: Knex;

    const admin = (
      method: 'get' | 'post' | 'put' | 'delete',
      path: string,
      body?: unknown,
      headers?: Record<string, string>,
    ) => backend.call('admin', method, path, body, headers);
    const etagOf = async (path: string) => ({
      'If-Match': (await admin('get', path)).headers.etag as string,
    });
    const form = () => ({
      automaticBackup: true,
      accessKeyId: 'UNDERSTUDYTEST000001 ',
      secretAccessKey: `${S3_SECRET}\n`,
      bucket: 'backups',
      prefix: 'understudy',
      region: backend.s3.region,
      endpoint: backend.s3.endpoint,
      encryption: { type: 'make' },
      notificationsTo: ['ops@example.net'],
      onSuccess: false,
      frequency: 'daily',
    });

    beforeAll(async () => {
      knex = await databases.init(id);
      backend = await TestBackend.start({ knex, s3Backup: NO_CONFIG });
    });

    afterAll(() => backend?.stop());

    it('begins with nothing, automatic backup on', async () => {
      const { body } = await admin('get', '/status');
      expect(body).toMatchObject({
        configured: false,
        automaticBackup: { enabled: true, recovered: false, changedAt: null },
      });
      const simple = await admin('get', '/settings/simple');
      expect(simple.body).toMatchObject({ saved: false, frequency: 'daily' });
    });

    it('saves the classic form at once, and gives the identity once', async () => {
      expect((await admin('put', '/settings/simple', form())).status).toBe(400);
      const { status, body } = await admin(
        'put',
        '/settings/simple',
        form(),
        await etagOf('/settings/simple'),
      );
      expect(status).toBe(200);
      expect(body.notices).toHaveLength(2);
      expect(body.madeKey.identity).toMatch(/^AGE-SECRET-KEY-1/);
      expect(body.settings).toMatchObject({
        saved: true,
        secretAccessKey: { set: true },
        encryption: { type: 'made', key: 'main', confirmed: false },
        accessKeyId: 'UNDERSTUDYTEST000001',
        frequency: 'daily',
      });
      expect(body.settings.nextSlot).toEqual(expect.any(String));
      // Encrypted to nobody before somebody has shown to hold the identity.
      const run = await backend.backUp('portal');
      expect(run).toMatchObject({
        status: 'failed',
        error: { code: 'recipients-missing' },
      });
      const wrong = await admin('post', '/keys/main/confirm', {
        lastSix: 'ZZZZZZ',
      });
      expect(wrong.status).toBe(400);
      const right = await admin('post', '/keys/main/confirm', {
        lastSix: body.madeKey.identity.slice(-6),
      });
      expect(right.body.confirmedAt).toEqual(expect.any(String));
      const again = await admin('get', '/keys/main');
      expect(JSON.stringify(again.body)).not.toContain('AGE-SECRET');
      expect(again.body).toMatchObject({
        hasIdentity: true,
        usedBy: ['portal'],
      });
      expect((await admin('delete', '/keys/main')).status).toBe(409);
    });

    it('keeps the secret while the place stays, and asks anew where it moves', async () => {
      const { body: stored } = await admin('get', '/settings/simple');
      const keep = {
        ...form(),
        accessKeyId: stored.accessKeyId,
        secretAccessKey: stored.secretAccessKey,
        encryption: { type: 'keep' },
      };
      const kept = await admin(
        'put',
        '/settings/simple',
        { ...keep, frequency: 'weekly' },
        await etagOf('/settings/simple'),
      );
      expect(kept.status).toBe(200);
      expect(kept.body).toMatchObject({
        madeKey: null,
        settings: { frequency: 'weekly' },
      });
      // What the classic form has no field for stays as it is.
      const { body: main } = await admin('get', '/destinations/main');
      const { name, bucket, prefix, region, endpoint, credentials } = main;
      const asked = { name, bucket, prefix, region, endpoint, credentials };
      const path = '/destinations/main';
      const store = { tags: true };
      await admin('put', path, { ...asked, store }, await etagOf(path));
      await admin(
        'put',
        '/settings/simple',
        { ...keep, frequency: 'daily' },
        await etagOf('/settings/simple'),
      );
      expect((await admin('get', path)).body.store).toEqual(store);
      for (const change of [
        { bucket: 'other' },
        { endpoint: 'http://127.0.0.1:1' },
      ]) {
        const moved = await admin(
          'put',
          '/settings/simple',
          { ...keep, ...change },
          await etagOf('/settings/simple'),
        );
        expect(moved.status).toBe(400);
        expect(moved.body.error.code).toBe('credentials-missing');
      }
      const { body: destination } = await admin('get', '/destinations/main');
      const { stored: _s, usedBy: _u, ...rest } = destination;
      const draft = {
        name: rest.name,
        bucket: 'other',
        prefix: rest.prefix,
        region: rest.region,
        endpoint: rest.endpoint,
        credentials: rest.credentials,
      };
      const put = await admin(
        'put',
        '/destinations/main',
        draft,
        await etagOf('/destinations/main'),
      );
      expect(put.body.error.code).toBe('credentials-missing');
      // A draft with the stored secret would send it to the other place.
      const test = await admin('post', '/destinations/test', draft);
      expect(test.body.verdict).toBe('not-ready');
      expect(test.body.steps[0].code).toBe('credentials-missing');
    });

    it('refuses a change of what somebody else changed meanwhile', async () => {
      const before = await etagOf('/settings');
      const body = {
        automaticBackup: false,
        defaults: { destination: 'main', encryption: null },
        notifications: { to: [], onSuccess: true },
      };
      expect((await admin('put', '/settings', body)).status).toBe(400);
      // Nobody turns it off without a reason and an end.
      expect((await admin('put', '/settings', body, before)).status).toBe(400);
      const until = new Date(Date.now() + 86_400_000).toISOString();
      const off = { reason: 'The store moves', until };
      const late = { ...off, until: '2020-01-01T00:00:00.000Z' };
      const past = await admin(
        'put',
        '/settings',
        { ...body, off: late },
        before,
      );
      expect(past.status).toBe(400);
      const put = { ...body, off };
      expect((await admin('put', '/settings', put, before)).status).toBe(200);
      expect((await admin('put', '/settings', put, before)).status).toBe(409);
      const { body: told } = await admin('get', '/settings');
      expect(told.off).toMatchObject({ ...off, by: 'user:default/admin' });
      const { body: status } = await admin('get', '/status');
      expect(status.automaticBackup).toMatchObject({
        enabled: false,
        changedBy: 'user:default/admin',
      });
      await admin(
        'put',
        '/settings',
        { ...body, automaticBackup: true },
        await etagOf('/settings'),
      );
    });

    it('checks destinations up, as drafts and as stored', async () => {
      const { body: ready } = await admin('post', '/destinations/main/test');
      expect(ready.verdict).toMatch(/^ready/);
      const { body: stored } = await admin('get', '/destinations/main');
      expect(stored.health).toMatch(/healthy|degraded/);
      const draft = {
        name: 'draft',
        bucket: 'backups',
        prefix: 'elsewhere',
        region: backend.s3.region,
        endpoint: backend.s3.endpoint,
        credentials: {
          type: 'keys',
          accessKeyId: 'UNDERSTUDYTEST000001',
          secretAccessKey: 'wrong-wrong-wrong',
        },
      };
      const { body: wrong } = await admin('post', '/destinations/test', draft);
      expect(wrong.verdict).toBe('not-ready');
      expect(
        wrong.steps.find((s: { result: string }) => s.result === 'fail'),
      ).toMatchObject({
        code: 's3-bad-signature',
        remedy: expect.stringContaining('Paste the secret again'),
      });
      expect(JSON.stringify(wrong)).not.toContain('wrong-wrong-wrong');
      const nested = await admin('post', '/destinations', {
        ...draft,
        prefix: 'understudy/inner',
      });
      expect(nested.body.error.code).toBe('nested-prefix');
      const metadata = await admin('post', '/destinations', {
        ...draft,
        endpoint: 'http://169.254.169.254',
      });
      expect(metadata.status).toBe(400);
      const ambient = await admin('post', '/destinations', {
        ...draft,
        credentials: { type: 'ambient' },
      });
      expect(ambient.status).toBe(400);
    });

    it('makes plans, and says what is wrong with them', async () => {
      const plan = {
        name: 'plain',
        entityRef: 'component:default/plain',
        source: {
          type: 'sqlite',
          options: { path: `${backend.directory}/data/orders.db` },
        },
        destinations: ['main'],
        encryption: { type: 'age', keys: ['main'] },
        schedule: { every: 'hours', hours: 6 },
      };
      const made = await admin('post', '/plans', plan);
      expect(made.status).toBe(201);
      expect(made.body).toMatchObject({
        ownerRef: 'group:default/orders-team',
        freshness: 13 * 3_600_000,
        notice: expect.stringContaining("s3-backup/enabled: 'true'"),
      });
      expect((await admin('post', '/plans', plan)).status).toBe(409);
      const wrongs: Array<[object, string]> = [
        [{ destinations: ['nowhere'] }, 'destination-gone'],
        [{ encryption: { type: 'age', keys: ['none'] } }, 'recipients-missing'],
        [{ encryption: { type: 'age' } }, 'recipients-missing'],
        [
          { source: { type: 'sqlite', options: { path: '/etc/passwd' } } },
          'source-denied',
        ],
        [{ source: { type: 'sqlite', options: {} } }, 'options-invalid'],
      ];
      for (const [change, code] of wrongs) {
        const { status, body } = await admin('post', '/plans', {
          ...plan,
          name: 'wrong',
          ...change,
        });
        expect([status, body.error.code]).toEqual([400, code]);
      }
      for (const change of [
        { schedule: { every: 'cron', cron: '99 99 * * *' } },
        { entityRef: 'component:default/unknown' },
        { name: 'Upper' },
        { unknown: 1 },
        { blackouts: [{ from: '01:00', until: '01:00' }] },
        {
          blackouts: [
            { from: '00:00', until: '12:00' },
            { from: '12:00', until: '00:00' },
          ],
        },
        { schedule: { every: 'minutes', minutes: 15 }, spread: 'PT15M' },
        { spread: 'PT13H' },
      ]) {
        const { status } = await admin('post', '/plans', {
          ...plan,
          name: 'wrong',
          ...change,
        });
        expect([change, status]).toEqual([change, 400]);
      }
      const paused = await admin('post', '/plans/plain/pause', { until: null });
      expect(paused.body).toMatchObject({
        nextSlot: null,
        pausedBy: 'user:default/admin',
      });
      const resumed = await admin('delete', '/plans/plain/pause');
      expect(resumed.body.nextSlot).toEqual(expect.any(String));
      const next = resumed.body.nextSlot;
      const skipped = await admin('post', '/plans/plain/skip');
      expect(skipped.body).toMatchObject({
        skip: { slot: next, by: 'user:default/admin' },
      });
      expect(skipped.body.nextSlot > next).toBe(true);
      const undone = await admin('delete', '/plans/plain/skip');
      expect(undone.body).toMatchObject({ nextSlot: next, skip: null });
      expect((await admin('delete', '/destinations/main')).status).toBe(409);
    });

    it('keeps no secret in the clear', async () => {
      const tables = [
        'settings',
        'secrets',
        'destinations',
        'plans',
        'keys',
        'runs',
        'tickets',
        'idempotency',
        'run_logs',
      ];
      const rows: string[] = [];
      for (const table of tables) {
        if (await knex.schema.hasTable(table)) {
          rows.push(JSON.stringify(await knex(table)));
        }
      }
      const text = rows.join('\n');
      expect(text.includes('secretAccessKey')).toBe(true);
      const answers = backend.answers.filter(
        each => !each.startsWith('put /settings/simple 200'),
      );
      const told = [...answers, ...backend.logs].join('\n');
      for (const place of [text, told]) {
        expect(/AGE-SECRET-KEY-1[A-Z0-9]{20}/.test(place)).toBe(false);
        expect(place.includes(S3_SECRET)).toBe(false);
      }
    });
  });

  it('refuses to store secrets without a sealing key', async () => {
    const backend = await TestBackend.start({
      s3Backup: { ...NO_CONFIG, secretKeys: [] },
    });
    try {
      const { headers } = await backend.call(
        'admin',
        'get',
        '/settings/simple',
      );
      const { body } = await backend.call(
        'admin',
        'put',
        '/settings/simple',
        {
          automaticBackup: true,
          accessKeyId: 'x',
          secretAccessKey: 'y',
          bucket: 'backups',
          encryption: { type: 'clear' },
          notificationsTo: [],
          onSuccess: false,
          frequency: 'none',
        },
        { 'If-Match': headers.etag },
      );
      expect(body.error).toMatchObject({
        code: 'secret-key-missing',
        hint: expect.stringContaining('openssl rand -base64 32'),
      });
    } finally {
      await backend.stop();
    }
  });

  it('is for admins alone where the permission framework is off', async () => {
    const backend = await TestBackend.start({
      permissionEnabled: false,
      s3Backup: { admins: ['group:default/platform-admins'] },
    });
    const nobodys = await TestBackend.start({ permissionEnabled: false });
    try {
      const statuses = async (of: TestBackend, who: 'admin' | 'owner') => {
        const found = [];
        for (const path of ['/status', '/plans', '/settings', '/backups']) {
          found.push((await of.call(who, 'get', path)).status);
        }
        return found;
      };
      expect(await statuses(backend, 'admin')).toEqual([200, 200, 200, 200]);
      expect(await statuses(backend, 'owner')).toEqual([200, 403, 403, 403]);
      expect(await statuses(nobodys, 'admin')).toEqual([200, 403, 403, 403]);
      const refused = await nobodys.call('admin', 'get', '/settings');
      expect(refused.body.error.message).toContain('s3Backup.admins');
    } finally {
      await backend.stop();
      await nobodys.stop();
    }
  });

  it('turns automatic backup off where the bucket is ahead of the database', async () => {
    const first = await TestBackend.start();
    let second: TestBackend | undefined;
    try {
      const run = await first.backUp('orders');
      // The same portal, from a copy of its database of before the run.
      const knex = await databases.init('SQLITE_3');
      second = await TestBackend.start({ knex, of: first });
      const foreign = await second.backUp('orders');
      expect(foreign.error?.code).toBe('foreign-prefix');
      const instance = await first.instance();
      await second.stopOnly();
      const restored = await databases.init('SQLITE_3');
      second = await TestBackend.start({ knex: restored, of: first, instance });
      await second.settled();
      const { body } = await second.call('admin', 'get', '/status');
      expect(body.automaticBackup).toMatchObject({
        enabled: false,
        recovered: true,
      });
      const { body: list } = await second.call('admin', 'get', '/backups');
      expect(list.items.map((each: { id: string }) => each.id)).toEqual(
        run.backups,
      );
      const { body: value, headers } = await second.call(
        'admin',
        'get',
        '/settings',
      );
      await second.call(
        'admin',
        'put',
        '/settings',
        {
          automaticBackup: true,
          defaults: value.defaults,
          notifications: value.notifications,
        },
        { 'If-Match': headers.etag },
      );
      const { body: after } = await second.call('admin', 'get', '/status');
      expect(after.automaticBackup).toMatchObject({
        enabled: true,
        recovered: false,
      });
    } finally {
      await second?.stopOnly();
      await first.stop();
    }
  });
});
