import { execFileSync } from 'node:child_process';
import { TestBackend } from '../__testUtils__/TestBackend';

jest.setTimeout(300_000);

const SERVER = process.env.BACKSTAGE_TEST_DATABASE_POSTGRES15_CONNECTION_STRING;
const SHOP = `understudy_shop_${process.pid}`;
const RESTORED = `${SHOP}_again`;

function sql(text: string, database = 'postgres'): string {
  const url = new URL(SERVER!);
  url.pathname = database;
  return execFileSync(
    'psql',
    ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', text, url.href],
    { encoding: 'utf8' },
  ).trim();
}

const suite = SERVER ? describe : describe.skip;

suite(`postgres${SERVER ? '' : ' (skipped: PostgreSQL not found)'}`, () => {
  let backend: TestBackend;
  let backup: string;
  const admin = (
    method: 'get' | 'post' | 'put',
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => backend.call('admin', method, path, body, headers);

  const options = () => {
    const { hostname, port, username, password } = new URL(SERVER!);
    return {
      host: hostname,
      ...(port ? { port: Number(port) } : {}),
      user: decodeURIComponent(username),
      ...(password ? { password: decodeURIComponent(password) } : {}),
    };
  };

  const planOf = (more: object) => ({
    name: 'shop',
    entityRef: 'component:default/orders',
    encryption: { type: 'age', keys: ['demo'] },
    schedule: { every: 'never' },
    source: {
      type: 'postgres',
      options: { ...options(), databases: [SHOP], ...more },
    },
  });

  beforeAll(async () => {
    sql(`create database ${SHOP}`);
    sql(
      `create table orders (id int primary key, note text);
       insert into orders select n, md5(n::text) from generate_series(1, 5000) n`,
      SHOP,
    );
    backend = await TestBackend.start();
    await admin('post', '/plans', planOf({ password: 'any: trusted' }));
  });

  afterAll(async () => {
    await backend?.stop();
    for (const name of [SHOP, RESTORED]) sql(`drop database if exists ${name}`);
  });

  const contentOf = (database: string) =>
    sql(
      `select md5(string_agg(o::text, ',' order by id)) from orders o`,
      database,
    );

  it('looks at the server before a plan is made', async () => {
    const { body } = await admin('post', '/sources/postgres/check', {
      options: { ...options(), databases: [SHOP] },
    });
    expect(body).toMatchObject({
      ok: true,
      seen: expect.stringContaining(`1 database: ${SHOP}.`),
    });
    const kept = await admin('post', '/sources/postgres/check', {
      options: { ...options(), password: { set: true, updatedAt: null } },
    });
    expect(kept.body).toMatchObject({
      ok: false,
      remedy: expect.stringContaining('Enter it again'),
    });
    const gone = await admin('post', '/sources/postgres/check', {
      options: { ...options(), databases: ['no such database'] },
    });
    expect(gone.body).toMatchObject({
      ok: false,
      seen: expect.stringContaining('no such database'),
    });
  });

  it('backs up, in a process of its own', async () => {
    const run = await backend.backUp('shop');
    expect(run).toMatchObject({ status: 'succeeded', error: null });
    [backup] = run.backups;
    const { body } = await admin('get', `/backups/${backup}`);
    expect(body).toMatchObject({
      state: 'good',
      encrypted: true,
      counts: { rows: { 'public.orders': 5000 } },
      artifacts: [{ name: `${SHOP}.dump` }],
      restorePlace: { properties: { database: { type: 'string' } } },
    });
    const verified = await admin('post', `/backups/${backup}/verify`, {
      to: 'opened',
    });
    expect(await backend.waitFor(verified.body.id)).toMatchObject({
      status: 'succeeded',
    });
  });

  it('restores into a new database, after a look', async () => {
    const request = {
      target: { type: 'place', options: { database: RESTORED } },
    };
    const path = `/backups/${backup}/restore`;
    const { body: check } = await admin('post', path, {
      ...request,
      dryRun: true,
    });
    expect(check).toMatchObject({
      ok: true,
      path: expect.stringContaining(`the new database ${RESTORED} on `),
    });
    const { status, body } = await admin('post', path, request);
    expect(status).toBe(202);
    expect(await backend.waitFor(body.id)).toMatchObject({
      status: 'succeeded',
    });
    expect(contentOf(RESTORED)).toBe(contentOf(SHOP));
    const { body: again } = await admin('post', path, {
      ...request,
      dryRun: true,
    });
    expect(again.ok).toBe(false);
    expect(again.checks).toContainEqual(
      expect.objectContaining({
        id: 'target',
        result: 'fail',
        seen: expect.stringContaining(RESTORED),
      }),
    );
    const refused = await admin('post', path, request);
    expect(await backend.waitFor(refused.body.id)).toMatchObject({
      status: 'failed',
      error: { code: 'restore-target-exists' },
    });
  });

  it('keeps a password from travelling to another server', async () => {
    const { body: plan, headers } = await admin('get', '/plans/shop');
    const change = (more: object) =>
      admin('put', '/plans/shop', planOf({ ...plan.source.options, ...more }), {
        'If-Match': headers.etag,
      });
    const stolen = { host: 'collector.example.net' };
    for (const password of [{ set: true, updatedAt: null }, undefined]) {
      const { status, body } = await change({ ...stolen, password });
      expect([status, body.error?.code]).toEqual([400, 'options-invalid']);
      expect(body.error.message).toContain('enter options.password again');
    }
    const { status } = await change({
      ...stolen,
      password: 'of the other server',
    });
    expect(status).toBe(200);
  });

  it('does not ask addresses that are nobody’s server', async () => {
    const { body } = await admin('post', '/sources/postgres/check', {
      options: { ...options(), host: '169.254.169.254' },
    });
    expect(body).toMatchObject({
      ok: false,
      seen: expect.stringContaining('169.254.169.254'),
    });
  });
});
