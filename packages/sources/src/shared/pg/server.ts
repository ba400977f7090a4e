import { z } from 'zod';
import { PostgresTools, ToolVersion } from './PostgresTools';

/** As an identifier in SQL. */
export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** As a text in SQL. */
export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

export async function serverVersion(
  tools: PostgresTools,
  database: string,
): Promise<ToolVersion> {
  const [text, number] = await tools.ask(
    `select json_build_array(current_setting('server_version'), current_setting('server_version_num'))`,
    z.tuple([z.string(), z.string()]),
    { database },
  );
  return {
    text: text.split(' ')[0],
    major: Math.floor(Number(number) / 10_000),
  };
}

/** A database as the server lists it. */
export interface FoundDatabase {
  name: string;
  /** Whether we may connect to it. */
  isOpen: boolean;
}

/** Every database that can be dumped; no templates. */
export async function listDatabases(
  tools: PostgresTools,
  database: string,
): Promise<FoundDatabase[]> {
  return tools.ask(
    `select coalesce(json_agg(json_build_object('name', datname,
       'isOpen', has_database_privilege(oid, 'CONNECT')) order by datname), '[]')
     from pg_database where datallowconn and not datistemplate`,
    z.array(z.object({ name: z.string(), isOpen: z.boolean() })),
    { database },
  );
}

/** Of these, the names that are databases. */
export async function existing(
  tools: PostgresTools,
  names: string[],
  database: string,
): Promise<string[]> {
  return tools.ask(
    `select coalesce(json_agg(datname), '[]') from pg_database
     where datname in (${names.map(literal).join(', ')})`,
    z.array(z.string()),
    { database },
  );
}

/** Up to ten tables of a database that we may not read. */
export async function unreadableTables(
  tools: PostgresTools,
  database: string,
): Promise<string[]> {
  return tools.ask(
    `select coalesce(json_agg(name), '[]') from (
       select n.nspname || '.' || c.relname as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind in ('r', 'p', 'm', 'S') and c.relpersistence <> 't'
         and n.nspname <> 'information_schema' and n.nspname !~ '^pg_'
         and not (has_schema_privilege(n.oid, 'USAGE')
           and case c.relkind when 'S' then has_sequence_privilege(c.oid, 'SELECT')
               else has_table_privilege(c.oid, 'SELECT') end)
       order by 1 limit 10) as denied`,
    z.array(z.string()),
    { database },
  );
}

/** Schemas of a database; not the server's own. */
export async function listSchemas(
  tools: PostgresTools,
  database: string,
): Promise<string[]> {
  return tools.ask(
    `select coalesce(json_agg(nspname order by nspname), '[]') from pg_namespace
     where nspname !~ '^pg_' and nspname not in ('information_schema', 'public')`,
    z.array(z.string()),
    { database },
  );
}
