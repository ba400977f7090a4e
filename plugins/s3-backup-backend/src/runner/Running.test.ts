import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import { migrate } from '../database/migrate';
import { makeDatabase } from './__testUtils__/makeDatabase';
import { TestPortal } from './__testUtils__/TestPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create();

describe.each(databases.eachSupportedId())('on %s', id => {
  let portal: TestPortal;

  beforeAll(async () => {
    const knex = await databases.init(id);
    await migrate(knex);
    portal = await TestPortal.start({ knex, plan: { encryption: undefined } });
    portal.running.start();
  });
  afterAll(() => portal?.stop());

  it('backs up, proves, restores and deletes, each in a child', async () => {
    const { running } = portal;
    const backup = await portal.waitFor((await portal.enqueue()).id);
    expect(backup).toMatchObject({
      status: 'succeeded',
      error: null,
      attempts: [{ n: 1, outcome: 'succeeded', error: null }],
    });
    expect(backup.bytesStored).toBeGreaterThan(0);
    expect(backup.attempts[0].phases.map(phase => phase.name)).toEqual(
      expect.arrayContaining(['prepare', 'transfer', 'manifest']),
    );
    expect(await readdir(portal.tempDirectory)).toEqual([]);
    const known = await running.backups.get(backup.backups[0]);
    expect(known).toMatchObject({ state: 'good', lastGood: true });
    const { folder, id: backupId } = known!;

    const verify = await portal.enqueue({
      kind: 'verify',
      backupId,
      folder,
      to: 'opened',
    });
    expect(await portal.waitFor(verify.id)).toMatchObject({
      status: 'succeeded',
    });
    expect((await running.backups.get(backupId))?.proof.rung).toBe('opened');

    const target = join(portal.restoreRoot, 'again');
    const restore = await portal.enqueue({
      kind: 'restore',
      backupId,
      folder,
      target,
    });
    expect(await portal.waitFor(restore.id)).toMatchObject({
      status: 'succeeded',
      result: { path: target },
    });
    const [name] = await readdir(target);
    expect((await readFile(join(target, name))).length).toBeGreaterThan(0);

    const refused = await portal.enqueue({
      kind: 'delete',
      backupId,
      folder,
      why: 'test',
    });
    expect(await portal.waitFor(refused.id)).toMatchObject({
      status: 'failed',
      error: { code: 'last-good-backup' },
    });
    const newer = await portal.waitFor((await portal.enqueue()).id);
    expect(newer.status).toBe('succeeded');
    const allowed = await portal.enqueue({
      kind: 'delete',
      backupId,
      folder,
      why: 'test',
    });
    expect(await portal.waitFor(allowed.id)).toMatchObject({
      status: 'succeeded',
    });
    expect(await running.backups.get(backupId)).toBeUndefined();
    // Told after the row says so: the last one may still be on its way.
    const until = Date.now() + 20_000;
    while (portal.ports.finished.length < 6 && Date.now() < until) {
      await new Promise(done => setTimeout(done, 50));
    }
    expect(portal.ports.finished.map(run => run.id)).toEqual([
      backup.id,
      verify.id,
      restore.id,
      refused.id,
      newer.id,
      allowed.id,
    ]);
  });

  it('holds what is suspicious until somebody accepts it', async () => {
    const { running } = portal;
    const plan = portal.ports.byName.get('orders')!;
    const big = join(portal.directory, 'big.sqlite');
    makeDatabase(big, 2_000);
    portal.ports.byName.set('orders', {
      ...plan,
      source: { type: 'sqlite', options: { path: big } },
    });
    for (let made = 0; made < 3; made += 1) {
      await portal.waitFor((await portal.enqueue()).id);
    }
    portal.ports.byName.set('orders', plan);
    const held = await portal.waitFor((await portal.enqueue()).id);
    expect(held).toMatchObject({
      status: 'failed',
      error: { code: 'suspicious' },
      backups: [],
    });
    const folder = (
      await running.backups.list({ limit: 1 })
    ).items[0].folder.replace(/[^/]+$/, '');
    const at = held.startedAt!.slice(0, 19).replaceAll(':', '-');
    const accept = await portal.enqueue({
      kind: 'accept',
      runId: held.id,
      attempt: 1,
      folder: `${folder}${at}Z_${held.id}`,
    });
    const accepted = await portal.waitFor(accept.id);
    expect(accepted).toMatchObject({ status: 'succeeded' });
    expect(await running.runs.get(held.id)).toMatchObject({
      status: 'succeeded',
      error: null,
      backups: accepted.backups,
      details: { acceptedBy: accept.id },
    });
  });
});
