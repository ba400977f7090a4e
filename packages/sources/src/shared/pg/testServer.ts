import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const VERSIONS = '/usr/lib/postgresql';

/** Folder of the newest PostgreSQL server on this machine. */
function serverBin(): string | undefined {
  if (!existsSync(VERSIONS)) return undefined;
  return readdirSync(VERSIONS)
    .sort((one, other) => Number(other) - Number(one))
    .map(version => join(VERSIONS, version, 'bin'))
    .find(bin => existsSync(join(bin, 'initdb')));
}

/** What tests that need a server are called; empty where they can run. */
export const POSTGRES_MISSING = serverBin()
  ? ''
  : ' (skipped: PostgreSQL server not found)';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** The server refuses to run as root. */
async function serverUser(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const [, uid, gid] =
    /^postgres:[^:]*:(\d+):(\d+)/m.exec(
      await readFile('/etc/passwd', 'utf8'),
    ) ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

/** A PostgreSQL server of our own, that wants passwords. */
export class TestPostgres {
  static async start(): Promise<TestPostgres> {
    const bin = serverBin();
    if (!bin) throw new Error('PostgreSQL server not found');
    const folder = await mkdtemp(join(tmpdir(), 'postgres-'));
    const user = await serverUser();
    if (user.uid !== undefined) await chown(folder, user.uid, user.gid!);
    const password = 'a:pass\\word with "all"';
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, password);
    if (user.uid !== undefined) await chown(passwordFile, user.uid, user.gid!);
    const data = join(folder, 'data');
    await run(
      join(bin, 'initdb'),
      [
        '-D',
        data,
        '-U',
        'admin',
        '--auth=scram-sha-256',
        `--pwfile=${passwordFile}`,
        '-E',
        'UTF8',
        '--locale=C.UTF-8',
        '--no-sync',
      ],
      { ...user, cwd: folder },
    );
    const port = await freePort();
    const child = spawn(
      join(bin, 'postgres'),
      [
        '-D',
        data,
        '-p',
        String(port),
        '-k',
        folder,
        '-c',
        'listen_addresses=127.0.0.1',
        '-c',
        'fsync=off',
      ],
      { ...user, cwd: folder, stdio: 'ignore' },
    );
    const server = new TestPostgres(
      bin,
      folder,
      port,
      password,
      () => child.kill('SIGQUIT'),
      once(child, 'exit'),
    );
    for (let n = 0; n < 200; n += 1) {
      if (
        await server.sql('select 1').then(
          () => true,
          () => false,
        )
      )
        return server;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    await server.stop();
    throw new Error('PostgreSQL did not start');
  }

  readonly host = '127.0.0.1';
  readonly user = 'admin';

  private constructor(
    readonly bin: string,
    private readonly folder: string,
    readonly port: number,
    readonly password: string,
    readonly kill: () => void,
    private readonly exited: Promise<unknown>,
  ) {}

  get connection() {
    const { host, port, user, password } = this;
    return { host, port, user, password };
  }

  #env(database: string) {
    const { host, port, user, password } = this;
    return {
      PATH: process.env.PATH,
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGPASSWORD: password,
      PGDATABASE: database,
    };
  }

  async sql(text: string, database = 'postgres'): Promise<string> {
    const { stdout } = await run(
      join(this.bin, 'psql'),
      ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-c', text],
      { env: this.#env(database), maxBuffer: 64 * 2 ** 20 },
    );
    return stdout.trim();
  }

  /** All that a database is, as SQL; without what differs from dump to dump. */
  async dumpOf(database: string): Promise<string> {
    const { stdout } = await run(join(this.bin, 'pg_dump'), [], {
      env: this.#env(database),
      maxBuffer: 256 * 2 ** 20,
    });
    return stdout.replace(/^\\(?:un)?restrict .*$/gm, '');
  }

  /** What a stored dump holds, read by PostgreSQL's own tools. */
  async contentOfFile(path: string): Promise<string> {
    const name = `check_${process.pid}_${Date.now()}`;
    await this.sql(`create database ${name} template template0`);
    try {
      const [tool, args] = path.endsWith('.sql')
        ? ['psql', ['-Xq', '-v', 'ON_ERROR_STOP=1', '-f', path]]
        : ['pg_restore', ['--exit-on-error', '-d', name, path]];
      await run(join(this.bin, tool as string), args as string[], {
        env: this.#env(name),
      });
      return await this.dumpOf(name);
    } finally {
      await this.sql(`drop database ${name} with (force)`);
    }
  }

  async databases(): Promise<string[]> {
    return (await this.sql('select datname from pg_database order by 1')).split(
      '\n',
    );
  }

  async stop(): Promise<void> {
    this.kill();
    await this.exited;
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** SQL of a database with something of everything; more than 1 MiB of rows. */
export const SHOP = `
  create schema shop;
  create type shop.state as enum ('new', 'paid');
  create table shop.orders (id int primary key, state shop.state not null, note text, data jsonb);
  insert into shop.orders select n, 'paid', repeat('päid ' || n, 40) || E'\\n\\\\.\\n\\t', jsonb_build_object('n', n)
    from generate_series(1, 6000) n;
  create table shop."odd ""name" (x bytea);
  insert into shop."odd ""name" select decode(md5(n::text), 'hex') from generate_series(1, 10) n;
  create table public.empty (id serial primary key);
  create table public.log (line text);
  insert into public.log values ('COPY public.fake (x) FROM stdin;'), ('\\.');
  create view shop.paid as select * from shop.orders where state = 'paid';
  create index on shop.orders (state, id) where id < 10;
  create function shop.count() returns bigint language sql as $$ select count(*) from shop.orders $$;
`;
