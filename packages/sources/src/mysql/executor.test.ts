import { Readable } from 'node:stream';
import { UnderstudyError } from '@understudy/model';
import {
  bytesOf,
  contextFor,
  ReadArtifact,
  readAll,
  stored,
} from '../testSupport';
import { mysqlExecutor } from './executor';
import { MysqlOptions, mysqlOptionsSchema } from './options';
import { MARIADB_MISSING, SHOP, TestMariaDb } from './testServer';

jest.setTimeout(120_000);

const suite = MARIADB_MISSING ? describe.skip : describe;

suite(`mysql${MARIADB_MISSING}`, () => {
  let server: TestMariaDb;
  let before: string[];

  beforeAll(async () => {
    server = await TestMariaDb.start();
    await server.sql(
      'create database shop character set utf8mb4; create database `odd "name/ü`',
    );
    await server.script(SHOP, 'shop');
    await server.sql(
      'create table t (n int); insert into t values (1), (2)',
      'odd "name/ü',
    );
    before = await server.databases();
  });
  afterEach(async () => {
    for (const name of await server.databases()) {
      if (!before.includes(name)) await server.sql(`drop database \`${name}\``);
    }
  });
  afterAll(() => server?.stop());

  async function copyOf(more: Partial<MysqlOptions>) {
    const context = await contextFor();
    const options = { ...server.connection, ...more };
    return readAll(await mysqlExecutor.open(options, context));
  }

  const streamOf = (bytes: Buffer) =>
    Readable.from([bytes], { objectMode: false });

  async function placeFor(
    artifacts: ReadArtifact[],
    place: object,
    signal?: AbortSignal,
  ) {
    return mysqlExecutor.openPlace!(
      server.connection,
      place,
      artifacts.map(stored),
      await contextFor(signal),
    );
  }

  it('copies every database that the user sees, and counts what it copied', async () => {
    const { artifacts, outcome } = await copyOf({});
    expect(artifacts.map(({ name }) => name)).toEqual([
      'odd__name__.sql',
      'shop.sql',
    ]);
    expect(outcome.counts.rows).toEqual({
      'odd "name/ü.t': 2,
      'shop.orders': 6000,
      'shop.odd `name': 2,
    });
    const { artifacts: some, outcome: counted } = await copyOf({
      databases: ['shop'],
      excludeTables: ['shop.orders'],
    });
    expect(Object.keys(counted.counts.rows!)).toEqual(['odd `name']);
    expect(some[0].bytes.toString()).toContain('add_one');
    expect(some[0].bytes.toString()).toContain('nightly');
  });

  it('copies one instant while a writer writes', async () => {
    await server.sql('create database busy');
    await server.sql(
      'create table a (n int); create table b (n int); insert into a select seq from seq_1_to_200000; insert into b select * from a',
      'busy',
    );
    let writing = true;
    const writer = (async () => {
      let written = 0;
      while (writing) {
        await server.sql(
          'begin; insert into a values (0); insert into b values (0); commit',
          'busy',
        );
        written += 1;
      }
      return written;
    })();
    const { outcome } = await copyOf({ databases: ['busy'] });
    writing = false;
    expect(await writer).toBeGreaterThan(0);
    const { a, b } = outcome.counts.rows!;
    expect(a).toBeGreaterThanOrEqual(200_000);
    expect(a).toBe(b);
  });

  it('warns of tables that no transaction holds still', async () => {
    await server.sql(
      'create database old; create table old.notes (n int) engine=aria transactional=0; insert into old.notes values (1)',
    );
    const context = await contextFor();
    await readAll(
      await mysqlExecutor.open(
        { ...server.connection, databases: ['old'] },
        context,
      ),
    );
    expect(context.lines.join()).toContain('old.notes');
  });

  it('does not end well where the server ends its session', async () => {
    await server.sql(
      'create database big; use big; create table t as select repeat(md5(seq), 30) x from seq_1_to_60000',
    );
    const opened = await mysqlExecutor.open(
      { ...server.connection, databases: ['big'] },
      await contextFor(),
    );
    try {
      const { value } = await opened.artifacts[Symbol.asyncIterator]().next();
      await new Promise(resolve => value.stream.once('readable', resolve));
      const ids = await server.sql(
        "select id from information_schema.processlist where user = 'backup'",
      );
      for (const id of ids.split('\n').filter(Boolean))
        await server.sql(`kill ${id}`);
      await expect(bytesOf(value.stream)).rejects.toMatchObject({
        code: 'source-failed',
        message: expect.stringContaining('mariadb-dump'),
      });
      await expect(opened.finish()).rejects.toThrow();
    } finally {
      await opened.close();
    }
  });

  it('says why a server cannot be read', async () => {
    await expect(copyOf({ port: 1 })).rejects.toMatchObject({
      code: 'net-refused',
    });
    await expect(
      copyOf({ host: 'no.such.host.invalid' }),
    ).rejects.toMatchObject({ code: 'net-not-found' });
    await expect(copyOf({ user: 'nobody' })).rejects.toMatchObject({
      code: 'db-auth',
    });
    await expect(copyOf({ databases: ['gone'] })).rejects.toMatchObject({
      code: 'source-gone',
      message: expect.stringContaining('gone'),
    });
    await server.sql(
      "create user half identified by 'x'; grant select (id) on shop.orders to half",
    );
    const half = { user: 'half', password: 'x', databases: ['shop'] };
    await expect(copyOf(half)).rejects.toMatchObject({
      code: 'source-denied',
      hint: expect.stringContaining('half'),
    });
    const contextNow = await contextFor();
    const check = (databases: string[]) =>
      mysqlExecutor.check!({ ...server.connection, databases }, contextNow);
    expect(await check(['shop'])).toMatchObject({
      ok: true,
      seen: expect.stringMatching(/mariadb-dump 10\.\d+.*1 database: shop/),
    });
    await expect(check(['gone'])).rejects.toMatchObject({
      code: 'source-gone',
    });
  });

  it('makes a new database of a dump', async () => {
    const { artifacts } = await copyOf({ databases: ['shop'] });
    const place = await placeFor(artifacts, {});
    expect(place.words).toBe(
      `the new database shop_restored on ${server.host}:${server.port}`,
    );
    await place.restore(stored(artifacts[0]), streamOf(artifacts[0].bytes));
    await place.finish();
    await place.close();
    expect(await server.dumpOf('shop_restored')).toBe(
      await server.dumpOf('shop'),
    );
    await expect(placeFor(artifacts, {})).rejects.toMatchObject({
      code: 'restore-target-exists',
    });
    await expect(
      placeFor(artifacts, { database: 'shop' }),
    ).rejects.toMatchObject({ code: 'restore-target-exists' });
  });

  it('leaves nothing of a restore that failed or was cancelled', async () => {
    const [artifact] = (await copyOf({ databases: ['shop'] })).artifacts;
    const stop = new AbortController();
    const place = await placeFor([artifact], {}, stop.signal);
    const broken = new UnderstudyError('backup-damaged', {});
    const half = Readable.from(
      (function* cut() {
        yield artifact.bytes.subarray(0, artifact.bytes.length / 2);
        throw broken;
      })(),
      { objectMode: false },
    );
    await expect(place.restore(stored(artifact), half)).rejects.toBe(broken);
    expect(await server.databases()).toContain('shop_restored');
    stop.abort(new UnderstudyError('cancelled'));
    await place.undo();
    await place.close();
    expect(await server.databases()).toEqual(before);

    const wrong = await placeFor([artifact], {});
    await expect(
      wrong.restore(stored(artifact), streamOf(Buffer.from('no sql at all;'))),
    ).rejects.toMatchObject({ code: 'restore-failed' });
    await wrong.undo();
    await wrong.close();
    expect(await server.databases()).toEqual(before);
  });

  it('does not let a dump run programs', async () => {
    const [artifact] = (await copyOf({ databases: ['shop'] })).artifacts;
    for (const line of [
      '\\! touch /tmp/understudy-evil',
      'system touch /tmp/understudy-evil',
      'source /etc/passwd',
      '\\. /etc/passwd',
    ]) {
      const place = await placeFor([artifact], {});
      await expect(
        place.restore(
          stored(artifact),
          streamOf(Buffer.from(`${line}\nselect 1;\n`)),
        ),
      ).rejects.toMatchObject({ code: 'restore-failed' });
      await place.undo();
      await place.close();
    }
  });

  it('takes no option that a tool would read otherwise', () => {
    const valid = (more: object) =>
      mysqlOptionsSchema.safeParse({ host: 'db', user: 'u', ...more }).success;
    expect(valid({})).toBe(true);
    expect(valid({ host: '-x' })).toBe(false);
    expect(valid({ host: 'db\nuser=root' })).toBe(false);
    expect(valid({ user: 'u\nssl=0' })).toBe(false);
    expect(valid({ excludeTables: ['orders'] })).toBe(false);
  });
});
