import { TestDatabases } from '@backstage/backend-test-utils';
import type { LocalS3 } from '@understudy/local-s3';
import type { Run } from '@understudy/model';
import { migrate } from '../database/migrate';
import { TestPortal } from './__testUtils__/TestPortal';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const BOTH = ['main', 'far'];

describe('runs with several destinations', () => {
  let portal: TestPortal;
  let far: LocalS3;

  beforeAll(async () => {
    const knex = await databases.init('SQLITE_3');
    await migrate(knex);
    portal = await TestPortal.start({ knex, rows: 24_000 });
    far = await portal.addDestination('far');
    portal.running.start();
  });
  afterAll(async () => {
    await portal?.stop();
    await far?.stop();
  });
  afterEach(() => {
    portal.s3.faults.clear();
    far.faults.clear();
  });

  const backUp = async (stallLimitMs = 30_000): Promise<Run> => {
    const { id } = await portal.enqueue(undefined, { stallLimitMs }, BOTH);
    return portal.waitFor(id);
  };
  const placesOf = async (run: Run) => {
    const made = await portal.running.backups.ofRun('orders', run.id);
    return made.map(({ destination }) => destination).sort();
  };

  it('has a backup at each, and two rows in the cache', async () => {
    const run = await backUp();
    expect(run).toMatchObject({
      status: 'succeeded',
      error: null,
      destination: 'main',
      destinations: BOTH,
    });
    expect(run.backups).toHaveLength(2);
    expect(await placesOf(run)).toEqual(['far', 'main']);
    const found = await portal.running.runs.list({
      destination: ['far'],
      limit: 10,
    });
    expect(found.items.map(({ id }) => id)).toContain(run.id);
  });

  it.each([
    [
      'is killed in mid-upload',
      {
        operation: 'UploadPart',
        effect: { status: 403, code: 'AccessDenied' },
      },
      's3-denied-put',
    ],
    [
      'stalls',
      { operation: 'UploadPart', effect: { delayMs: 600_000 } },
      'stalled',
    ],
    [
      'refuses its manifest',
      {
        operation: 'PutObject',
        key: /manifest\.json$/,
        effect: { status: 403, code: 'AccessDenied' },
      },
      's3-denied-put',
    ],
  ])('is partial where one %s, and is repaired', async (_what, fault, code) => {
    far.faults.add({ ...fault, count: Infinity });
    const run = await backUp(2_000);
    expect(run).toMatchObject({
      status: 'partial',
      error: { code },
      details: { missing: [{ destination: 'far', problem: { code } }] },
    });
    expect(await placesOf(run)).toEqual(['main']);
    far.faults.clear();

    const [backup] = await portal.running.backups.ofRun('orders', run.id);
    const repair = await portal.enqueue({
      kind: 'copy',
      backupId: backup.id,
      folder: backup.folder,
      all: false,
      to: { destination: 'far', plan: null },
      move: false,
    });
    expect(await portal.waitFor(repair.id)).toMatchObject({
      kind: 'copy',
      status: 'succeeded',
    });
    expect(await placesOf(run)).toEqual(['far', 'main']);
    const made = await portal.running.backups.ofRun('orders', run.id);
    const copy = made.find(({ destination }) => destination === 'far')!;
    expect(copy.manifest.copiedFrom).toMatchObject({ backup: backup.id });
    expect(copy.manifest.artifacts[0].stored).toEqual(
      backup.manifest.artifacts[0].stored,
    );
  });

  it('goes on without a destination that is gone from the portal', async () => {
    const { id } = await portal.enqueue(undefined, {}, ['main', 'nowhere']);
    expect(await portal.waitFor(id)).toMatchObject({
      status: 'partial',
      error: { code: 'destination-gone' },
      details: { missing: [{ destination: 'nowhere' }] },
    });
  });

  it('tells the progress of each', async () => {
    far.faults.add({
      operation: 'UploadPart',
      count: 1,
      effect: { delayMs: 4_000 },
    });
    const { id } = await portal.enqueue(undefined, {}, BOTH);
    const running = await portal.waitFor(id, run =>
      Boolean(
        run.progress?.destinations.some(({ bytesStored }) => bytesStored),
      ),
    );
    expect(running.progress?.destinations.map(({ name }) => name)).toEqual(
      BOTH,
    );
    expect((await portal.waitFor(id)).status).toBe('succeeded');
  });

  it('has failed where all have, with the first error', async () => {
    for (const { faults } of [portal.s3, far]) {
      faults.add({
        operation: 'UploadPart',
        count: Infinity,
        effect: { status: 403, code: 'AccessDenied' },
      });
    }
    const run = await backUp();
    expect(run).toMatchObject({
      status: 'failed',
      error: { code: 's3-denied-put' },
      backups: [],
    });
  });
});
