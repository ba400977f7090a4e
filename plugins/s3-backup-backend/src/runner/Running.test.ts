import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TestDatabases } from '@backstage/backend-test-utils';
import {
  checkProofSignature,
  listProofs,
  openBucket,
} from '@understudy/engine';
import { proofRulesSchema } from '@understudy/model';
import { migrate } from '../database/migrate';
import { ProofClimber } from '../proof/ProofClimber';
import { makeDatabase } from './__testUtils__/makeDatabase';
import { testLogger } from './__testUtils__/testPorts';
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

  it('drills in a child, keeps signed evidence, and leaves nothing', async () => {
    const { running, ports } = portal;
    const question = {
      name: 'enough',
      sql: 'select count(*) from orders',
      expect: { atLeastOfLast: 0.95 },
    };
    const orders = ports.byName.get('orders')!;
    const ask = (questions: unknown[]) =>
      ports.byName.set('orders', {
        ...orders,
        proof: proofRulesSchema.parse({ questions }),
      });
    const made = await portal.waitFor((await portal.enqueue()).id);
    const { id: backupId, folder } = (await running.backups.get(
      made.backups[0],
    ))!;
    const drill = async () =>
      portal.waitFor(
        (await portal.enqueue({ kind: 'drill', backupId, folder })).id,
      );

    ask([question]);
    const good = await drill();
    expect(good).toMatchObject({
      status: 'succeeded',
      result: { rung: 'asserted', answers: { enough: 100 } },
    });
    expect(await running.backups.get(backupId)).toMatchObject({
      state: 'good',
      proof: { rung: 'asserted', failed: null },
    });
    const plan = ports.byName.get('orders')!;
    const state = await running.planProofs.of(plan, 'main');
    expect(state).toMatchObject({ failed: null, reach: { rung: 'asserted' } });
    expect(state.rto).toBeGreaterThan(0);

    // What the last one got is what the next one is compared with.
    ask([{ ...question, sql: 'select 94' }]);
    const bad = await drill();
    expect(bad).toMatchObject({
      status: 'failed',
      error: {
        code: 'assertion-failed',
        message: 'enough: expected >= 0.95 x last (100), got 94.',
      },
    });
    expect(await running.backups.get(backupId)).toMatchObject({
      state: 'damaged',
      lastGood: false,
      proof: { rung: 'asserted', failed: 'asserted' },
    });
    expect(ports.finished.at(-1)).toMatchObject({ id: bad.id });
    expect(await running.planProofs.of(plan, 'main')).toMatchObject({
      failed: 'asserted',
    });

    const bucket = openBucket(ports.known.connection);
    const proofs = await listProofs(bucket, folder);
    bucket.close();
    expect(proofs.map(({ rung, ok }) => [rung, ok])).toEqual([
      ['restored', true],
      ['asserted', true],
      ['restored', true],
      ['asserted', false],
    ]);
    const { publicKey } = ports.known.owner!;
    for (const proof of proofs) {
      expect(proof.subject?.backup).toBe(backupId);
      expect(checkProofSignature(proof, [publicKey!])).toBe('good');
      const forged = { ...proof, ok: !proof.ok };
      expect(checkProofSignature(forged, [publicKey!])).toBe('bad');
    }
    expect(proofs[3].evidence).toMatchObject({
      code: 'assertion-failed',
      assertions: [
        { name: 'rows', ok: true },
        { name: 'enough', got: '94', ok: false },
      ],
    });
    ports.byName.set('orders', orders);
    expect((await drill()).status).toBe('succeeded');
    expect(await running.backups.get(backupId)).toMatchObject({
      state: 'good',
    });
    expect(await readdir(portal.tempDirectory)).toEqual([]);
  });

  it('climbs by itself what is due, once, and after everything else', async () => {
    const { running, ports } = portal;
    const { items } = await running.backups.list({ limit: 1 });
    const later = async (days: number) => {
      const now = Date.now() + days * 86_400_000;
      const climber = ProofClimber.create({
        plans: ports.plans,
        planProofs: running.planProofs,
        backups: running.backups,
        runs: running.runs,
        queue: running.queue,
        switches: ports.switches,
        logger: testLogger(),
        now: async () => now,
      });
      await climber.round();
      const { items: runs } = await running.runs.list({
        plan: ['orders'],
        kind: ['verify', 'drill'],
        limit: 50,
      });
      return runs.filter(({ trigger }) => trigger.by === 'proof');
    };
    expect(await later(0)).toEqual([]);
    const [drill, ...others] = await later(31);
    expect(others).toEqual([]);
    expect(drill).toMatchObject({ kind: 'drill' });
    expect(await later(31)).toHaveLength(1);
    expect(await portal.waitFor(drill.id)).toMatchObject({
      status: 'succeeded',
    });
    expect((await running.backups.get(items[0].id))?.proof.rung).toBe(
      'asserted',
    );
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
