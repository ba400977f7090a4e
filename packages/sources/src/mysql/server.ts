import { MysqlTools } from './MysqlTools';

/** As an identifier in SQL. */
export const quoted = (name: string) => `\`${name.replaceAll('`', '``')}\``;

export const literal = (text: string) =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

const SYSTEM = ['information_schema', 'performance_schema', 'mysql', 'sys'];

export async function serverVersion(
  tools: MysqlTools,
): Promise<{ text: string; isMariaDb: boolean }> {
  const [text = ''] = await tools.ask('select version()');
  return { text: text.replace(/-.*/, ''), isMariaDb: /mariadb/i.test(text) };
}

/** Every database that the user sees; not the server's own. */
export async function listDatabases(tools: MysqlTools): Promise<string[]> {
  const names = await tools.ask(
    'select schema_name from information_schema.schemata order by 1',
  );
  return names.filter(name => !SYSTEM.includes(name));
}

/** Of these, the names that are databases. */
export async function existing(
  tools: MysqlTools,
  names: string[],
): Promise<string[]> {
  return tools.ask(
    `select schema_name from information_schema.schemata
     where schema_name in (${names.map(literal).join(', ')})`,
  );
}

/** Tables that no transaction holds still, as `database.table`. */
export async function restlessTables(
  tools: MysqlTools,
  databases: string[],
): Promise<string[]> {
  return tools.ask(
    `select concat(t.table_schema, '.', t.table_name) from information_schema.tables t
     join information_schema.engines e on e.engine = t.engine
     where t.table_type = 'BASE TABLE' and e.transactions <> 'YES'
       and t.table_schema in (${databases.map(literal).join(', ')}) order by 1`,
  );
}
