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
import { z } from 'zod';
import { PostgresConnection } from './connection';
import { postgresError } from './postgresErrors';

const SYSTEM_CA = '/etc/ssl/certs/ca-certificates.crt';

/** Where distributions put them, a folder a version. */
export const POSTGRES_FOLDERS: Array<[string, string]> = [
  ['/usr/lib/postgresql', 'bin'],
  ['/usr/libexec', 'bin'],
  ['/opt/homebrew/opt', 'bin'],
];

const TOOLS = ['psql', 'pg_dump', 'pg_dumpall', 'pg_restore'] as const;
type Tool = (typeof TOOLS)[number];

/** `15.20` and 15 of `pg_dump (PostgreSQL) 15.20 (Debian …)`. */
export interface ToolVersion {
  text: string;
  major: number;
}

/** What a worker is told to install where we do not know its servers. */
const NEWEST = 18;

const dockerLine = (major: number | string) =>
  `RUN apt-get update && apt-get install -y --no-install-recommends postgresql-client-${major}`;

export const postgresMissing = (tool: string, searched: string[]) =>
  new UnderstudyError('pg-missing', {
    tool,
    searched,
    line: dockerLine(NEWEST),
  });

async function versionOf(
  path: string,
  context: SourceContext,
): Promise<ToolVersion | undefined> {
  const said = await runTool({ path, args: ['--version'] }, context).catch(
    () => '',
  );
  context.signal.throwIfAborted();
  const [, text] = /\(PostgreSQL\) (\d+(?:\.\d+)?)/.exec(said) ?? [];
  return text ? { text, major: Number.parseInt(text, 10) } : undefined;
}

/**
 * The client programs of PostgreSQL for one server. The password is in a file
 * of the attempt's private directory, and all else in the environment: command
 * lines name nobody.
 */
export class PostgresTools {
  readonly #files: string[] = [];
  readonly #found = new Map<string, ToolVersion>();

  static async create(options: {
    connection: PostgresConnection;
    context: SourceContext;
  }): Promise<PostgresTools> {
    const tools = new PostgresTools(options.connection, options.context);
    try {
      await tools.#writeFiles();
      return tools;
    } catch (error) {
      await tools.close();
      throw error;
    }
  }

  private constructor(
    readonly connection: PostgresConnection,
    private readonly context: SourceContext,
  ) {}

  #env: Record<string, string> = {};

  async #writeFiles(): Promise<void> {
    const { host, port, user, password, tls, ca } = this.connection;
    this.#env = {
      PGHOST: host,
      PGPORT: String(port),
      PGUSER: user,
      PGSSLMODE: tls,
      PGCONNECT_TIMEOUT: '20',
      PGAPPNAME: 'understudy',
      PGGSSENCMODE: 'disable',
      // Also where there is no password: none may come from elsewhere.
      PGPASSFILE: await this.#private(
        typeof password === 'string'
          ? `*:*:*:*:${password.replace(/[\\:]/g, '\\$&')}\n`
          : '',
      ),
    };
    if (ca) this.#env.PGSSLROOTCERT = await this.#private(ca);
    else if (existsSync(SYSTEM_CA)) this.#env.PGSSLROOTCERT = SYSTEM_CA;
    // Without verify-full a root certificate would be checked all the same.
    if (tls !== 'verify-full') delete this.#env.PGSSLROOTCERT;
  }

  async #private(text: string): Promise<string> {
    const path = join(this.context.tempDirectory, randomUUID());
    this.#files.push(path);
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
    return path;
  }

  /** All installed ones, best first. */
  async #candidates(tool: Tool): Promise<string[]> {
    const { found, searched } = await findTool(
      tool,
      this.context,
      POSTGRES_FOLDERS,
    );
    if (found.length > 0) return found;
    throw postgresMissing(tool, searched);
  }

  async #version(path: string): Promise<ToolVersion | undefined> {
    const known =
      this.#found.get(path) ?? (await versionOf(path, this.context));
    if (known) this.#found.set(path, known);
    return known;
  }

  /**
   * The first installed one that knows a server of this version.
   * @throws `pg-missing`, `pg-version`
   */
  async tool(
    tool: Tool,
    server: ToolVersion,
  ): Promise<{ path: string; version: ToolVersion }> {
    let newest: ToolVersion | undefined;
    for (const path of await this.#candidates(tool)) {
      const version = await this.#version(path);
      if (version && version.major >= server.major) return { path, version };
      if (version && version.major > (newest?.major ?? 0)) newest = version;
    }
    throw new UnderstudyError('pg-version', {
      server: server.text,
      client: newest?.text,
      serverMajor: server.major,
      line: dockerLine(server.major),
    });
  }

  order(
    path: string,
    args: string[],
    options: { database?: string; env?: Record<string, string> } = {},
  ): ToolOrder {
    const { database, env } = options;
    const { password } = this.connection;
    return {
      path,
      args,
      env: {
        ...this.#env,
        ...(database === undefined ? {} : { PGDATABASE: database }),
        ...env,
      },
      secrets: typeof password === 'string' ? [password] : [],
    };
  }

  start(order: ToolOrder): ChildTool {
    return ChildTool.start(order, this.context);
  }

  /**
   * Asks the server for one JSON value.
   * @throws UnderstudyError in our words
   */
  async ask<T>(
    sql: string,
    schema: z.ZodType<T>,
    options: { database: string; signal?: AbortSignal; readOnlyMs?: number },
  ): Promise<T> {
    const [psql] = await this.#candidates('psql');
    const { database, readOnlyMs, signal = this.context.signal } = options;
    const args = ['-XAtqw', '-v', 'ON_ERROR_STOP=1', '-c', sql];
    const order = this.order(psql, args, {
      database,
      env: {
        PGCLIENTENCODING: 'UTF8',
        ...(readOnlyMs === undefined
          ? {}
          : {
              PGOPTIONS: `-c default_transaction_read_only=on -c statement_timeout=${readOnlyMs}`,
            }),
      },
    });
    try {
      const answer = await runTool(order, { ...this.context, signal });
      return schema.parse(answer.trim() ? JSON.parse(answer) : undefined);
    } catch (error) {
      throw postgresError(error, this.connection);
    }
  }

  /** Takes the private files away; never throws. */
  async close(): Promise<void> {
    for (const path of this.#files.splice(0)) {
      await rm(path, { force: true }).catch(() => {});
    }
  }
}
