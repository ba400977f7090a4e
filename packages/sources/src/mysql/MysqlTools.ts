import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ChildTool,
  findTool,
  runTool,
  SourceContext,
  ToolOrder,
} from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { mysqlError } from './mysqlErrors';

const SYSTEM_CA = '/etc/ssl/certs/ca-certificates.crt';
const USUAL = ['/usr/local/mysql/bin', '/opt/homebrew/opt/mysql-client/bin'];

/** Programs that do the same; those of the server's own maker come first. */
const NAMES = {
  client: ['mariadb', 'mysql'],
  dump: ['mariadb-dump', 'mysqldump'],
};

const LINE =
  'RUN apt-get update && apt-get install -y --no-install-recommends mariadb-client';

/** Where the server is, and who we are there. */
export interface MysqlServer {
  host: string;
  port: number;
  user: string;
  password?: unknown;
  tls: 'prefer' | 'require' | 'verify-full' | 'disable';
  ca?: string;
}

export interface MysqlTool {
  path: string;
  name: string;
  version: string;
  isMariaDb: boolean;
}

/** A value in an option file. */
const quoted = (text: string) => `"${text.replace(/[\\"]/g, '\\$&')}"`;

/** Lines that say how much TLS there must be, in the tool's own dialect. */
function tlsLines(
  tls: MysqlServer['tls'],
  ca: string | undefined,
  isMariaDb: boolean,
): string[] {
  const authority = ca ? [`ssl-ca=${quoted(ca)}`] : [];
  if (!isMariaDb) {
    const mode = {
      prefer: 'PREFERRED',
      require: 'REQUIRED',
      'verify-full': 'VERIFY_IDENTITY',
      disable: 'DISABLED',
    }[tls];
    return [`ssl-mode=${mode}`, ...(tls === 'verify-full' ? authority : [])];
  }
  switch (tls) {
    case 'disable':
      return ['skip-ssl'];
    case 'verify-full':
      return ['ssl', 'ssl-verify-server-cert', ...authority];
    case 'require':
      return ['ssl', 'skip-ssl-verify-server-cert'];
    default:
      // Newer ones use TLS by themselves, and would refuse a name they can't check.
      return ['skip-ssl-verify-server-cert'];
  }
}

/**
 * The client programs of MySQL or MariaDB for one server. Who we are there
 * reaches them by a nameless file on descriptor 3, the only option file that
 * they read.
 */
export class MysqlTools {
  #ca: string | undefined;
  readonly #found = new Map<string, MysqlTool>();

  static async create(options: {
    server: MysqlServer;
    context: SourceContext;
  }): Promise<MysqlTools> {
    const tools = new MysqlTools(options.server, options.context);
    const { ca } = options.server;
    if (ca) {
      const path = join(options.context.tempDirectory, randomUUID());
      await writeFile(path, ca, { mode: 0o600, flag: 'wx' });
      tools.#ca = path;
    }
    return tools;
  }

  private constructor(
    readonly server: MysqlServer,
    private readonly context: SourceContext,
  ) {}

  /**
   * Looked for once: to clean up after a cancel, none can be asked any more.
   * @throws `tool-missing`
   */
  async find(kind: keyof typeof NAMES, isMariaDb = true): Promise<MysqlTool> {
    const key = `${kind} ${isMariaDb}`;
    const known = this.#found.get(key) ?? (await this.#look(kind, isMariaDb));
    this.#found.set(key, known);
    return known;
  }

  async #look(
    kind: keyof typeof NAMES,
    isMariaDb: boolean,
  ): Promise<MysqlTool> {
    const names = isMariaDb ? NAMES[kind] : [...NAMES[kind]].reverse();
    let searched: string[] = [];
    for (const name of names) {
      const looked = await findTool(name, this.context, USUAL);
      searched = looked.searched;
      for (const path of looked.found) {
        const said = await runTool(
          { path, args: ['--version'] },
          this.context,
        ).catch(() => '');
        this.context.signal.throwIfAborted();
        const [, version] =
          /(?:Distrib|from|Ver) (\d+\.\d+\.\d+[^\s,]*)/.exec(
            said.replace(/Ver \d+\.\d+ Distrib/, 'Distrib'),
          ) ?? [];
        if (version)
          return { path, name, version, isMariaDb: /MariaDB/.test(said) };
      }
    }
    throw new UnderstudyError('tool-missing', {
      tool: names[0],
      searched,
      line: LINE,
    });
  }

  order(tool: MysqlTool, args: string[]): ToolOrder {
    const { host, port, user, password, tls } = this.server;
    const ca = this.#ca ?? (existsSync(SYSTEM_CA) ? SYSTEM_CA : undefined);
    const secrets = typeof password === 'string' ? [password] : [];
    return {
      path: tool.path,
      args: ['--defaults-file=/dev/fd/3', ...args],
      secrets,
      descriptor3: [
        '[client]',
        `host=${quoted(host)}`,
        `port=${port}`,
        'protocol=tcp',
        `user=${quoted(user)}`,
        `password=${quoted(secrets[0] ?? '')}`,
        'connect-timeout=20',
        ...tlsLines(tls, ca, tool.isMariaDb),
        '',
      ]
        // The dump programs have no such option.
        .filter(
          line =>
            !(line.startsWith('connect-timeout') && tool.name.includes('dump')),
        )
        .join('\n'),
    };
  }

  start(order: ToolOrder): ChildTool {
    return ChildTool.start(order, this.context);
  }

  /**
   * Answers the first column of a query.
   * @throws UnderstudyError in our words
   */
  async ask(sql: string, signal = this.context.signal): Promise<string[]> {
    const tool = await this.find('client');
    const args = [
      '--batch',
      '--raw',
      '--skip-column-names',
      '--default-character-set=utf8mb4',
      `--execute=${sql}`,
    ];
    try {
      const said = await runTool(this.order(tool, args), {
        ...this.context,
        signal,
      });
      return said.split('\n').filter(Boolean);
    } catch (error) {
      throw mysqlError(error, this.server);
    }
  }

  /** Takes the private files away; never throws. */
  async close(): Promise<void> {
    if (this.#ca) await rm(this.#ca, { force: true }).catch(() => {});
  }
}
