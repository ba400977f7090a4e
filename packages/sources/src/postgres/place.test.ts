import { Readable } from 'node:stream';
import { UnderstudyError } from '@understudy/model';
import { quoted } from '../shared/pg/server';
import { POSTGRES_MISSING, SHOP, TestPostgres } from '../shared/pg/testServer';
import { psqlRestricts } from '../shared/pg/psqlRestricts';
import { contextFor, ReadArtifact, readAll, stored } from '../testSupport';
import { postgresExecutor } from './executor';
import { PostgresOptions } from './options';

jest.setTimeout(120_000);

const suite = POSTGRES_MISSING ? describe.skip : describe;

suite(`postgres${POSTGRES_MISSING}`, () => {
  let server: TestPostgres;
  let before: string[];

  beforeAll(async () => {
    server = await TestPostgres.start();
    await server.sql('create database shop');
    await server.sql(SHOP, 'shop');
    await server.sql('create role owner_of_orders');
    await server.sql(
      'alter table shop.orders owner to owner_of_orders',
      'shop',
    );
    before = await server.databases();
  });
  afterEach(async () => {
    for (const name of await server.databases()) {
      if (!before.includes(name))
        await server.sql(`drop database ${quoted(name)}`);
    }
  });
  afterAll(() => server?.stop());

  async function artifactsOf(
    more: Partial<PostgresOptions>,
  ): Promise<ReadArtifact[]> {
    const options = { ...server.connection, databases: ['shop'], ...more };
    return (
      await readAll(await postgresExecutor.open(options, await contextFor()))
    ).artifacts;
  }

  const streamOf = ({ bytes }: ReadArtifact) =>
    Readable.from([bytes], { objectMode: false });

  async function placeFor(
    artifacts: ReadArtifact[],
    place: object,
    context?: Awaited<ReturnType<typeof contextFor>>,
  ) {
    return postgresExecutor.openPlace!(
      server.connection,
      place,
      artifacts.map(stored),
      context ?? (await contextFor()),
    );
  }

  it.each(['custom', 'plain'] as const)(
    'makes a new database of a dump (%s)',
    async format => {
      const artifacts = await artifactsOf({ format, globals: 'roles' });
      const context = await contextFor();
      const place = await placeFor(artifacts, {}, context);
      expect(place.words).toBe(
        `the new database shop_restored on ${server.host}:${server.port}`,
      );
      for (const artifact of artifacts) {
        await place.restore(stored(artifact), streamOf(artifact));
        // Nobody finds half of it.
        expect(await server.databases()).not.toContain('shop_restored');
      }
      await place.finish();
      await place.close();
      expect(context.lines.join()).toContain('globals.sql is not restored');
      expect(await server.dumpOf('shop_restored')).toBe(
        await server.dumpOf('shop'),
      );
      await expect(placeFor(artifacts, {})).rejects.toMatchObject({
        code: 'restore-target-exists',
      });
    },
  );

  it('leaves owners out where that is said', async () => {
    const [artifact] = await artifactsOf({});
    const place = await placeFor([artifact], {
      database: 'My "new" one',
      owners: false,
    });
    await place.restore(stored(artifact), streamOf(artifact));
    await place.finish();
    await place.close();
    const owner = `select tableowner from pg_tables where tablename = 'orders'`;
    expect(await server.sql(owner, 'My "new" one')).toBe('admin');
  });

  it('leaves nothing of a restore that failed', async () => {
    const [artifact] = await artifactsOf({});
    const place = await placeFor([artifact], {});
    const broken = new UnderstudyError('backup-damaged', {});
    const half = Readable.from(
      (function* cut() {
        yield artifact.bytes.subarray(0, artifact.bytes.length / 2);
        throw broken;
      })(),
      { objectMode: false },
    );
    await expect(place.restore(stored(artifact), half)).rejects.toBe(broken);
    expect(await server.databases()).not.toEqual(before);
    await place.undo();
    await place.close();
    expect(await server.databases()).toEqual(before);
  });

  it('says why a restore failed, also after a cancel', async () => {
    const [artifact] = await artifactsOf({});
    const garbage = { ...artifact, bytes: Buffer.from('no dump at all') };
    const first = await placeFor([garbage], {});
    await expect(
      first.restore(stored(garbage), streamOf(garbage)),
    ).rejects.toMatchObject({
      code: 'restore-failed',
      message: expect.stringContaining('pg_restore'),
    });
    await first.undo();
    await first.close();

    const stop = new AbortController();
    const place = await placeFor([artifact], {}, await contextFor(stop.signal));
    await place.restore(stored(artifact), streamOf(artifact));
    stop.abort(new UnderstudyError('cancelled'));
    await expect(place.finish()).rejects.toMatchObject({ code: 'cancelled' });
    await place.undo();
    await place.close();
    expect(await server.databases()).toEqual(before);
  });

  it('does not let a plain dump run programs', async () => {
    const [artifact] = await artifactsOf({ format: 'plain' });
    const text = artifact.bytes.toString();
    // As newer servers' tools write it; this machine's may be older.
    const dump = text.includes('\\restrict')
      ? text
      : `\\restrict key\n${text}\n\\unrestrict key\n`;
    const evil = dump.replace(
      'SET statement_timeout',
      '\\! touch /tmp/understudy-evil\nSET statement_timeout',
    );
    const bad = { ...artifact, bytes: Buffer.from(evil) };
    const place = await placeFor([bad], {});
    await expect(
      place.restore(stored(bad), streamOf(bad)),
    ).rejects.toMatchObject({ code: 'restore-failed' });
    const bare = {
      ...artifact,
      bytes: Buffer.from(text.replace(/^\\(un)?restrict.*$/gm, '')),
    };
    await expect(
      place.restore(stored(bare), streamOf(bare)),
    ).rejects.toMatchObject({
      code: 'restore-unsafe',
    });
    await place.undo();
    await place.close();
    expect(psqlRestricts('15.13')).toBe(false);
    expect(psqlRestricts('15.14')).toBe(true);
    expect(psqlRestricts('12.99')).toBe(false);
    expect(psqlRestricts('18.0')).toBe(true);
  });

  it('refuses what cannot be meant', async () => {
    const artifacts = await artifactsOf({
      globals: 'roles',
      databases: ['shop', 'postgres'],
    });
    await expect(
      placeFor(artifacts, { database: 'one' }),
    ).rejects.toMatchObject({
      code: 'options-invalid',
    });
    await expect(placeFor([artifacts[0]], {})).rejects.toMatchObject({
      code: 'options-invalid',
      message: expect.stringContaining('roles'),
    });
    await expect(
      placeFor([artifacts[1]], { database: 'shop' }),
    ).rejects.toMatchObject({ code: 'restore-target-exists' });
  });
});
