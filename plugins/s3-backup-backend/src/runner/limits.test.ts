import { TestDatabases } from '@backstage/backend-test-utils';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { migrate } from '../database/migrate';
import { TestPortal } from './__testUtils__/TestPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** Nobody of a group of processes is left. */
function isGone(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return false;
  } catch {
    return true;
  }
}

describe('a run that has to stop', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    const knex = await databases.init('SQLITE_3');
    await migrate(knex);
    portal = await TestPortal.start({ knex, rows: 24_000 });
    portal.running.start();
    // What stops below must stop in mid-upload, not in the first probe.
    await portal.waitFor((await portal.enqueue()).id);
  });
  afterAll(() => portal?.stop());
  afterEach(() => portal.s3.faults.clear());

  const hang = () =>
    portal.s3.faults.add({
      operation: 'UploadPart',
      count: 99,
      effect: { delayMs: 60_000 },
    });

  async function pidOf(id: string): Promise<number> {
    for (;;) {
      const texts = await portal.texts(id);
      const match = /^Process (\d+)/.exec(texts.join('\n'));
      if (match) return Number(match[1]);
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  async function expectNothingLeft(id: string, pid: number) {
    expect(isGone(pid)).toBe(true);
    expect(await readdir(portal.tempDirectory)).toEqual([]);
    const aborted = [...portal.s3.requests].filter(
      ({ operation, key, status }) =>
        operation === 'AbortMultipartUpload' &&
        key.includes(id) &&
        status === 204,
    );
    expect(aborted.length).toBeGreaterThan(0);
  }

  it('is cancelled: its processes end, its upload is aborted', async () => {
    hang();
    const { id } = await portal.enqueue();
    const pid = await pidOf(id);
    await portal.waitFor(id, () =>
      [...portal.s3.requests].some(
        ({ operation, key }) =>
          operation === 'CreateMultipartUpload' && key.includes(id),
      ),
    );
    expect(await portal.running.queue.cancel(id, 'user:default/guest')).toBe(
      'cancelling',
    );
    const run = await portal.waitFor(id);
    expect(run).toMatchObject({
      status: 'cancelled',
      error: { code: 'cancelled', title: 'Cancelled by user:default/guest' },
      attempts: [{ outcome: 'cancelled' }],
    });
    await expectNothingLeft(id, pid);
  });

  it('stalls: stopped with its phase, and tried again', async () => {
    const fault = hang();
    const { id } = await portal.enqueue(
      { kind: 'backup' },
      { stallLimitMs: 8_000, attempts: 2 },
    );
    const pid = await pidOf(id);
    await portal.waitFor(id, run => run.attempts[0]?.outcome === 'failed');
    fault.remove();
    const run = await portal.waitFor(id);
    expect(run).toMatchObject({
      status: 'succeeded',
      attempts: [
        {
          outcome: 'failed',
          error: { code: 'stalled', details: { limit: '8 s' } },
        },
        { outcome: 'succeeded' },
      ],
    });
    expect(isGone(pid)).toBe(true);
  });

  it('reaches its time limit: not tried again', async () => {
    hang();
    const { id } = await portal.enqueue(
      { kind: 'backup' },
      { timeLimitMs: 8_000, attempts: 3 },
    );
    const pid = await pidOf(id);
    const run = await portal.waitFor(id);
    expect(run).toMatchObject({
      status: 'failed',
      error: { code: 'time-limit' },
      attempts: [{ n: 1, outcome: 'failed' }],
    });
    await expectNothingLeft(id, pid);
  });

  it('goes back to the queue when the portal is shut down', async () => {
    hang();
    const { id } = await portal.enqueue();
    const pid = await pidOf(id);
    await portal.running.stop(100);
    const run = await portal.running.runs.get(id);
    expect(run).toMatchObject({
      status: 'queued',
      attempts: [{ outcome: 'lost', error: { code: 'worker-lost' } }],
    });
    expect(isGone(pid)).toBe(true);
    portal.s3.faults.clear();
    portal.running.start();
    expect(await portal.waitFor(id)).toMatchObject({
      status: 'succeeded',
      attempts: [{ n: 1 }, { n: 2, outcome: 'succeeded' }],
    });
  });

  it('says what is wrong with its source, once, and leaks no secret', async () => {
    await writeFile(portal.source, 'not a database at all, '.repeat(100));
    const { id } = await portal.enqueue({ kind: 'backup' }, { attempts: 3 });
    const run = await portal.waitFor(id);
    expect(run).toMatchObject({
      status: 'failed',
      error: { code: 'source-invalid' },
      attempts: [{ n: 1 }],
    });
    const everything = JSON.stringify([
      run,
      await portal.texts(id),
      portal.log,
    ]);
    expect(everything).not.toContain('a secret/that+stays=inside');
    expect(await readdir(join(portal.restoreRoot))).toEqual([]);
  });
});
