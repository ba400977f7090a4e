import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { S3_SECRET, TestBackend } from '../__testUtils__/TestBackend';

jest.setTimeout(300_000);

/** What is read of a page of runs. */
interface RunPage {
  items: { id: string }[];
  nextCursor: string | null;
}

const sha256 = (data: Buffer) =>
  createHash('sha256').update(data).digest('hex');

describe('the loop, through the API', () => {
  const databases = TestDatabases.create({
    ids: ['SQLITE_3', 'POSTGRES_15'],
  });

  describe.each(databases.eachSupportedId())('%s', (id: TestDatabaseId) => {
    let backend: TestBackend;
    let backup: string;

    const admin = (
      method: 'get' | 'post' | 'put' | 'delete',
      path: string,
      body?: unknown,
      headers?: Record<string, string>,
    ) => backend.call('admin', method, path, body, headers);

    beforeAll(async () => {
      backend = await TestBackend.start({ knex: await databases.init(id) });
    });

    afterAll(() => backend?.stop());

    it('backs up, and tells what is protected', async () => {
      const run = await backend.backUp('orders');
      expect(run).toMatchObject({
        status: 'succeeded',
        kind: 'backup',
        trigger: { type: 'user', by: 'user:default/admin' },
        error: null,
      });
      [backup] = run.backups;
      const { body: list } = await admin('get', '/backups');
      expect(list.items).toHaveLength(1);
      expect(list.items[0]).toMatchObject({
        id: backup,
        plan: 'orders',
        state: 'good',
        lastGood: true,
        encrypted: true,
      });
      const { body: status } = await admin('get', '/status');
      expect(status).toMatchObject({
        configured: true,
        counts: { plans: 2, protected: 1, notProtected: 1 },
        stored: { backups: 1 },
        lastDay: { succeeded: 1 },
      });
      expect(
        status.attention.map((each: { plan: string }) => each.plan),
      ).toEqual(['handbook']);
      const { body: plan } = await admin('get', '/plans/orders');
      expect(plan).toMatchObject({
        ownerRef: 'group:default/orders-team',
        fromConfig: 's3Backup.plans[0]',
        protection: { state: 'protected' },
        lastGoodBackup: { id: backup },
        backups: 1,
      });
      const { body: detail } = await admin('get', `/backups/${backup}`);
      expect(detail).toMatchObject({ bucket: 'backups', canOpen: true });
      expect(detail.restore[0]).toContain('s3://backups/understudy/component/');
    });

    it('climbs the rungs', async () => {
      const { body } = await admin('post', `/backups/${backup}/verify`, {
        to: 'opened',
      });
      expect(await backend.waitFor(body.id)).toMatchObject({
        status: 'succeeded',
      });
      const { body: detail } = await admin('get', `/backups/${backup}`);
      expect(detail.proof.rung).toBe('opened');
      expect(
        detail.proofs.map((each: { rung: string }) => each.rung),
      ).toContain('opened');
    });

    it('restores into a new place, after a look', async () => {
      const root = join(backend.directory, 'restore');
      const target = { type: 'folder', root, path: 'orders-again' };
      const { body: check } = await admin(
        'post',
        `/backups/${backup}/restore`,
        {
          target,
          dryRun: true,
        },
      );
      expect(check).toMatchObject({ ok: true });
      expect(existsSync(join(root, 'orders-again'))).toBe(false);
      const { status, body } = await admin(
        'post',
        `/backups/${backup}/restore`,
        { target },
      );
      expect(status).toBe(202);
      expect(await backend.waitFor(body.id)).toMatchObject({
        status: 'succeeded',
      });
      expect(readdirSync(join(root, 'orders-again'))).toHaveLength(1);
      const again = await admin('post', `/backups/${backup}/restore`, {
        target,
      });
      expect(again.status).toBe(409);
      expect(again.body.error).toMatchObject({ code: 'restore-target-exists' });
      const outside = await admin('post', `/backups/${backup}/restore`, {
        target: { ...target, path: '../escaped' },
      });
      expect(outside.body.error.code).toBe('restore-target-outside');
    });

    it('gives one download for one ticket', async () => {
      const { body: detail } = await admin('get', `/backups/${backup}`);
      const [artifact] = detail.artifacts;
      for (const form of ['stored', 'original'] as const) {
        const { body } = await admin(
          'post',
          `/backups/${backup}/artifacts/${artifact.name}/download`,
          { form },
        );
        const path = new URL(body.url).pathname.replace('/api/s3-backup', '');
        const got = await backend
          .anonymous(path)
          .buffer(true)
          .parse(binary)
          .set('Accept-Encoding', 'gzip');
        expect(got.status).toBe(200);
        expect(sha256(got.body)).toBe(
          form === 'stored' ? artifact.stored.sha256 : artifact.plain.sha256,
        );
        expect(got.headers).toMatchObject({
          'cache-control': 'no-store, no-transform',
          'x-content-type-options': 'nosniff',
          'content-length': String(
            form === 'stored' ? artifact.stored.bytes : artifact.plain.bytes,
          ),
        });
        expect(got.headers['content-disposition']).toContain('attachment');
        expect(got.headers['content-encoding']).toBeUndefined();
        expect((await backend.anonymous(path)).status).toBe(404);
      }
    });

    it('breaks the connection where stored bytes are not what they were', async () => {
      const { body: detail } = await admin('get', `/backups/${backup}`);
      const [artifact] = detail.artifacts;
      const fault = backend.s3.faults.add({
        operation: 'GetObject',
        count: Infinity,
        effect: { flipByteAt: 100 },
      });
      try {
        for (const form of ['stored', 'original']) {
          const { body } = await admin(
            'post',
            `/backups/${backup}/artifacts/${artifact.name}/download`,
            { form },
          );
          const path = new URL(body.url).pathname.replace('/api/s3-backup', '');
          await expect(
            backend.anonymous(path).buffer(true).parse(binary),
          ).rejects.toThrow(/aborted|socket hang up|ECONNRESET/);
        }
      } finally {
        fault.remove();
      }
    });

    it('never deletes the last good one, and another one by its typed name', async () => {
      const kept = await admin('delete', `/backups/${backup}`, {
        confirm: 'orders',
      });
      expect(kept.status).toBe(409);
      expect(kept.body.error.code).toBe('last-good-backup');
      await backend.backUp('orders');
      const { status, body } = await admin('delete', `/backups/${backup}`, {
        confirm: 'orders',
      });
      expect(status).toBe(202);
      expect(await backend.waitFor(body.id)).toMatchObject({
        kind: 'delete',
        status: 'succeeded',
      });
      expect((await admin('get', `/backups/${backup}`)).status).toBe(404);
    });

    it('runs once for one Idempotency-Key', async () => {
      const key = { 'Idempotency-Key': 'one' };
      const first = await admin('post', '/plans/orders/run', undefined, key);
      const second = await admin('post', '/plans/orders/run', undefined, key);
      expect(second.status).toBe(202);
      expect(second.body.id).toBe(first.body.id);
      const other = await admin('post', '/plans/orders/run', { x: 1 }, key);
      expect(other.status).toBe(409);
      await backend.waitFor(first.body.id);
    });

    it('pages through history by cursor', async () => {
      const ids: string[] = [];
      let cursor: string | null = '';
      do {
        const { body }: { body: RunPage } = await admin(
          'get',
          `/runs?limit=2${
            cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
          }`,
        );
        ids.push(...body.items.map(run => run.id));
        cursor = body.nextCursor;
      } while (cursor);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length).toBeGreaterThanOrEqual(6);
      const filtered = await admin(
        'get',
        '/runs?status=succeeded&status=failed&kind=verify',
      );
      expect(filtered.body.items).toHaveLength(1);
      expect((await admin('get', '/runs?nonsense=1')).status).toBe(400);
      expect((await admin('get', '/runs?limit=0')).status).toBe(400);
      const mine = await backend.call('owner', 'get', '/runs?mine=true');
      expect(mine.body.items).toHaveLength(Math.min(25, ids.length));
      const others = await backend.call('otherOwner', 'get', '/runs?mine=true');
      expect(others.body.items).toHaveLength(0);
    });

    it('shows, logs and stores no secret anywhere', async () => {
      const everywhere = [
        ...backend.answers,
        ...backend.logs,
        JSON.stringify(backend.told),
      ].join('\n');
      expect(everywhere).toContain('understudy');
      for (const secret of [
        S3_SECRET,
        Buffer.from(S3_SECRET).toString('base64'),
        encodeURIComponent(S3_SECRET),
        backend.key.identity,
        Buffer.alloc(32, 7).toString('base64'),
      ]) {
        expect(everywhere.includes(secret)).toBe(false);
        const found = execFileSync(
          'sh',
          [
            '-c',
            'grep -rlF -- "$0" "$1" || true',
            secret,
            join(backend.directory, 's3'),
          ],
          { encoding: 'utf8' },
        );
        expect(found).toBe('');
      }
    });
  });
});

function binary(
  response: request.Response,
  done: (error: Error | null, body: Buffer) => void,
) {
  const chunks: Buffer[] = [];
  const stream = response as unknown as NodeJS.ReadableStream;
  stream.on('data', chunk => chunks.push(Buffer.from(chunk)));
  stream.on('end', () => done(null, Buffer.concat(chunks)));
  stream.on('error', error => done(error, Buffer.alloc(0)));
  stream.on('aborted', () => done(new Error('aborted'), Buffer.alloc(0)));
}
