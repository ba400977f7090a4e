import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SERVER = '/usr/sbin/mariadbd';

/** What tests that need a server are called; empty where they can run. */
export const MARIADB_MISSING = existsSync(SERVER)
  ? ''
  : ' (skipped: MariaDB server not found)';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** A MariaDB server of our own, that wants passwords. */
export class TestMariaDb {
  static async start(): Promise<TestMariaDb> {
    const folder = await mkdtemp(join(tmpdir(), 'mariadb-'));
    const data = join(folder, 'data');
    const user: { uid?: number; gid?: number } = {};
    if (process.getuid?.() === 0) {
      const [, uid, gid] =
        /^mysql:[^:]*:(\d+):(\d+)/m.exec(
          await readFile('/etc/passwd', 'utf8'),
        ) ?? [];
      Object.assign(user, { uid: Number(uid), gid: Number(gid) });
      await chown(folder, Number(uid), Number(gid));
    }
    await run(
      'mariadb-install-db',
      [
        '--no-defaults',
        `--datadir=${data}`,
        '--auth-root-authentication-method=normal',
        '--skip-test-db',
      ],
      { ...user, cwd: folder },
    );
    const port = await freePort();
    const child = spawn(
      SERVER,
      [
        '--no-defaults',
        `--datadir=${data}`,
        `--socket=${folder}/socket`,
        `--pid-file=${folder}/pid`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
        '--innodb-flush-log-at-trx-commit=0',
        '--event-scheduler=OFF',
        '--log-bin-trust-function-creators=1',
      ],
      { ...user, cwd: folder, stdio: 'ignore' },
    );
    const server = new TestMariaDb(
      folder,
      port,
      () => child.kill('SIGKILL'),
      once(child, 'exit'),
    );
    for (let n = 0; n < 400; n += 1) {
      if (await server.#begin()) return server;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    await server.stop();
    throw new Error('MariaDB did not start');
  }

  readonly host = '127.0.0.1';
  readonly user = 'backup';
  readonly password = 'a "pass\\word\' #1';

  private constructor(
    private readonly folder: string,
    readonly port: number,
    readonly kill: () => void,
    private readonly exited: Promise<unknown>,
  ) {}

  get connection() {
    const { host, port, user, password } = this;
    return { host, port, user, password };
  }

  /** As root over the socket, which wants no password. */
  async #run(tool: string, args: string[], input = ''): Promise<string> {
    const running = run(
      tool,
      [
        '--no-defaults',
        `--socket=${this.folder}/socket`,
        '-uroot',
        '--default-character-set=utf8mb4',
        ...args,
      ],
      { maxBuffer: 256 * 2 ** 20 },
    );
    running.child.stdin!.on('error', () => {}).end(input);
    return (await running).stdout;
  }

  async #begin(): Promise<boolean> {
    const password = this.password.replace(/[\\']/g, '\\$&');
    return this.sql(
      `create user backup@'%' identified by '${password}'; grant all on *.* to backup@'%' with grant option`,
    ).then(
      () => true,
      () => false,
    );
  }

  async sql(text: string, database = ''): Promise<string> {
    return (
      await this.#run('mariadb', ['-BNre', text, database].filter(Boolean))
    ).trim();
  }

  /** Runs SQL with DELIMITER lines. */
  async script(text: string, database: string): Promise<void> {
    await this.#run('mariadb', [database], text);
  }

  async dumpOf(database: string): Promise<string> {
    return this.#run('mariadb-dump', [
      '--skip-dump-date',
      '--skip-comments',
      '--routines',
      '--triggers',
      '--events',
      database,
    ]);
  }

  async contentOfFile(path: string): Promise<string> {
    await this.sql('create database check_it character set utf8mb4');
    try {
      await this.script(await readFile(path, 'utf8'), 'check_it');
      return await this.dumpOf('check_it');
    } finally {
      await this.sql('drop database check_it');
    }
  }

  async databases(): Promise<string[]> {
    return (await this.sql('show databases')).split('\n');
  }

  async stop(): Promise<void> {
    this.kill();
    await this.exited;
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** SQL of a database with something of everything; more than 1 MiB of rows. */
export const SHOP = `
create table orders (id int primary key auto_increment, note text, photo blob, size int as (length(note)) stored);
insert into orders (note, photo) select concat(repeat('päid 😀 ', 20), seq, '\\\\', '''', '\\n(1),(2)'), unhex(md5(seq)) from seq_1_to_6000;
create table \`odd \`\`name\` (x int) engine=innodb;
insert into \`odd \`\`name\` values (1), (2);
create table empty (id int);
create view paid as select id from orders where id < 10;
DELIMITER ;;
create procedure add_one() begin
insert into empty values (1);
end ;;
create trigger watch before insert on empty for each row begin set new.id = new.id + 1; end ;;
create event nightly on schedule every 1 day do begin delete from empty; end ;;
DELIMITER ;
`;
