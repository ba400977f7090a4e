import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ChildTool, SourceContext } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { z } from 'zod';
import { postgresError } from './postgresErrors';
import { PostgresTools, ToolVersion } from './PostgresTools';
import { psqlRestricts, restrictedOnly } from './psqlRestricts';
import { quoted } from './server';
import { scratchPrefix } from '../scratchName';

const CLEAN_UP = 60_000;

/** Database names in a connection string, where `=` and URLs mean something else. */
const connectionTo = (name: string) =>
  `dbname='${name.replace(/[\\']/g, '\\$&')}'`;

/**
 * What needs rights that a drill's role has not, and holds no data; a
 * subscription would even connect to somewhere.
 */
const NOT_IN_DRILLS = [
  '--no-comments',
  '--no-publications',
  '--no-subscriptions',
  '--no-security-labels',
  '--no-tablespaces',
];

/**
 * A database that a restore makes. It bears another name until it is renamed;
 * dropped, nothing of it stays.
 */
export class NewDatabase {
  static async create(options: {
    tools: PostgresTools;
    /** Where commands for the server are given. */
    home: string;
    target: string;
    version: ToolVersion;
    context: SourceContext;
    /** Absent: it bears another name until it is renamed. */
    scratch?: boolean;
  }): Promise<NewDatabase> {
    const one = new NewDatabase(options);
    await one.#command(
      `create database ${quoted(one.#name)} template template0`,
    );
    return one;
  }

  #name: string;

  private constructor(
    private readonly options: Parameters<typeof NewDatabase.create>[0],
  ) {
    const { scratch, target, context } = options;
    this.#name = scratch
      ? target
      : scratchPrefix('restore', context.runId ?? '') +
        randomBytes(4).toString('hex');
  }

  #command(sql: string, signal?: AbortSignal): Promise<unknown> {
    const { tools, home } = this.options;
    return tools.ask(sql, z.undefined(), { database: home, signal });
  }

  /** @throws `restore-failed`, or why the stream broke */
  async fill(
    stream: Readable,
    how: { custom: boolean; owners: boolean; drill?: boolean },
  ): Promise<void> {
    let broken: Error | undefined;
    stream.once('error', error => {
      broken = error;
    });
    const bytes = how.custom ? stream : await restrictedOnly(stream);
    const tool = how.custom ? await this.#pgRestore(how) : await this.#psql();
    try {
      await pipeline(bytes, tool.stdin).catch(error => {
        // A tool that ended early says itself why.
        if (broken) throw error;
      });
      await tool.ended;
    } catch (error) {
      throw (
        broken ??
        postgresError(error, this.options.tools.connection, 'restore-failed')
      );
    } finally {
      await tool.stop();
    }
  }

  async #pgRestore(how: {
    owners: boolean;
    drill?: boolean;
  }): Promise<ChildTool> {
    const { tools, version } = this.options;
    const { path } = await tools.tool('pg_restore', version);
    const args = [
      '--exit-on-error',
      '--no-password',
      ...(how.owners ? [] : ['--no-owner', '--no-privileges']),
      ...(how.drill ? NOT_IN_DRILLS : []),
      `--dbname=${connectionTo(this.#name)}`,
    ];
    return drained(tools.start(tools.order(path, args)));
  }

  /** SQL may hold commands of psql itself, so only one that can be told not to obey. */
  async #psql(): Promise<ChildTool> {
    const { tools, version } = this.options;
    const { path, version: own } = await tools.tool('psql', version);
    if (!psqlRestricts(own.text)) {
      throw new UnderstudyError('options-invalid', {
        what: `psql ${own.text} may run programs that a dump names: restore into a folder, or update the PostgreSQL client.`,
      });
    }
    const args = ['-Xqw', '-v', 'ON_ERROR_STOP=1', '--file=-'];
    return drained(
      tools.start(tools.order(path, args, { database: this.#name })),
    );
  }

  async rename(): Promise<void> {
    const { target } = this.options;
    await this.#command(
      `alter database ${quoted(this.#name)} rename to ${quoted(target)}`,
    );
    this.#name = target;
  }

  /** Also after a cancel, so with a time limit of its own. */
  async drop(): Promise<void> {
    const { version } = this.options;
    const force = version.major >= 13 ? ' with (force)' : '';
    try {
      await this.#command(
        `drop database if exists ${quoted(this.#name)}${force}`,
        AbortSignal.timeout(CLEAN_UP),
      );
    } catch (error) {
      throw new UnderstudyError(
        'restore-failed',
        {
          seen: `The database ${this.#name} could not be removed: ${
            (error as Error).message
          }`,
        },
        { cause: error, hint: `Drop the database ${this.#name} by hand.` },
      );
    }
  }
}

/** What it prints is of no use, and must not hold it up. */
function drained(tool: ChildTool): ChildTool {
  tool.stdout.resume();
  return tool;
}
