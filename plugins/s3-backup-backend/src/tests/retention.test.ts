import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import type { Backup, Run } from '@understudy/model';
import { TestBackend } from '../__testUtils__/TestBackend';

jest.setTimeout(300_000);

const PLAN = 'kept';
const RULES = { keepLast: 2, minimumGood: 2 };

describe('retention, through the API', () => {
  const databases = TestDatabases.create({
    ids: ['SQLITE_3', 'POSTGRES_15'],
  });

  describe.each(databases.eachSupportedId())('%s', (id: TestDatabaseId) => {
    let backend: TestBackend;

    const admin = async (
      method: 'get' | 'post' | 'put' | 'delete',
      path: string,
      body?: unknown,
      headers?: Record<string, string>,
    ) => {
      const answer = await backend.call('admin', method, path, body, headers);
      if (answer.status >= 400) throw new Error(answer.text);
      return answer;
    };
    const input = (retention?: object) => ({
      name: PLAN,
      entityRef: 'component:default/orders',
      source: {
        type: 'sqlite',
        options: { path: `${backend.directory}/data/orders.db` },
      },
      destinations: ['main'],
      encryption: { type: 'age', keys: ['demo'] },
      schedule: { every: 'never' },
      ...(retention ? { retention } : {}),
    });
    /** The newest first. */
    const backups = async (query = `plan=${PLAN}`): Promise<Backup[]> =>
      (await admin('get', `/backups?${query}`)).body.items;
    const runs = async (kind: string): Promise<Run[]> =>
      (await admin('get', `/runs?plan=${PLAN}&kind=${kind}&limit=50`)).body
        .items;
    /** What follows a backup: it is read back, then pruned. */
    const pruned = async (count: number): Promise<Run> => {
      for (let tries = 0; tries < 400; tries += 1) {
        const [newest, ...others] = await runs('prune');
        if (others.length + 1 === count && newest?.finishedAt) return newest;
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      throw new Error(`no prune came: ${backend.logs.join('\n')}`);
    };
    beforeAll(async () => {
      backend = await TestBackend.start({
        knex: await databases.init(id),
        s3Backup: {
          prices: {
            asOf: '2026-11-01',
            currency: 'EUR',
            perGiBMonth: { STANDARD: 0.02 },
          },
        },
      });
      await admin('post', '/plans', input());
      for (let n = 0; n < 4; n += 1) await backend.backUp(PLAN);
    });

    afterAll(() => backend?.stop());

    it('keeps everything where no rule is set, and says so', async () => {
      const all = await backups();
      expect(all).toHaveLength(4);
      expect(all[3]).toMatchObject({
        lock: null,
        orphaned: false,
        retention: { keep: true, reasons: [{ code: 'no-rule' }] },
      });
      expect(await runs('prune')).toEqual([]);
      expect(await runs('verify')).toEqual([]);
    });

    it('simulates what rules would do, before they are saved', async () => {
      const { body } = await admin('post', '/retention/simulate', {
        plan: PLAN,
        retention: { ...RULES, weekly: 4 },
        schedule: { every: 'day', at: '02:00' },
        asOf: new Date(Date.now() + 365 * 86_400_000).toISOString(),
      });
      expect(body).toMatchObject({
        timeZone: 'Europe/Berlin',
        cost: { currency: 'EUR', pricesAsOf: '2026-11-01' },
        firstPrune: { deletes: 2, of: 4 },
      });
      // Two days and four weeks, which share a day or two.
      expect([4, 5]).toContain(body.kept.backups);
      const [oldest] = (await backups()).slice(-1);
      expect(body.firstPrune.items[0]).toMatchObject({
        id: oldest.id,
        reason: { code: 'surplus' },
      });
      expect(body.days[0]).toMatchObject({ future: true, kept: 1 });
      // Nothing was done.
      expect(await backups()).toHaveLength(4);
    });

    it('first tells what new rules take away, and deletes nothing', async () => {
      const { headers } = await admin('get', `/plans/${PLAN}`);
      await admin('put', `/plans/${PLAN}`, input(RULES), {
        'If-Match': headers.etag,
      });
      expect((await admin('get', `/plans/${PLAN}`)).body.retention).toEqual({
        ...RULES,
        keepUntilProven: true,
      });
      backend.told.notifications.length = 0;
      await backend.backUp(PLAN);
      const run = await pruned(1);
      expect(run).toMatchObject({
        status: 'succeeded',
        trigger: { type: 'service', by: 'retention' },
        result: { dryRun: true, leavingTotal: 3, deleted: 0 },
      });
      // The new one was read back first.
      expect(await runs('verify')).toMatchObject([{ status: 'succeeded' }]);
      const all = await backups();
      expect(all).toHaveLength(5);
      expect(all[0].proof.rung).toBe('read');
      expect(all[2].retention).toMatchObject({
        keep: false,
        reasons: [{ code: 'surplus' }],
      });
      for (let tries = 0; tries < 100; tries += 1) {
        if (backend.told.notifications.length > 0) break;
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      expect(backend.told.notifications).toMatchObject([
        {
          payload: {
            title: `Retention of ${PLAN} will delete 3 backups`,
            description: expect.stringContaining('Nothing was deleted yet'),
          },
        },
      ]);
    });

    it('then deletes, and spares what was locked meanwhile', async () => {
      const before = await backups();
      const oldest = before[before.length - 1];
      const { body: locked } = await admin(
        'put',
        `/backups/${oldest.id}/lock`,
        { reason: 'audit of 2026', until: null },
      );
      expect(locked).toMatchObject({
        lock: {
          reason: 'audit of 2026',
          by: 'user:default/admin',
          until: null,
        },
        retention: { keep: true, reasons: [{ code: 'locked' }] },
      });
      const run = await backend.backUp(PLAN);
      expect(await pruned(2)).toMatchObject({
        status: 'succeeded',
        result: { dryRun: false, deleted: 3, leavingTotal: 3 },
      });
      const after = await backups();
      expect(after.map(each => each.id)).toEqual([
        run.backups[0],
        before[0].id,
        oldest.id,
      ]);
      expect(after[0].retention!.reasons.map(({ code }) => code)).toEqual([
        'last',
        'minimum',
      ]);
      expect(await backups(`plan=${PLAN}&locked=true`)).toHaveLength(1);
      // By hand it does not go either.
      const refused = await backend.call(
        'admin',
        'delete',
        `/backups/${oldest.id}`,
        { confirm: PLAN },
      );
      expect(refused.status).toBe(409);
      expect(refused.body.error.code).toBe('backup-locked');
    });

    it('a lock without an end wants the name of the plan', async () => {
      const [{ id: backup }] = await backups(`plan=${PLAN}&locked=true`);
      const path = `/backups/${backup}/lock`;
      const bare = await backend.call('admin', 'delete', path, {});
      expect(bare.status).toBe(400);
      await admin('delete', path, { confirm: PLAN });
      const until = new Date(Date.now() + 86_400_000).toISOString();
      await admin('put', path, { reason: 'a day', until });
      const { body } = await admin('delete', path, {});
      expect(body.lock).toBeNull();
      const past = await backend.call('admin', 'put', path, {
        reason: 'late',
        until: '2020-01-01T00:00:00.000Z',
      });
      expect(past.status).toBe(400);
      expect(backend.logs.join('\n')).toContain('audit backup-unlock');
    });

    it('knows its locks again after a rebuild', async () => {
      const [{ id: backup }] = await backups();
      await admin('put', `/backups/${backup}/lock`, {
        reason: 'kept',
        until: null,
      });
      await backend.knex('backups').update({ lock: null });
      const { body } = await admin('post', '/destinations/main/rebuild', {
        dryRun: false,
      });
      expect(await backend.waitFor(body.id)).toMatchObject({
        status: 'succeeded',
      });
      const [again] = await backups();
      expect(again).toMatchObject({ id: backup, lock: { reason: 'kept' } });
      await admin('delete', `/backups/${backup}/lock`, { confirm: PLAN });
    });

    it('what a plan leaves stays, until somebody lets it go', async () => {
      await admin('delete', `/plans/${PLAN}`);
      const left = await backups('orphaned=true');
      expect(left).toHaveLength(3);
      expect(left[2]).toMatchObject({
        orphaned: true,
        retention: { keep: true, reasons: [{ code: 'orphaned' }] },
      });
      expect(await backups('orphaned=false')).toEqual([]);
      const { body: list } = await admin('get', '/retention/orphans');
      expect(list.items).toMatchObject([
        {
          plan: PLAN,
          why: 'plan-gone',
          backups: 3,
          rules: RULES,
          follow: null,
        },
      ]);
      const path = `/retention/orphans/${PLAN}`;
      const untyped = await backend.call('admin', 'put', path, {
        follow: true,
      });
      expect(untyped.status).toBe(400);
      const { body } = await admin('put', path, {
        follow: true,
        confirm: PLAN,
      });
      expect(body.items[0].follow).toMatchObject({ by: 'user:default/admin' });
      expect((await backups())[2].retention).toMatchObject({ keep: false });
      await admin('put', path, { follow: false });
      expect((await backups())[2].retention).toMatchObject({ keep: true });
    });
  });
});
