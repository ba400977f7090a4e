import { ScratchOrder, ScratchPlace, SourceContext } from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { pipeline } from 'node:stream';
import { optionsOf } from '../shared/optionsOf';
import { scratchPrefix } from '../shared/scratchName';
import { withoutDefiners } from './definers';
import { MysqlTools } from './MysqlTools';
import { mysqlOptionsSchema } from './options';
import { fill } from './place';
import { literal, quoted, serverVersion } from './server';

const CLEAN_UP = 60_000;

/** Rights over a whole server that a dump in a drill must not have. */
const TOO_MUCH =
  /^(?:SUPER|FILE|SHUTDOWN|CREATE USER|GRANT OPTION|SET USER|SET_USER_ID|SET_ANY_DEFINER|BINLOG ADMIN|CONNECTION ADMIN|READ_ONLY ADMIN|SYSTEM_USER|SYSTEM_VARIABLES_ADMIN|CREATE ROLE)$/;

/** @throws `drill-refused` */
async function refuseMightyUser(tools: MysqlTools, where: string) {
  const rights = await tools.ask(
    `select privilege_type from information_schema.user_privileges
     where replace(grantee, '''', '') = current_user()`,
  );
  const tooMuch = rights.filter(right => TOO_MUCH.test(right.toUpperCase()));
  if (tooMuch.length === 0) return;
  throw new UnderstudyError('drill-refused', {
    seen: `The user ${
      tools.server.user
    } on ${where} may too much: ${tooMuch.join(', ')}.`,
  });
}

/** Scratch databases for drills, by a user that may do nothing else. */
export async function openScratch(
  { server: given, artifacts }: ScratchOrder,
  context: SourceContext,
): Promise<ScratchPlace> {
  if (!given) {
    throw new UnderstudyError('drill-refused', {
      seen: 'No MySQL or MariaDB server for drills is configured.',
    });
  }
  const server = optionsOf(mysqlOptionsSchema, given);
  const tools = await MysqlTools.create({ server, context });
  const where = `${server.host}:${server.port}`;
  const prefix = scratchPrefix('drill', context.runId ?? '');
  const made = new Map<string, string>();
  const databaseOf = (artifact: string | undefined) => {
    const only = made.size === 1 ? [...made.keys()][0] : undefined;
    const name = made.get(artifact ?? only ?? '');
    if (name) return name;
    throw new UnderstudyError('options-invalid', {
      what: `A question must name its artifact: ${[...made.keys()].join(', ')}`,
    });
  };
  const titles = artifacts.map(({ name }) => name.replace(/\.sql$/, ''));
  /** As `finish` of the source names them. */
  const tableOf = (key: string) => {
    if (artifacts.length === 1) return { at: 0, table: key };
    const at = titles.findIndex(title => key.startsWith(`${title}.`));
    return at < 0 ? undefined : { at, table: key.slice(titles[at].length + 1) };
  };
  try {
    const { isMariaDb } = await serverVersion(tools);
    await refuseMightyUser(tools, where);
    const client = await tools.find('client', isMariaDb);
    const readOnly = (sql: string, ms: number, database: string) => {
      const limit = isMariaDb
        ? `max_statement_time = ${ms / 1000}`
        : `max_execution_time = ${ms}`;
      return tools.ask(
        `set session transaction read only; set session ${limit}; use ${quoted(
          database,
        )}; ${sql}`,
      );
    };
    const count =
      artifacts.length === 1 ? '1 database' : `${artifacts.length} databases`;
    return {
      words: `${count} for a drill on ${where}`,
      async restore(artifact, stream) {
        const name = `${prefix}${made.size}`;
        await tools.ask(
          `create database ${quoted(name)} character set utf8mb4`,
        );
        made.set(artifact.name, name);
        const clean = withoutDefiners();
        pipeline(stream, clean, () => {});
        await fill(tools, client, name, clean);
      },
      async countRows(keys) {
        const found: Record<string, number | null> = {};
        for (const key of keys) {
          const asked = tableOf(key);
          const name = asked && made.get(artifacts[asked.at].name);
          if (!asked || !name) continue;
          const [there] = await tools.ask(
            `select 1 from information_schema.tables where table_schema = ${literal(
              name,
            )} and table_name = ${literal(asked.table)}`,
          );
          const [n] = there
            ? await readOnly(
                `select count(*) from ${quoted(asked.table)}`,
                3_600_000,
                name,
              )
            : [];
          found[key] = n === undefined ? null : Number(n);
        }
        return found;
      },
      async ask({ sql, artifact, timeLimitMs }) {
        const asked = `select * from (${sql}\n) as q limit 1`;
        const [row] = await readOnly(asked, timeLimitMs, databaseOf(artifact));
        const [first] = row?.split('\t') ?? [];
        return first === undefined || first === 'NULL' ? null : first;
      },
      async discard() {
        for (const name of made.values()) {
          await tools.ask(
            `drop database if exists ${quoted(name)}`,
            AbortSignal.timeout(CLEAN_UP),
          );
        }
      },
      close: () => tools.close(),
    };
  } catch (error) {
    await tools.close();
    throw error;
  }
}

/** What a run that is dead left on a server. */
export async function dropScratch(
  given: unknown,
  context: SourceContext,
): Promise<string[]> {
  const server = optionsOf(mysqlOptionsSchema, given);
  const tools = await MysqlTools.create({ server, context });
  try {
    const prefix = scratchPrefix('drill', context.runId ?? '');
    const names = await tools.ask(
      `select schema_name from information_schema.schemata
       where left(schema_name, ${prefix.length}) = ${literal(prefix)}`,
    );
    for (const name of names) {
      await tools.ask(`drop database if exists ${quoted(name)}`);
    }
    return names;
  } finally {
    await tools.close();
  }
}
