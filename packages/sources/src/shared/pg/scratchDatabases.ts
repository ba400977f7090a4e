import type {
  ScratchOrder,
  ScratchPlace,
  SourceContext,
} from '@understudy/engine';
import { UnderstudyError } from '@understudy/model';
import { z } from 'zod';
import { scratchPrefix } from '../scratchName';
import { optionsOf } from '../optionsOf';
import { postgresConnectionShape, serverName } from './connection';
import { refuseMightyRole } from './drillRole';
import { NewDatabase } from './NewDatabase';
import { PostgresTools } from './PostgresTools';
import { literal, quoted, serverVersion } from './server';
import { isCustom } from './storedDump';

/** Options of whichever type: only where the server is counts here. */
const connectionSchema = z.object(postgresConnectionShape).extend({
  // Also the folder of a socket, as a portal has it.
  host: z.string().min(1),
});

/** Where commands for the server are given. */
const HOME = 'postgres';

/** In one question; a command line holds no more than 128 KiB. */
const TABLES_AT_ONCE = 100;

/** Of a count; a question of a plan has its own. */
const COUNT_MS = 3_600_000;

/**
 * Which artifact a table of the manifest is of, and what its `schema.name` may
 * be there; the first that exists is it.
 */
export type TableOf = (
  table: string,
) => { artifact: string; names: string[] } | undefined;

/**
 * Scratch databases on a server for drills, one for each dump, by a role that
 * may do nothing but create them.
 */
export async function openScratchDatabases(
  { server, artifacts }: Pick<ScratchOrder, 'server' | 'artifacts'>,
  context: SourceContext,
  tableOf: TableOf,
): Promise<ScratchPlace> {
  if (!server) {
    throw new UnderstudyError('drill-refused', {
      seen: 'No PostgreSQL server for drills is configured.',
    });
  }
  const connection = optionsOf(connectionSchema, server);
  const prefix = scratchPrefix('drill', context.runId ?? '');
  const tools = await PostgresTools.create({ connection, context });
  const made = new Map<string, { name: string; database: NewDatabase }>();
  const nameOf = (artifact: string | undefined) => {
    const only = made.size === 1 ? [...made.keys()][0] : undefined;
    const found = made.get(artifact ?? only ?? '');
    if (found) return found.name;
    throw new UnderstudyError('options-invalid', {
      what: `A question must name its artifact: ${[...made.keys()].join(', ')}`,
    });
  };
  try {
    const version = await serverVersion(tools, HOME);
    await refuseMightyRole(tools, HOME);
    await tools.tool('pg_restore', version);
    const dumps = artifacts.filter(({ name }) => name !== 'globals.sql');
    const count =
      dumps.length === 1 ? '1 database' : `${dumps.length} databases`;
    return {
      words: `${count} for a drill on ${serverName(connection)}`,
      async restore(artifact, stream) {
        if (artifact.name === 'globals.sql') {
          context.log('info', 'globals.sql is read, and never run.');
          return;
        }
        const name = `${prefix}${made.size}`;
        const options = { tools, home: HOME, target: name, version, context };
        const database = await NewDatabase.create({
          ...options,
          scratch: true,
        });
        made.set(artifact.name, { name, database });
        const how = { owners: false, drill: true };
        await database.fill(stream, { custom: isCustom(artifact), ...how });
      },
      async countRows(tables) {
        const found: Record<string, number | null> = {};
        for (const artifact of made.keys()) {
          const here = tables.flatMap(table => {
            const where = tableOf(table);
            return where?.artifact === artifact ? [{ table, ...where }] : [];
          });
          const wanted = here.flatMap(({ names }) => names);
          const counted = await countTables(tools, nameOf(artifact), wanted);
          for (const { table, names } of here) {
            const name = names.find(each => counted[each] !== null);
            found[table] = name === undefined ? null : counted[name];
          }
        }
        return found;
      },
      async ask({ sql, artifact, timeLimitMs }) {
        const wrapped = `select to_json((select v::text from (${sql}\n) as q(v) limit 1))`;
        return tools
          .ask(wrapped, z.string().nullish(), {
            database: nameOf(artifact),
            readOnlyMs: timeLimitMs,
          })
          .then(answer => answer ?? null);
      },
      async discard() {
        for (const { database } of made.values()) await database.drop();
      },
      close: () => tools.close(),
    };
  } catch (error) {
    await tools.close();
    throw error;
  }
}

/** How many rows each table has, in read-only transactions. */
async function countTables(
  tools: PostgresTools,
  database: string,
  names: string[],
): Promise<Record<string, number | null>> {
  const options = { database, readOnlyMs: COUNT_MS };
  const found: Record<string, number | null> = {};
  for (let at = 0; at < names.length; at += TABLES_AT_ONCE) {
    const some = names.slice(at, at + TABLES_AT_ONCE);
    const there = await tools.ask(
      `select coalesce(json_agg(json_build_array(n.nspname || '.' || c.relname,
         format('%I.%I', n.nspname, c.relname))), '[]')
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p', 'm')
         and n.nspname || '.' || c.relname in (${some
           .map(literal)
           .join(', ')})`,
      z.array(z.tuple([z.string(), z.string()])),
      options,
    );
    for (const name of some) found[name] = null;
    if (there.length === 0) continue;
    const counts = await tools.ask(
      `select json_object_agg(name, n) from (${there
        .map(
          ([name, table]) =>
            `select ${literal(
              name,
            )} as name, (select count(*) from only ${table}) as n`,
        )
        .join(' union all ')}) as counted`,
      z.record(z.string(), z.number()),
      options,
    );
    Object.assign(found, counts);
  }
  return found;
}

/** What a run that is dead left on a server: databases of its name. */
export async function dropScratchDatabases(
  server: unknown,
  context: SourceContext,
): Promise<string[]> {
  const connection = optionsOf(connectionSchema, server);
  const tools = await PostgresTools.create({ connection, context });
  try {
    const { runId = '' } = context;
    const mine = (['drill', 'restore'] as const)
      .map(what => scratchPrefix(what, runId))
      .map(prefix => `starts_with(datname, ${literal(prefix)})`);
    const names = await tools.ask(
      `select coalesce(json_agg(datname), '[]') from pg_database
       where ${mine.join(' or ')}`,
      z.array(z.string()),
      { database: HOME },
    );
    const { major } = await serverVersion(tools, HOME);
    const force = major >= 13 ? ' with (force)' : '';
    for (const name of names) {
      await tools.ask(
        `drop database if exists ${quoted(name)}${force}`,
        z.undefined(),
        { database: HOME },
      );
    }
    return names;
  } finally {
    await tools.close();
  }
}
