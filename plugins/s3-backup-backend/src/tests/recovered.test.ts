import { listObjects, openBucket } from '@understudy/engine';
import knexFactory from 'knex';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3_SECRET, TestBackend } from '../__testUtils__/TestBackend';

jest.setTimeout(300_000);

const DAY = 86_400_000;

const open = (filename: string) =>
  knexFactory({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
  });

/** Keys and ETags of all that stands in the bucket, but its own freshness. */
async function standing(backend: TestBackend): Promise<string[]> {
  const bucket = openBucket({
    name: 'main',
    bucket: 'backups',
    prefix: 'understudy',
    endpoint: backend.s3.endpoint,
    region: backend.s3.region,
    credentials: {
      type: 'keys',
      accessKeyId: 'UNDERSTUDYTEST000001',
      secretAccessKey: S3_SECRET,
    },
  });
  const found: string[] = [];
  for await (const each of listObjects(bucket, { prefix: bucket.key('') })) {
    if ('key' in each && !each.key.endsWith('/status.json')) {
      found.push(`${each.key} ${each.etag}`);
    }
  }
  bucket.close();
  return found;
}

describe('a day-old copy of the database under a live bucket', () => {
  let first: TestBackend;
  let copy: TestBackend;
  let before: string[];
  let kept: string;
  let databases: string;

  /** When each plan's schedule was looked at last: a day ago, and more. */
  const age = async (filename: string) => {
    const knex = open(filename);
    const seen = Date.now() - DAY - 3_600_000;
    await knex('plan_clocks').update({ seen_at: seen });
    await knex.destroy();
  };
  const pathOf = (name: string) => join(databases, name);
  const automatic = async () =>
    (await copy.call('admin', 'get', '/status')).body.automaticBackup;
  const runs = async () =>
    (await copy.call('admin', 'get', '/runs?plan=handbook')).body.items as {
      status: string;
      details: { reason?: string };
    }[];
  const missed = async () => {
    for (let tries = 0; tries < 400; tries += 1) {
      const items = await runs();
      if (items.length > 0) return items;
      await new Promise(done => setTimeout(done, 50));
    }
    throw new Error(`no slot was looked at\n${copy.logs.join('\n')}`);
  };

  beforeAll(async () => {
    databases = await mkdtemp(join(tmpdir(), 's3-backup-databases-'));
    first = await TestBackend.start({ knex: open(pathOf('live.sqlite')) });
    const old = await first.backUp('orders');
    // What a copy of a running database is: all of it, at one moment.
    await first.knex.raw('vacuum into ?', [pathOf('copy.sqlite')]);
    // Life goes on: another backup, and the first one is deleted by hand.
    [kept] = (await first.backUp('orders')).backups;
    const removed = await first.call(
      'admin',
      'delete',
      `/backups/${old.backups[0]}`,
      { confirm: 'orders' },
    );
    await first.waitFor(removed.body.id);
    await first.stopOnly();
    before = await standing(first);
    await age(pathOf('copy.sqlite'));
    copy = await TestBackend.start({
      of: first,
      knex: open(pathOf('copy.sqlite')),
    });
    await copy.settled();
  });
  afterAll(async () => {
    await copy?.stopOnly();
    await first?.stop();
    await rm(databases, { recursive: true, force: true });
  });

  it('runs no slot by itself, and says why not', async () => {
    expect(await automatic()).toMatchObject({
      enabled: false,
      recovered: true,
    });
    const items = await missed();
    expect(
      items.map(({ status, details }) => [status, details.reason]),
    ).toEqual([['missed', 'recovered']]);
  });

  it('leaves all that stands in the bucket as it is', async () => {
    expect(await standing(copy)).toEqual(before);
  });

  it('lists what the bucket has, and after a rebuild nothing else', async () => {
    const ids = async () =>
      (await copy.call('admin', 'get', '/backups')).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect(await ids()).toContain(kept);
    const { body } = await copy.call(
      'admin',
      'post',
      '/destinations/main/rebuild',
      { dryRun: false },
    );
    expect((await copy.waitFor(body.id)).result).toMatchObject({ vanished: 1 });
    expect(await ids()).toEqual([kept]);
    expect(await standing(copy)).toEqual(before);
  });

  it('goes on by itself once somebody confirms, and catches nothing up', async () => {
    const { status } = await copy.call(
      'admin',
      'post',
      '/settings/recovered/confirm',
    );
    expect(status).toBe(204);
    expect(await automatic()).toMatchObject({
      enabled: true,
      recovered: false,
    });
    expect((await copy.backUp('orders')).status).toBe('succeeded');
    expect((await runs()).map(run => run.status)).toEqual(['missed']);
  });
});
